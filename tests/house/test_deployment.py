"""What stands in deploy/ fits the product: every command exists, every path is there."""

import configparser
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from app.cli import app
from app.settings import SETTINGS_FILE, Settings
from tests.house.tree import PRODUCT, ROOT, files

DEPLOY = ROOT / "deploy"
STOP_SECONDS = 10


def understood(words: list[str]) -> bool:
    """Tell whether the command line takes these words, without running them."""
    command: Any = typer.main.get_command(app)
    try:
        while isinstance(command, TyperGroup):
            command, words = command.commands[words[0]], words[1:]
        command.make_context("kehrwert", list(words))
    except (KeyError, IndexError, TyperException):
        return False
    return True


def in_compose() -> Iterator[list[str]]:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    for listed in re.findall(r"^\s+command: \[(.+)\]$", text, re.MULTILINE):
        yield [word.strip().strip('"') for word in listed.split(",")]


def in_unit() -> Iterator[list[str]]:
    for value in (unit("ExecStartPre"), unit("ExecStart")):
        program, *words = shlex.split(value)
        assert program == "/opt/kehrwert/.venv/bin/kehrwert"
        yield words


def unit(name: str) -> str:
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read(DEPLOY / "kehrwert.service", encoding="utf-8")
    return parsed["Service"][name]


@pytest.mark.parametrize("words", [*in_compose(), *in_unit()], ids=" ".join)
def test_every_command_that_is_deployed_exists(words: list[str]) -> None:
    assert understood(words)


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert not understood(["serve", "--role", "cook"])
    assert not understood(["cook"])


def test_compose_runs_two_that_answer_and_two_that_send() -> None:
    assert sorted(in_compose()) == [
        ["db", "upgrade"],
        *[["serve", "--role", "web"]] * 2,
        *[["serve", "--role", "worker"]] * 2,
    ]


def test_nothing_is_published_beyond_the_machine() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    published = re.findall(r'ports: \["(.+)"\]', text)
    assert published
    assert all(each.startswith("127.0.0.1:") for each in published)


def test_whoever_stops_us_waits_long_enough() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    grace = re.search(r"stop_grace_period: (\d+)s", text)
    assert grace is not None
    assert int(grace[1]) > STOP_SECONDS
    assert int(unit("TimeoutStopSec")) > STOP_SECONDS


def test_the_image_is_built_by_the_projects_own_command_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    assert "RUN make install" in lines
    assert lines.index("USER kehrwert") < lines.index('ENTRYPOINT ["kehrwert"]')
    assert "install:" in (ROOT / "Makefile").read_text("utf-8")


def test_every_process_in_a_container_finds_the_same_journal_of_erasures() -> None:
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    folder = f"/var/lib/kehrwert/{Settings.model_fields['journal'].default.parent}"
    assert f"erasures:{folder}" in compose
    assert f"VOLUME {folder}" in image


def test_no_data_and_no_environment_of_this_machine_come_into_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {".venv", ".git", "var", SETTINGS_FILE, "**/*.env", "**/*.sqlite*"} <= set(ignored)


def test_the_names_that_are_deployed_are_settings() -> None:
    text = "".join(path.read_text("utf-8") for path in DEPLOY.iterdir())
    named = set(re.findall(r"\b(?:KEHRWERT_[A-Z_]+|DATABASE_URL)\b", text))
    known = {f"KEHRWERT_{name.upper()}" for name in Settings.model_fields} | {"DATABASE_URL"}
    assert named
    assert named <= known


def test_a_wheel_holds_whatever_lies_in_the_rooms(tmp_path: Path) -> None:
    """Texts, icons, catalogues and migrations are no modules, and are easily left out."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    there = {path.relative_to(ROOT).as_posix() for path in files(*PRODUCT)}
    assert len(there) > len(PRODUCT)
    assert there - packed == set()
