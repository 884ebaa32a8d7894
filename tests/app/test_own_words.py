"""A folder with an operator's own words: shown, written, checked, refused with every reason."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession
from typer.testing import CliRunner, Result

from adapters.directory.sample import FEWEST_PEOPLE
from app.cli import app
from app.demo import plot
from app.demo.server import run as run_demo
from app.own_words import read_own_words, words_of
from app.refusal import Refusal
from app.serving import serve_until_interrupted
from app.settings import Settings, load_settings
from app.simulation.command import played
from bot.model import Language
from bot.texts import load_words
from tests.databases import sqlite_url

KEY = "readiness.mentor.1.title"
START_SECONDS = 120.0  # generous: the machine may be busy with the other tests
PERSON = "1"  # the first one of the invented company, on the page


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the settings name, with both languages and nothing in them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEHRWERT_CONTENT", "content")
    for language in Language:
        (tmp_path / "content" / language).mkdir(parents=True)
    return tmp_path / "content"


def runs(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def write(folder: Path, file: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / file).write_bytes(data)


def lines(folder: Path) -> list[str]:
    return [each.line for each in read_own_words(folder).complaints]


def test_own_words_stand_over_ours_and_the_rest_stays(folder: Path) -> None:
    write(folder, "en/readiness.toml", '[mentor.1]\ntitle = "Take your time"\n')
    words = words_of(load_settings())
    assert words[Language.EN].templates[KEY] == "Take your time"
    assert words[Language.DE] == load_words()[Language.DE]
    checked = runs("texts", "check")
    assert (checked.exit_code, checked.output) == (
        0,
        "content: nothing is wrong; texts unlike ours: 1 in en, 0 in de\n",
    )


def test_without_a_folder_ours_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert words_of(Settings()) == load_words()
    with pytest.raises(Refusal, match="KEHRWERT_CONTENT"):
        raise runs("texts", "check").exception or AssertionError


WRONG_FILES: dict[str, tuple[str | bytes, str]] = {
    "en/redines.toml": (
        'a = "b"',
        "en/redines.toml: is no file of ours; put its texts into one of",
    ),
    "en/consent.toml": ('title = "x"', "en/consent.toml: holds words that people agree to"),
    "en/help.toml": ('a = "b"\nc = \n', "en/help.toml: is no TOML: Invalid value (at line 2,"),
    "de/help.toml": (b'a = "\xff"', "de/help.toml: is not in UTF-8; save it in UTF-8"),
    "en/home.tml": ("", "en/home.tml: does not end in .toml and is not read"),
    "help.toml": ("", "help.toml: stands in no language; move it into de/ or en/"),
    "en/goals.toml": ("a=" + "[" * 9999, "en/goals.toml: nests tables too deeply"),
}


@pytest.mark.parametrize("file", WRONG_FILES)
def test_a_file_that_cannot_be_used_is_named(folder: Path, file: str) -> None:
    content, told = WRONG_FILES[file]
    write(folder, file, content)
    [line] = lines(folder)
    assert line.startswith(told)


def test_the_folder_of_an_unknown_language_is_named(folder: Path) -> None:
    (folder / "fr").mkdir()
    assert lines(folder) == [
        "fr/: is the folder of no language of ours; name it de or en, or move it out of the folder"
    ]


def test_links_are_followed_where_they_lead_somewhere(folder: Path) -> None:
    (folder / "..data").mkdir()
    write(folder, "..data/help.toml", "")
    (folder / "en" / "help.toml").symlink_to(folder / "..data" / "help.toml")
    assert lines(folder) == []
    (folder / "en" / "goals.toml").symlink_to("nowhere")
    (folder / "en" / "home.toml").symlink_to("home.toml")
    (folder / "en" / "fit.toml").mkdir()
    os.mkfifo(folder / "en" / "join.toml")
    broken = ["fit", "goals", "home", "join"]
    assert [line.partition(" (")[0] for line in lines(folder)] == [
        f"en/{name}.toml: cannot be read" for name in broken
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_this_user_may_not_read_is_named(folder: Path) -> None:
    write(folder, "en/help.toml", "")
    (folder / "en" / "help.toml").chmod(0)
    (folder / "de").chmod(0)
    (folder / "fr").mkdir()
    told = [line.partition(" (")[0] for line in lines(folder)]
    (folder / "de").chmod(0o700)
    assert told == [
        "de: is no folder that can be read",
        "en/help.toml: cannot be read",
        "fr/: is the folder of no language of ours; name it de or en, or move it out of the folder",
    ]
    folder.chmod(0o400)  # names can be listed, and nothing more
    told = [line.partition(" (")[0] for line in lines(folder)]
    folder.chmod(0o700)
    assert told == [f"{language}: is no folder that can be read" for language in ("de", "en")]


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    [line] = lines(folder / "no")
    assert "is no folder that can be read (No such file or directory)" in line
    write(folder, "file", "")
    assert "Not a directory" in lines(folder / "file")[0]


def wrong_in_two_ways(folder: Path) -> list[str]:
    write(folder, "en/readiness.toml", 'done = "Ready"\nnew = "x"\n')
    return lines(folder)


def test_check_tells_all_problems_to_people_and_to_programs(folder: Path) -> None:
    told = wrong_in_two_ways(folder)
    refused = runs("texts", "check", "--folder", str(folder), "--json")
    assert [each["key"] for each in json.loads(refused.stdout)["problems"]] == ["done", "new"]
    assert isinstance(refused.exception, Refusal)
    assert refused.exception.code == 2
    assert str(refused.exception).splitlines()[1:] == told


def test_nothing_starts_on_words_that_cannot_be_used(folder: Path) -> None:
    told = "\n".join(wrong_in_two_ways(folder))
    settings = Settings(database_url=sqlite_url(folder))
    with pytest.raises(Refusal) as refused:
        asyncio.run(serve_until_interrupted(settings))
    assert str(refused.value) == f"the words in content cannot be used, 2 problems:\n{told}"
    for command in ("demo", "simulate"):
        assert str(runs(command).exception) == str(refused.value)


def test_the_doctor_speaks_of_the_folder(folder: Path) -> None:
    assert "ok    own words: content: 0 in en, 0 in de" in runs("doctor").output
    wrong_in_two_ways(folder)
    shown = runs("doctor").output
    assert "TODO  own words" in shown
    assert "→ run kehrwert texts check: it names 2 problems" in shown


def test_what_is_exported_is_ours_and_overwrites_nothing(folder: Path) -> None:
    refused = runs("texts", "export", "--folder", str(folder))
    assert refused.exit_code == 0
    assert not list(folder.glob("*/consent.toml"))
    found = read_own_words(folder)
    assert (found.words, set(found.changed.values())) == (load_words(), {0})
    write(folder, "en/help.toml", "mine = 1")
    for gone in ("de/help.toml", "en/agenda.toml"):
        (folder / gone).unlink()
    with pytest.raises(Refusal, match="is there already, nothing was written"):
        raise runs("texts", "export", "--folder", str(folder)).exception or AssertionError
    assert (folder / "en" / "help.toml").read_text() == "mine = 1"
    assert not (folder / "en" / "agenda.toml").exists()


def test_a_text_is_shown_in_both_languages_with_its_limit(folder: Path) -> None:
    shown = runs("texts", "show", KEY).output
    assert f"en  {KEY}  (at most 75)\n    Patience" in shown
    assert "Geduld" in shown
    only = runs("texts", "show", "readiness.mentor", "--language", "de", "--json")
    assert {each["language"] for each in json.loads(only.output)} == {"de"}
    assert "(cannot be changed)" in runs("texts", "show", "consent.title").output
    assert "no text 'readi'" in str(runs("texts", "show", "readi").exception)


def test_a_simulation_is_told_in_own_words(folder: Path) -> None:
    write(folder, "en/status.toml", 'title = "Our numbers: {programme}"\n')
    words = words_of(load_settings())
    company = replace(plot.invented(people=FEWEST_PEOPLE), weeks=2)
    outcome = played(company, 7, Language.EN, lambda _share: None, words)
    assert "Our numbers" in json.dumps(outcome.facts) + outcome.sentence


async def test_the_demo_speaks_in_own_words(folder: Path) -> None:
    for language in Language:
        write(folder, f"{language}/help.toml", 'title = "Ask me anything"\n')
    words, company = words_of(load_settings()), plot.invented(people=FEWEST_PEOPLE)
    started: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    demo = asyncio.create_task(
        run_demo(folder.parent / "demo", company, 0, started.set_result, words=words)
    )
    try:
        url = (await asyncio.wait_for(started, START_SECONDS)).rstrip("/")
        asked = {"person": PERSON, "kind": "typed", "text": "help"}
        async with ClientSession(headers={"Origin": url}) as page:
            answer = await page.post(f"{url}/hear", json=asked)
            assert "Ask me anything" in await answer.text()
    finally:
        demo.cancel()
        await asyncio.wait({demo})
