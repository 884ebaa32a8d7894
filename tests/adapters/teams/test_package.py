"""The app package is what Microsoft's schemas ask for, and has the grammar's commands."""

import io
import json
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from adapters.teams.package import (
    COLOUR_ICON,
    MANIFEST,
    MOST_COMMANDS,
    OUTLINE_ICON,
    PLACES,
    TRANSLATION,
    App,
    icon,
    manifest,
    package,
    translation,
)
from app.cli import main
from app.commands.teams import described
from bot.grammar import COMMANDS, request_in
from bot.model import Language
from tests.house.tree import ROOT
from tests.schemas import wrong

KEPT = ROOT / "manifest" / "teams"
SCHEMAS = (
    Path(__file__).parent / "published/node_modules/@microsoft/app-manifest/build/json-schemas"
)
MANIFEST_SCHEMA = SCHEMAS / "teams" / "v1.29" / "MicrosoftTeams.schema.json"
TRANSLATION_SCHEMA = SCHEMAS / "teams" / "v1.29" / "MicrosoftTeams.Localization.schema.json"
EXAMPLE = App(
    "00000000-0000-4000-8000-000000000000",
    "Musterwerk",
    "https://kehrwert.example.com",
    "https://kehrwert.example.com/privacy",
    "https://kehrwert.example.com/terms",
)


def test_microsoft_would_take_the_manifest_and_its_german_words() -> None:
    assert wrong(manifest(EXAMPLE, described()), MANIFEST_SCHEMA) == []
    assert wrong(translation(described()), TRANSLATION_SCHEMA) == []


def test_what_microsoft_would_refuse_is_noticed() -> None:
    bad = manifest(EXAMPLE, described())
    bad["bots"][0]["unheard_of"] = True
    bad["name"]["short"] = "Kehrwert, " * 10
    del bad["icons"]
    assert len(wrong(bad, MANIFEST_SCHEMA)) == 3
    assert wrong({"bots[0].commandLists[9].commands[0].title": "x"}, TRANSLATION_SCHEMA)


@pytest.mark.parametrize("language", Language)
def test_the_commands_are_the_grammars_in_both_languages(language: Language) -> None:
    everybody = [each for each in COMMANDS if not each.for_hr]
    assert len(everybody) <= MOST_COMMANDS, "choose which commands Teams shows while typing"
    told = manifest(EXAMPLE, described())["bots"][0]["commandLists"]
    german = translation(described())
    for place in range(len(PLACES)):
        for number, command in enumerate(everybody):
            key = f"bots[0].commandLists[{place}].commands[{number}].title"
            shown = told[place]["commands"][number]["title"]
            title = shown if language is Language.EN else german[key]
            assert title == command.shown(language)
            assert type(request_in(title)) is type(command.request(""))


def test_the_kept_manifest_is_the_generated_one() -> None:
    kept = {name: (KEPT / name).read_bytes() for name in (MANIFEST, TRANSLATION)}
    with zipfile.ZipFile(io.BytesIO(package(EXAMPLE, described()))) as zipped:
        assert {name: zipped.read(name) for name in kept} == kept


def test_the_same_app_gives_the_same_bytes() -> None:
    assert package(EXAMPLE, described()) == package(EXAMPLE, described())


@pytest.mark.parametrize(("name", "side"), [(COLOUR_ICON, 192), (OUTLINE_ICON, 32)])
def test_the_icons_have_the_sizes_that_teams_asks_for(name: str, side: int) -> None:
    content = icon(name)
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (side, side)


def asks(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> object:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["kehrwert", "teams", "package", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_the_command_writes_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", EXAMPLE.app_id)
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Musterwerk")
    monkeypatch.setenv("KEHRWERT_PUBLIC_URL", "https://kehrwert.example.com")
    assert not asks(monkeypatch, tmp_path)
    with zipfile.ZipFile(tmp_path / "kehrwert-teams.zip") as zipped:
        assert json.loads(zipped.read(MANIFEST))["bots"][0]["botId"] == EXAMPLE.app_id
        assert set(zipped.namelist()) == {MANIFEST, TRANSLATION, COLOUR_ICON, OUTLINE_ICON}


ID = ("--app-id", EXAMPLE.app_id)
FIRM = ("--company", "Musterwerk")
SITE = ("--website", "https://a.example", "--privacy", "https://a.example", "--terms")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "--app-id (empty)"),
        (("--app-id", "bot"), "--app-id bot"),
        (ID, "--company"),
        ((*ID, "--company", "M" * 33), "1 to 32 characters"),
        ((*ID, *FIRM), "--website (empty)"),
        ((*ID, *FIRM, *SITE, "http://a.example"), "--terms http://a.example"),
        (("/dev/null/x.zip", *ID, *FIRM, *SITE, "https://a.example"), "/dev/null/x.zip"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    words: tuple[str, ...],
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asks(monkeypatch, tmp_path, *words)
    assert complaint in capsys.readouterr().err
