"""SQLite that may not be written: told in a sentence, nothing half sent, and it goes on by itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.app.test_serving import START_SECONDS, asked, command, free_port, serving, settings
from tests.databases import sqlite_url
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, LONG, PEOPLE, holds
from tests.faults.test_databases import small_disk, sound, stands_still
from tests.faults.world import World, world

__all__ = ["small_disk"]  # a fixture

FILE, DISK = "SQLite's file is read-only", "killed, and the disk is read-only at the start"


@contextmanager
def unwritable(*places: Path) -> Iterator[None]:
    """Let nobody write there, not even root, nor whoever has it open."""
    if subprocess.run(["chattr", "+i", *places], capture_output=True, check=False).returncode:
        pytest.skip("only root may make a file immutable, on a file system that can")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *places], check=True)


def forbid_the_file_for_a_while(broken: World, file: Path) -> None:
    """Let nobody write to the file while messages are on their way, until all stands still."""
    broken.mood(slow=0.5)
    broken.works(2)
    broken.waits_for(10)
    with unwritable(file, file.with_name(f"{file.name}-wal")):
        broken.until(lambda: "disk I/O error" in broken.log() or "readonly" in broken.log())
        broken.until(lambda: stands_still(broken))
    broken.mood()


def test_a_file_that_is_read_only_stops_delivery_is_told_and_goes_on(
    tmp_path: Path, ledger: Ledger
) -> None:
    url = sqlite_url(tmp_path)
    file = Path(url.removeprefix("sqlite:///"))
    with world(url, tmp_path, PEOPLE) as broken:
        forbid_the_file_for_a_while(broken, file)
        holds(broken, ledger, FILE)
    assert sound(url)


@LONG
def test_without_looking_first_a_file_that_is_read_only_doubles_messages(
    tmp_path: Path, ledger: Ledger
) -> None:
    url = sqlite_url(tmp_path)
    with world(url, tmp_path, PEOPLE, without="looking") as broken:
        forbid_the_file_for_a_while(broken, Path(url.removeprefix("sqlite:///")))
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(FILE, "twice")


def test_who_serves_is_not_ready_while_the_file_is_read_only(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    file = Path(url.removeprefix("sqlite:///"))
    with serving(url, "all", tmp_path) as (process, port):
        with unwritable(file, file.with_name(f"{file.name}-wal")):
            assert asked(port, "/health/ready") is None
            assert asked(port, "/health/live")
        assert asked(port, "/health/ready")
        assert process.poll() is None
    lines = (tmp_path / "all.log").read_text("utf-8").splitlines()
    assert not any("Traceback" in line for line in lines)


def refused(url: str, *words: str) -> str:
    """Return the one sentence with which a command ends by itself."""
    ended = subprocess.run(
        [sys.executable, "-m", "app", *words] if words else command("worker", free_port()),
        env=dict(settings(url)),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


@pytest.fixture
def read_only(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a database in a folder in which nobody may write."""
    folder = tmp_path / "kept"
    folder.mkdir()
    url = sqlite_url(folder)
    if os.geteuid() == 0:
        with unwritable(folder / "kehrwert.db", folder):
            yield url
        return
    (folder / "kehrwert.db").chmod(0o400)
    folder.chmod(0o500)
    yield url
    folder.chmod(0o700)


@pytest.mark.parametrize("words", [(), ("doctor",), ("db", "restored")])
def test_on_a_read_only_folder_every_command_says_so_in_one_sentence(
    read_only: str, words: tuple[str, ...]
) -> None:
    sentence = refused(read_only, *words)
    assert "let this user write" in sentence or "need your attention" in sentence


@LONG
def test_who_was_killed_on_a_disk_that_is_read_only_afterwards_loses_nothing(
    small_disk: Path, tmp_path: Path, ledger: Ledger
) -> None:
    url = sqlite_url(small_disk)
    with world(url, tmp_path, PEOPLE) as broken:
        broken.mood(slow=0.2)
        broken.works(2)
        broken.waits_for(ALL // 4)
        while broken.workers:
            broken.workers[0].kill()
            broken.workers.pop(0).wait()
        broken.books.close()
        remount(small_disk, "ro")
        assert "let this user write" in refused(url)
        remount(small_disk, "rw")
        broken.works(2)
        holds(broken, ledger, DISK)


def remount(disk: Path, how: str) -> None:
    """Let a disk take what is written, or not."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)
