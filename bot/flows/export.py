"""HR takes the figures along: what status shows, as a PDF, a workbook or a CSV."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.commands import ExportFigures, ShowHome, ShowStatus
from bot.flows import figure_sheets, figures_shown
from bot.flows.figures_shown import Shown
from bot.insight import Published, Unit
from bot.model import Programme
from bot.said import (
    CSV,
    PDF,
    XLSX,
    Button,
    Highlight,
    Message,
    Paragraph,
    Part,
    Reply,
    Report,
    Weight,
    text,
)
from bot.turn import Turn

FORMS = MappingProxyType({"pdf": PDF, "xlsx": XLSX, "csv": CSV})
MOST_HIGHLIGHTS = 4
# What is put in large letters where HR has set itself fewer goals.
TELLING = ("completion", "matched_mentees", "usefulness", "goals", "activation", "retention")
LONGEST_NAME = 60  # letters of a programme's name in that of a file


def show(turn: Turn, request: ExportFigures) -> Reply:
    """Offer the forms there are, and give the file in the one that is named."""
    programme = turn.led(request.programme) if request.programme else turn.hr_programme()
    shown = figures_shown.newest(turn.store, programme, {turn.person.id})
    back = (
        Button(text("round.to_status"), ShowStatus()),
        Button(text("home.button.home"), ShowHome()),
    )
    title = text("export.title", programme=programme.name)
    if shown is None:
        return Message(title, figures_shown.first_ones(programme, turn.now), back)
    if request.form in FORMS:
        turn.note_down(f"figures.export.{request.form}", programme.id)
    return Message(
        title,
        (Paragraph(figures_shown.as_of(shown)), *_given(turn, shown, request.form)),
        (*_forms(programme, request.form), *back),
        f"export:{programme.id}",
    )


def reports(
    turn: Turn, programme: Programme, readers: Collection[int], forms: Iterable[str]
) -> tuple[Report, ...]:
    """Return a programme's figures in these forms (`FORMS`), as these people may see them."""
    shown = figures_shown.newest(turn.store, programme, readers)
    return tuple(_report(turn, shown, form) for form in forms) if shown else ()


def _given(turn: Turn, shown: Shown, form: str) -> tuple[Part, ...]:
    if form not in FORMS:
        return (Paragraph(text("export.which")),)
    return (Paragraph(text("export.here")), _report(turn, shown, form))


def _forms(programme: Programme, given: str) -> Iterator[Button]:
    for form in FORMS:
        weight = Weight.PRIMARY if form == "pdf" and given not in FORMS else Weight.PLAIN
        if form != given:
            yield Button(text(f"export.form.{form}"), ExportFigures(programme.id, form), weight)


def _report(turn: Turn, shown: Shown, form: str) -> Report:
    programme = shown.programme
    day = shown.frozen.frozen_at.astimezone(ZoneInfo(programme.time_zone)).date()
    return Report(
        f"{_file_name(programme)}-{shown.figures.week}.{form}",
        FORMS[form],
        title=text("status.title", programme=programme.name),
        made_at=shown.frozen.frozen_at,
        highlights=tuple(_highlights(shown)),
        parts=(
            Paragraph(text("export.as_of", week=figures_shown.week(shown.figures.week), day=day)),
            figures_shown.facts(programme, turn.now),
            *figures_shown.picture(shown.figures.weeks),
            figures_shown.table(shown),
            *figures_shown.apart(shown),
            *figures_shown.surveys(shown),
        ),
        sheets=figure_sheets.in_one(shown) if form == "csv" else figure_sheets.apart(shown),
        notes_title=text("export.notes"),
        notes=(
            text("export.interval"),
            text("export.never", count=shown.figures.smallest_group),
            text("export.weeks"),
        ),
    )


def _file_name(programme: Programme) -> str:
    """Return a programme's name as every file system takes it."""
    plain = unicodedata.normalize("NFC", programme.name)
    return re.sub(r"\W+", "-", plain).strip("-")[:LONGEST_NAME] or "kehrwert"


def _highlights(shown: Shown) -> Iterator[Highlight]:
    """Yield what HR has set itself to reach, then what tells most, as far as it may be shown."""
    found = {each.key: each for each in shown.figures.figures if each.value is not None}
    wanted = (each.figure for each in shown.programme.targets or ())
    order = [key for key in dict.fromkeys((*wanted, *TELLING)) if key in found]
    return (_highlight(shown, found[key]) for key in order[:MOST_HIGHLIGHTS])


def _highlight(shown: Shown, figure: Published) -> Highlight:
    assert figure.value is not None
    assert figure.n is not None
    target = shown.target(figure)
    remark = text("number.people", count=figure.n)
    if target is not None:
        goal = figures_shown.target(figure, target)
        remark = text("export.with_target", people=remark, target=goal)
    unit = "share" if figure.unit is Unit.SHARE else "points"
    return Highlight(
        text(f"export.large.{unit}", value=figure.value),
        figures_shown.name(figure.key, shown.programme),
        remark,
    )
