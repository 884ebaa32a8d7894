"""kehrwert doctor, as an operator reads it: one line for each thing, and what to do."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.beginning import begin
from app.cli import app
from app.refusal import Refusal
from app.settings import load_settings
from bot.model import Platform
from storage.books import SqlBooks
from storage.slack import SqlSlackInstallations
from tests.databases import sqlite_url
from tests.people import catalogue
from tests.slack.fake import FakeSlack, serving

HEAD = "email,name,level,team\n"
HANA = "hana.yilmaz@lindenhof.example,Hana Yılmaz,5,HR\n"
BEN = "ben@lindenhof.example,Ben Berg,,Legal\n"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Lindenhof")
    return url


def runs(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def takes_in(*rows: str) -> None:
    Path("people.csv").write_text(HEAD + "".join(rows), "utf-8")
    assert runs("people", "import", "people.csv").exit_code == 0


def told_of(check: str) -> str:
    """Return what doctor prints of one check: its line, and what is to be done."""
    lines = runs("doctor").output.splitlines()
    [at] = [number for number, line in enumerate(lines) if line[6:].startswith(f"{check}: ")]
    advice = [line.strip() for line in lines[at + 1 : at + 2] if line.startswith("      →")]
    return "\n".join([lines[at], *advice])


# the programme


@pytest.mark.usefixtures("url")
def test_a_lead_who_is_not_in_the_directory_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    takes_in(HANA, BEN)
    monkeypatch.setenv("KEHRWERT_HR_LEADS", "hanna.yilmaz@lindenhof.example")
    assert told_of("programme") == (
        "TODO  programme: none yet\n"
        "→ hr_leads names hanna.yilmaz@lindenhof.example, who is not in the directory; "
        "did you mean hana.yilmaz@lindenhof.example? Then run kehrwert serve"
    )
    monkeypatch.setenv("KEHRWERT_HR_LEADS", "somebody@else.example")
    assert "take that person in, or name another. Then run" in told_of("programme")
    assert runs("doctor").exit_code == 1


@pytest.mark.usefixtures("url")
def test_without_hr_leads_no_programme_would_begin() -> None:
    assert "→ set hr_leads (KEHRWERT_HR_LEADS)" in told_of("programme")


@pytest.mark.usefixtures("url")
def test_before_anybody_is_taken_in_that_is_what_is_to_be_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEHRWERT_HR_LEADS", "hana.yilmaz@lindenhof.example")
    assert "→ take in your people: kehrwert slack people, or" in told_of("programme")


def test_where_all_is_well_the_lead_is_named_before_and_after_it_begins(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes_in(HANA, BEN)
    monkeypatch.setenv("KEHRWERT_HR_LEADS", "hana.yilmaz@lindenhof.example")
    assert told_of("programme") == (
        "ok    programme: Reverse Mentoring, led by Hana Yılmaz; "
        "its 12 weeks begin on the day of the first kehrwert serve"
    )
    assert runs("doctor").exit_code == 0
    with SqlBooks(url, careless=True).turn() as store:
        begin(store, catalogue(), load_settings(), NOON)
    monkeypatch.setenv("KEHRWERT_HR_LEADS", "")
    assert told_of("programme") == (
        "ok    programme: Reverse Mentoring, led by Hana Yılmaz; "
        "its 12 weeks go from 2026-11-02 to 2027-01-24"
    )


@pytest.mark.usefixtures("url")
def test_who_cannot_be_matched_yet_is_counted() -> None:
    takes_in(HANA, BEN)
    said = "known, 2 people, 1 without a level or team: cannot be matched yet"
    assert told_of("organisation") == f"ok    organisation: {said}"
    takes_in(HANA, "ben@lindenhof.example,Ben Berg,3,Legal\n")
    assert told_of("organisation") == "ok    organisation: known, 2 people"


# settings and the database


@pytest.mark.usefixtures("url")
def test_one_fault_in_the_settings_is_one_thing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHRWERT_PORT", "x")
    result = runs("doctor")
    assert result.output.count("TODO") == 1
    assert "→ KEHRWERT_PORT: write a number, such as 3978" in told_of("settings")
    assert told_of("slack") == "–     slack: not looked at: settings are not usable"
    assert str(result.exception) == "1 of 14 checks need your attention"
    shown = json.loads(runs("doctor", "--json").stdout)
    assert [each["check"] for each in shown if not each["well"]] == ["settings"]
    assert {each["check"] for each in shown} >= {"journal of erasures", "own words"}


@pytest.mark.usefixtures("url")
def test_without_an_organisation_the_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEHRWERT_ORGANISATION")
    assert told_of("settings") == (
        "TODO  settings: no organisation is named\n"
        "→ set organisation (KEHRWERT_ORGANISATION) to your company's name"
    )


@pytest.mark.usefixtures("url")
def test_a_name_in_the_environment_that_nobody_reads_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEHRWERT_COMPANY", "x")
    assert "KEHRWERT_COMPANY in the environment is none of ours" in told_of("settings")


def test_before_the_database_is_made_that_is_what_is_to_be_done(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite")
    assert told_of("database") == (
        "TODO  database: sqlite, there is no database yet\n→ run kehrwert db upgrade"
    )
    assert told_of("programme").startswith("–     programme: not looked at")
    Path("people.csv").write_text(HEAD + HANA, "utf-8")
    refused = runs("people", "import", "people.csv").exception
    assert isinstance(refused, Refusal)
    assert str(refused) == "there is no database yet: run kehrwert db upgrade"


@pytest.mark.usefixtures("url")
def test_a_database_that_does_not_answer_is_one_thing_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    by_install(monkeypatch)
    monkeypatch.setenv("KEHRWERT_SLACK_WORKSPACES", "T1")
    assert runs("doctor").output.count("TODO") == 1
    assert "TODO  database: not usable\n→ the database does not answer" in told_of("database")
    assert told_of("slack") == "ok    slack: HTTP, by install, workspaces not looked at"


@pytest.mark.usefixtures("url")
def test_an_organisation_that_the_database_does_not_know_is_one_thing_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    takes_in(HANA)
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Lindenhoff")
    assert runs("doctor").output.count("TODO") == 1
    assert told_of("organisation").startswith("TODO  organisation: not usable\n→ ")
    assert told_of("programme").startswith("–     programme: not looked at")


# Slack


def connected(monkeypatch: pytest.MonkeyPatch, api_url: str = "http://127.0.0.1:9/api/") -> None:
    monkeypatch.setenv("SLACK_API_URL", api_url)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    monkeypatch.setenv("KEHRWERT_PUBLIC_URL", "https://kehrwert.example")


def by_install(monkeypatch: pytest.MonkeyPatch) -> None:
    connected(monkeypatch)
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")


@pytest.mark.usefixtures("url")
def test_where_nobody_may_install_it_the_list_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    by_install(monkeypatch)
    assert told_of("slack") == (
        "TODO  slack: HTTP, by install, in no workspace yet\n"
        '→ nobody may install it: set slack_workspaces = ["T…"] (KEHRWERT_SLACK_WORKSPACES)'
    )


def test_the_workspaces_that_installed_it_are_named(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_install(monkeypatch)
    monkeypatch.setenv("KEHRWERT_SLACK_WORKSPACES", "T000000001,T2")
    names = ("enterprise", "team", "name", "token", "refresh_token", "bot_user", "bot_id", "app_id")
    row = {**dict.fromkeys((*names, "scopes", "installed_by"), ""), "expires_at": None}
    SqlSlackInstallations(SqlBooks(url, careless=True)).keep("T000000001", row)
    assert told_of("slack") == "ok    slack: HTTP, by install, in T000000001"


@pytest.mark.usefixtures("url")
def test_a_token_that_does_not_work_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def told() -> str:
        async with serving(FakeSlack("T1")) as api_url:
            connected(monkeypatch, api_url)
            monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
            monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-fake")
            return await asyncio.to_thread(told_of, "slack")

    assert asyncio.run(told()) == (
        "TODO  slack: Socket Mode, not connected\n"
        "→ Slack does not accept the app's token: check SLACK_BOT_TOKEN (invalid_auth)"
    )


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("listed", "known", "said"),
    [
        ("", (), ""),
        ("T1", ("T1",), ""),
        ("T0OTHER", (), "slack_workspaces names T0OTHER, SLACK_BOT_TOKEN is of T1"),
        ("", ("T0OTHER",), "(T1), your people are known in T0OTHER: check SLACK_BOT_TOKEN"),
        ("", ("T0OTHER", "T1"), ""),
    ],
)
def test_a_token_of_another_workspace_than_the_known_one_is_noticed(
    url: str, monkeypatch: pytest.MonkeyPatch, listed: str, known: tuple[str, ...], said: str
) -> None:
    takes_in(HANA)
    monkeypatch.setenv("KEHRWERT_SLACK_WORKSPACES", listed)
    with SqlBooks(url, careless=True).turn() as store:
        [organisation] = store.organisations()
        for workspace in known:
            store.allow(organisation.id, Platform.SLACK, workspace)

    async def told() -> str:
        slack = FakeSlack("T1")
        async with serving(slack) as api_url:
            connected(monkeypatch, api_url)
            monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-fake")
            return await asyncio.to_thread(told_of, "slack")

    shown = asyncio.run(told())
    assert shown.startswith("TODO" if said else "ok")
    assert said in shown
