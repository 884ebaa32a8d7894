"""kehrwert doctor: looks at everything a programme needs, changes nothing, says what to do."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from app.checks import kept, machine
from app.checks.finding import Finding, not_looked_at
from app.checks.slack import slack
from app.checks.teams import teams
from app.commands.output import AsJson, out, tell
from app.refusal import Refusal
from app.settings import Settings, load_settings

# What each check is called; those of the first table need no settings.
WITHOUT_SETTINGS: dict[str, Callable[[], Finding]] = {
    "python": machine.python,
    "disk": machine.disk,
    "time zones": machine.time_zones,
    "texts": machine.texts,
    "topic catalogue": machine.catalogue,
}
WITH_SETTINGS: dict[str, Callable[[Settings], Finding]] = {
    "settings": machine.settings,
    "listening": machine.listening,
    "database": kept.database,
    "organisation": kept.organisation,
    "programme": kept.programme,
    "journal of erasures": kept.journal,
    "own words": machine.own_words,
    "slack": slack,
    "teams": teams,
}


def doctor(*, as_json: AsJson = False) -> None:
    """Check settings, database, texts and machine without changing anything; exit code 1 on trouble."""
    findings = dict(_findings())
    if as_json:
        shown = [
            {"check": name, **asdict(each), "well": each.well} for name, each in findings.items()
        ]
        tell("", shown, as_json=True)
    else:
        for name, finding in findings.items():
            _show(name, finding)
    troubled = sum(not finding.well for finding in findings.values())
    if troubled:
        raise Refusal(f"{troubled} of {len(findings)} checks need your attention", code=1)


def _findings() -> Iterator[tuple[str, Finding]]:
    for name, check in WITHOUT_SETTINGS.items():
        yield name, check()
    try:
        settings = load_settings()
    except Refusal as refusal:
        yield "settings", Finding("not usable", str(refusal).removeprefix("settings: "))
        for name in list(WITH_SETTINGS)[1:]:
            yield name, not_looked_at("settings are not usable")
        return
    for name, with_settings in WITH_SETTINGS.items():
        yield name, _run(with_settings, settings)


def _run(check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except Refusal as refusal:
        return Finding("not usable", str(refusal).removeprefix("settings: "))


def _show(name: str, finding: Finding) -> None:
    mark = ("ok  " if finding.looked else "–   ") if finding.well else "TODO"
    out.print(f"{mark}  {name}: {finding.found}", markup=False)
    if finding.advice:
        out.print(f"      → {finding.advice}", markup=False)
