"""HR founds another programme, with the rules of the one before; several may run side by side."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.commands import CreateProgramme
from bot.flows import again, format_settings, leading, retention, settings, status
from bot.flows.questions.given import Given
from bot.flows.setting_fields import line
from bot.flows.setting_forms import LONGEST_GOAL, LONGEST_NAME, WEEKS
from bot.grammar import day_in
from bot.model import Cadence, Programme
from bot.said import Day, Form, Line, Lines, OneOf, Option, Paragraph, Reply, Text, text
from bot.turn import Turn

FURTHEST_START = timedelta(days=365)


def create(turn: Turn, _request: CreateProgramme) -> Reply:
    """Ask for name, goal and dates; the rest comes from the programme that the person leads."""
    model = turn.hr_programme()
    if turn.answers is None:
        return _form(turn, replace(model, name="", goal="", starts_on=_next_monday(turn, model)))
    given = Given(turn)
    wanted = replace(
        model,
        id=0,
        name=given.words("name", LONGEST_NAME),
        goal=given.words("goal", LONGEST_GOAL),
        starts_on=_start(turn, given, model),
        weeks=_weeks(given),
        cadence=Cadence(given.choice("cadence", tuple(Cadence), model.cadence)),
        hr_leads=(turn.person.id,),
        contact=model.contact if model.contact != turn.person.id else None,
    )
    wanted = format_settings.taken(given, wanted)
    taken = {each.name for each in turn.store.programmes_of(model.organisation)}
    if not wanted.name or wanted.name in taken:
        key = "taken" if wanted.name else "name"
        given.problems.setdefault("name", text(f"settings.problem.{key}"))
    if given.problems:
        return _form(turn, wanted, given.problems)
    programme = turn.store.add(wanted)
    turn.note_down("programme.create", programme.id)
    turn.store.save(replace(turn.person, programme=programme.id))
    status.expect_figures(turn, programme)
    retention.expect_retention(turn, programme)
    again.expect(turn, programme)
    leading.tell_named(turn, replace(programme, contact=None), programme)
    return settings.ask_goals(turn, programme)


def _form(turn: Turn, wanted: Programme, problems: dict[str, Text] | None = None) -> Form:
    return Form(
        title=text("settings.create"),
        request=CreateProgramme(),
        intro=(Paragraph(text("settings.new.intro")),),
        asks=(
            Line("name", text("settings.ask.name"), value=wanted.name, longest=LONGEST_NAME),
            Lines(
                "goal",
                text("settings.ask.goal"),
                required=False,
                value=wanted.goal,
                longest=LONGEST_GOAL,
            ),
            Day(
                "start",
                text("settings.ask.start"),
                hint=text("settings.new.start_hint"),
                value=wanted.starts_on,
                first=_today(turn, wanted),
            ),
            line("weeks", wanted.weeks, text("settings.rhythm.weeks_hint")),
            OneOf(
                "cadence",
                text("settings.new.cadence"),
                options=tuple(Option(each, text(f"status.rhythm.{each}")) for each in Cadence),
                value=wanted.cadence,
            ),
            *format_settings.asks(turn, wanted),
        ),
        submit=text("settings.new.submit"),
        problems=problems or {},
    )


def _start(turn: Turn, given: Given, model: Programme) -> date:
    today = _today(turn, model)
    day = day_in(str((turn.answers or {}).get("start", "")))
    if day is None or not today <= day <= today + FURTHEST_START:
        given.problems.setdefault("start", text("settings.problem.start"))
        return _next_monday(turn, model)
    return day


def _weeks(given: Given) -> int:
    words = given.words("weeks", 4)
    low, high = WEEKS
    if words.isascii() and words.isdigit() and low <= int(words) <= high:
        return int(words)
    given.problems.setdefault("weeks", text("settings.problem.number", low=low, high=high))
    return Programme.weeks


def _today(turn: Turn, programme: Programme) -> date:
    return turn.now.astimezone(ZoneInfo(programme.time_zone)).date()


def _next_monday(turn: Turn, programme: Programme) -> date:
    today = _today(turn, programme)
    return today + timedelta(days=7 - today.weekday())
