"""The settings of a programme, five forms: what each asks, and what an answer makes of the programme."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.cadence import known_country
from bot.flows import figures_shown, format_settings, matching_settings
from bot.flows.questions.given import Given
from bot.flows.setting_fields import SettingForm, Taken, line, number
from bot.insight import TARGETS, Unit
from bot.model import SMALLEST_GROUP, Cadence, Person, Programme, Target
from bot.said import (
    AnyAsk,
    Line,
    Lines,
    OneOf,
    Option,
    People,
    Text,
    text,
    verbatim,
)
from bot.turn import Turn

WEEKS = (4, 52)  # a programme's length
REMINDERS = ("1", "2", "3")  # working days before a meeting
ANSWER_DAYS = (3, 21)  # for a proposal
LARGEST_GROUP = 500
LONGEST_NAME, LONGEST_GOAL = 80, 300  # characters
MOST_LEADS = 10
WHOLE = 100  # per cent
LEAST_POINTS, MOST_POINTS = 1, 5


def _rhythm_asks(turn: Turn, programme: Programme) -> tuple[AnyAsk, ...]:
    group = programme.in_groups
    return (
        OneOf(
            "cadence",
            text("settings.rhythm.cadence", group=group),
            hint=text("settings.rhythm.cadence_hint", group=group),
            options=tuple(Option(each, text(f"status.rhythm.{each}")) for each in Cadence),
            value=programme.cadence,
        ),
        line("weeks", programme.weeks, _weeks_hint(turn, programme)),
        OneOf(
            "reminder",
            text("settings.ask.reminder"),
            hint=text("settings.rhythm.reminder_hint"),
            options=tuple(
                Option(each, text("settings.rhythm.days_before", count=int(each)))
                for each in REMINDERS
            ),
            value=str(programme.reminder_days),
        ),
        line("answer", programme.proposal_days, text("settings.rhythm.answer_hint")),
        Line(
            "country",
            text("settings.ask.country"),
            hint=text("settings.rhythm.country_hint"),
            required=False,
            value=programme.country,
        ),
        Line(
            "subdivision",
            text("settings.ask.subdivision"),
            hint=text("settings.rhythm.region_hint"),
            required=False,
            value=programme.subdivision,
        ),
    )


def _take_rhythm(turn: Turn, programme: Programme) -> Taken:
    given = Given(turn)
    country = given.words("country", 2).upper()
    subdivision = given.words("subdivision", 40)
    if not known_country(country):
        given.problems.setdefault("country", text("settings.problem.country"))
    elif not known_country(country, subdivision):
        given.problems.setdefault("subdivision", text("settings.problem.subdivision"))
    changed = replace(
        programme,
        cadence=Cadence(given.choice("cadence", tuple(Cadence), programme.cadence)),
        weeks=number(given, "weeks", programme.weeks, (_fewest_weeks(turn, programme), WEEKS[1])),
        reminder_days=int(given.choice("reminder", REMINDERS, str(programme.reminder_days))),
        proposal_days=number(given, "answer", programme.proposal_days, ANSWER_DAYS),
        country=country,
        subdivision=subdivision,
    )
    return Taken(changed, given.problems)


def _fewest_weeks(turn: Turn, programme: Programme) -> int:
    """Return the shortest length by which a programme that has begun is not over at once."""
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    begun = (today - programme.starts_on) // timedelta(weeks=1) + 1
    return min(max(WEEKS[0], begun), programme.weeks)


def _weeks_hint(turn: Turn, programme: Programme) -> Text:
    fewest = _fewest_weeks(turn, programme)
    if fewest == WEEKS[0]:
        return text("settings.rhythm.weeks_hint")
    return text("settings.rhythm.weeks_begun", low=fewest, high=WEEKS[1])


def _figures_asks(_turn: Turn, programme: Programme) -> tuple[AnyAsk, ...]:
    known = {each.figure: each.value for each in programme.targets or ()}
    return (
        line("group", programme.smallest_group, text("settings.figures.group_hint")),
        *(
            Line(
                key,
                figures_shown.name(key, programme),
                hint=text(f"settings.figures.{unit}"),
                required=False,
                value=_shown(known.get(key), unit),
                longest=5,
            )
            for key, unit in TARGETS.items()
        ),
    )


def _take_figures(turn: Turn, programme: Programme) -> Taken:
    given = Given(turn)
    # Whoever has seen figures of nine could else ask for those of five, and subtract.
    bounds = (max(SMALLEST_GROUP, programme.smallest_group), LARGEST_GROUP)
    group = number(given, "group", programme.smallest_group, bounds)
    targets = []
    for key, unit in TARGETS.items():
        words = given.words(key, 5)
        value = _target(words, unit)
        if words and value is None:
            given.problems.setdefault(key, text(f"settings.problem.{unit}"))
        elif value is not None:
            targets.append(Target(key, value))
    return Taken(replace(programme, smallest_group=group, targets=tuple(targets)), given.problems)


def _people_asks(turn: Turn, programme: Programme) -> tuple[AnyAsk, ...]:
    contact = (programme.contact,) if programme.contact else ()
    return (
        Line("name", text("settings.ask.name"), value=programme.name, longest=LONGEST_NAME),
        Lines(
            "goal",
            text("settings.ask.goal"),
            required=False,
            value=programme.goal,
            longest=LONGEST_GOAL,
        ),
        People(
            "leads",
            text("settings.ask.leads"),
            hint=text("settings.people.leads_hint"),
            chosen=_named(turn, programme.hr_leads),
            most=MOST_LEADS,
        ),
        People(
            "contact",
            text("settings.ask.contact"),
            hint=text("settings.people.contact_hint"),
            required=False,
            chosen=_named(turn, contact),
            most=1,
        ),
    )


def _take_people(turn: Turn, programme: Programme) -> Taken:
    given = Given(turn)
    name = given.words("name", LONGEST_NAME)
    if not name:
        given.problems.setdefault("name", text("settings.problem.name"))
    leads, contacts = _colleagues(turn, given, "leads"), _colleagues(turn, given, "contact")
    if not leads:
        given.problems.setdefault("leads", text("settings.problem.leads"))
    if set(leads) & set(contacts):
        given.problems.setdefault("contact", text("settings.problem.contact"))
    changed = replace(
        programme,
        name=name or programme.name,
        goal=given.words("goal", LONGEST_GOAL),
        hr_leads=leads or programme.hr_leads,
        contact=contacts[0] if contacts else None,
    )
    return Taken(changed, given.problems)


def _colleagues(turn: Turn, given: Given, key: str) -> tuple[int, ...]:
    """Return the people named, all of them employed by the organisation of whoever asks."""
    named = given.people(key)
    found = turn.store.people_by_id(named)
    known = tuple(each for each in named if each in found and _is_colleague(turn, found[each]))
    if known != named:
        given.problem(key, "unknown")
    return known


def _is_colleague(turn: Turn, other: Person) -> bool:
    return other.employed and other.organisation == turn.person.organisation


def _named(turn: Turn, people: tuple[int, ...]) -> tuple[Option, ...]:
    found = turn.store.people_by_id(people)
    return tuple(Option(str(each), verbatim(found[each].name)) for each in people if each in found)


def _shown(value: float | None, unit: Unit) -> str:
    if value is None:
        return ""
    return f"{round(value * WHOLE)}" if unit is Unit.SHARE else f"{value:g}"


def _target(words: str, unit: Unit) -> float | None:
    """Return what somebody wants a figure to reach; None where that is no number in its range."""
    try:
        value = float(words.replace("%", "").replace(",", "."))
    except ValueError:
        return None
    if unit is Unit.SHARE:
        return value / WHOLE if 0 <= value <= WHOLE else None
    return value if LEAST_POINTS <= value <= MOST_POINTS else None


FIGURES = SettingForm("figures", _figures_asks, _take_figures)
FORMS = (
    SettingForm("rhythm", _rhythm_asks, _take_rhythm),
    SettingForm("format", format_settings.asks, format_settings.take),
    SettingForm("matching", matching_settings.asks, matching_settings.take),
    FIGURES,
    SettingForm("people", _people_asks, _take_people),
)
