"""kehrwert doctor: looks at everything a programme needs, changes nothing, says what to do."""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters.slack.checkup import Checkup, check_up
from adapters.slack.connected import SlackSettings
from adapters.slack.messenger import FOR_GOOD
from adapters.teams import checkup as teams_checkup
from app.commands.output import AsJson, out, tell
from app.opening import books_in_step, expected_organisation, journal_of, reachable
from app.own_words import read_own_words
from app.refusal import Refusal
from app.settings import load_settings
from app.slack import slack_settings
from app.teams import teams_settings
from app.wiring import system_now
from bot.cadence import known_zone
from bot.matching import Catalogue
from bot.texts import load_words
from storage import schema

LEAST_FREE_BYTES = 200 * 1024 * 1024  # a year of a large programme is below 100 MB
MOST_SKEW_SECONDS = 120  # Slack refuses, and we refuse, signatures of more than five minutes
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Finding:
    """What one check found; `advice` is empty where all is well."""

    check: str
    found: str
    advice: str = ""

    @property
    def well(self) -> bool:
        """Tell whether there is nothing to do."""
        return not self.advice


def doctor(*, as_json: AsJson = False) -> None:
    """Check settings, database, texts and machine without changing anything; exit code 1 on trouble."""
    findings = [_run(check) for check in CHECKS]
    if as_json:
        tell("", [asdict(finding) | {"well": finding.well} for finding in findings], as_json=True)
    else:
        for finding in findings:
            mark = "ok  " if finding.well else "TODO"
            out.print(f"{mark}  {finding.check}: {finding.found}", markup=False)
            if finding.advice:
                out.print(f"      → {finding.advice}", markup=False)
    troubled = sum(not finding.well for finding in findings)
    if troubled:
        raise Refusal(f"{troubled} of {len(findings)} checks need your attention", code=1)


def _run(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Refusal as refusal:
        return Finding(check.__name__.strip("_"), "not usable", str(refusal))


def _python() -> Finding:
    return Finding("python", sys.version.split()[0])


def _settings() -> Finding:
    settings = load_settings()
    named = settings.organisation or "nobody"
    advice = "" if settings.organisation else "set KEHRWERT_ORGANISATION to its name"
    return Finding("settings", f"a programme of {named}", advice)


def _listening() -> Finding:
    settings = load_settings()
    where = f"{settings.host}:{settings.port}"
    if settings.host in LOOPBACK:
        return Finding("listening", f"{where}, this machine only")
    return Finding("listening", f"{where}, reachable from outside: put TLS in front of it")


def _database() -> Finding:
    url = load_settings().database_url
    kind = url.partition(":")[0]
    if _missing_file(url):
        return Finding("database", f"{kind}, not there yet", "run kehrwert db upgrade")
    with reachable():
        current = schema.current(url)
    if current != schema.head():
        return Finding("database", f"{kind}, at {current or 'nothing'}", "run kehrwert db upgrade")
    if not _writable(url):
        advice = "let this user write to the file and into its folder"
        return Finding("database", f"{kind}, it cannot be written", advice)
    return Finding("database", f"{kind}, in step at {current}")


def _organisation() -> Finding:
    settings = load_settings()
    if not (settings.organisation and _run(_database).well):
        return Finding("organisation", "not looked for: see above")
    with books_in_step(settings) as books, books.read() as store:
        found = expected_organisation(store.organisations(), settings)
        people = len(store.people_of(found.id)) if found else 0
    return Finding("organisation", f"known, {people} people" if found else "not there yet")


def _journal() -> Finding:
    journal = journal_of(load_settings())
    problem = journal.problem()
    found = "not usable" if problem else f"{len(journal.erased())} erasures noted"
    return Finding("journal of erasures", found, problem)


def _missing_file(url: str) -> bool:
    """Tell whether an SQLite file is missing: opening it would create it, and doctor changes nothing."""
    return url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()


def _writable(url: str) -> bool:
    """Tell whether an SQLite file and its folder may be written; a server tells when it is asked."""
    file = Path(url.removeprefix("sqlite:///"))
    places = (file, file.parent) if url.startswith("sqlite:///") else ()
    return all(os.access(place, os.W_OK) for place in places)


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    advice = "" if free >= LEAST_FREE_BYTES else "make room: 200 MB should be free"
    return Finding("disk", f"{free // (1024 * 1024)} MB free", advice)


def _time_zones() -> Finding:
    well = known_zone("Europe/Berlin") and known_zone("Asia/Kolkata")
    return Finding("time zones", "known" if well else "missing", "" if well else "run make install")


def _words() -> Finding:
    counts = {language.value: len(words.templates) for language, words in load_words().items()}
    told = ", ".join(f"{count} in {language}" for language, count in counts.items())
    return Finding("texts", told, "" if len(set(counts.values())) == 1 else "reinstall Kehrwert")


def _own_words() -> Finding:
    folder = load_settings().content
    if not folder:
        return Finding("own words", "none, KEHRWERT_CONTENT names no folder")
    found = read_own_words(Path(folder))
    told = ", ".join(f"{count} in {language}" for language, count in found.changed.items())
    count = len(found.complaints)
    advice = f"run kehrwert texts check: it names {count} problem{'s' * (count != 1)}"
    return Finding("own words", f"{folder}: {told}", advice if found.complaints else "")


def _slack() -> Finding:
    told = slack_settings(load_settings())
    if told is None:
        return Finding("slack", "not set up (docs/slack.md)")
    found = asyncio.run(check_up(told, system_now))
    way = "Socket Mode" if told.app_token else "HTTP"
    where = f"{way}, {found.bot} in {found.workspace}" if told.bot_token else f"{way}, by install"
    return Finding("slack", where, _slack_advice(told, found))


def _slack_advice(told: SlackSettings, found: Checkup) -> str:
    """Return what to do about the first thing that is wrong with Slack."""
    if found.token_problem:
        known = FOR_GOOD.get(found.token_problem, f"check {told.base_url} and the network")
        return f"SLACK_BOT_TOKEN does not work ({found.token_problem}): {known}"
    if found.missing:
        lacking = ", ".join(found.missing)
        return f"the app may not {lacking}: update it from kehrwert slack manifest, reinstall it"
    if found.socket_problem:
        return (
            f"SLACK_APP_TOKEN does not work ({found.socket_problem}): it needs connections:write, "
            "and Socket Mode must be on in the app's settings"
        )
    if told.signing_secret and abs(found.skew) > MOST_SKEW_SECONDS:
        return f"the clock is {found.skew:+.0f} s off and signatures are refused: synchronise it"
    if told.signing_secret and not told.app_token and not told.public_url:
        return "set KEHRWERT_PUBLIC_URL, and put TLS in front of /slack/events"
    return ""


def _teams() -> Finding:
    told = teams_settings(load_settings())
    if told is None:
        return Finding("teams", "not set up (docs/teams.md)")
    if not told.app_id:
        advice = "KEHRWERT_TEAMS_DEVELOPMENT takes unsigned requests: never with real people"
        return Finding("teams", "development, for an emulator", advice)
    found = asyncio.run(teams_checkup.check_up(told))
    proof = "certificate" if told.certificate else "managed identity" if told.identity else "secret"
    where = f"app {told.app_id}, by {proof}, {len(told.allowed.tenants)} tenant(s) allowed"
    return Finding("teams", where, _teams_advice(found))


def _teams_advice(found: teams_checkup.Checkup) -> str:
    """Return what to do about the first thing that is wrong with Teams."""
    if found.token_problem:
        return (
            f"Microsoft gives the bot no token ({found.token_problem}): check MicrosoftAppId, "
            "MicrosoftAppTenantId, and whether the secret or certificate has expired"
        )
    if found.keys_problem:
        return f"the signing keys cannot be fetched: let this machine reach {found.keys_problem}"
    if not load_settings().public_url:
        return "set KEHRWERT_PUBLIC_URL, and put TLS in front of /api/messages"
    return ""


def _catalogue() -> Finding:
    return Finding("topic catalogue", f"{len(Catalogue.load().topics)} topics")


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _settings,
    _listening,
    _database,
    _organisation,
    _journal,
    _disk,
    _time_zones,
    _words,
    _own_words,
    _catalogue,
    _slack,
    _teams,
)
