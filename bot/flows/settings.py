"""HR looks at the settings of a programme and changes them; what that means is said beforehand."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import CreateProgramme, EditSettings, ShowHome, ShowSettings
from bot.flows import figures_shown, leading, reasons
from bot.flows.matching_settings import reviews
from bot.flows.setting_fields import SettingForm
from bot.flows.setting_forms import FIGURES, FORMS
from bot.insight import TARGETS
from bot.model import LIVING, Programme
from bot.said import (
    AnyAsk,
    Aside,
    Button,
    Facts,
    Form,
    Line,
    Message,
    Paragraph,
    Part,
    Reply,
    Spoken,
    Text,
    text,
    verbatim,
)
from bot.turn import NotAllowed, Turn


def show(turn: Turn, _request: ShowSettings) -> Reply:
    """Show the settings of the programme, each group with a button to change it."""
    return page(turn, turn.hr_programme())


def edit(turn: Turn, request: EditSettings) -> Reply:
    """Open one form of the settings, or keep it as it was submitted."""
    programme = turn.led(request.programme)
    form = next((each for each in FORMS if each.key == request.part), None)
    if form is None:
        raise NotAllowed("refusal.no_longer")
    if turn.answers is None:
        return _form(turn, form, programme)
    taken = form.take(turn, programme)
    if taken.problems:
        return _form(turn, form, taken.programme, taken.problems)
    if taken.programme != programme:
        leading.tell_named(turn, programme, taken.programme)
        programme = turn.store.save(taken.programme)
        turn.note_down(f"programme.settings.{form.key}", programme.id)
    if turn.person.id not in programme.hr_leads:
        return Message(
            text("settings.handed_on.title"), (Paragraph(text("settings.handed_on.body")),)
        )
    return page(turn, programme)


def ask_goals(turn: Turn, programme: Programme) -> Form:
    """Ask what a programme that has just been founded shall reach, beginning with what it has."""
    asked = _form(replace(turn, answers=None), FIGURES, programme)
    return replace(asked, intro=(Paragraph(text("settings.new.goals", programme=programme.name)),))


def page(turn: Turn, programme: Programme) -> Message:
    """Return the settings as facts."""
    buttons = [
        Button(text(f"settings.change.{each.key}"), EditSettings(programme.id, each.key))
        for each in FORMS
    ]
    return Message(
        text("settings.title", programme=programme.name),
        (
            Facts(_facts(turn, programme)),
            *_targets(programme),
            Aside(reasons.how_reckoned(programme.weights)),
            Aside(text("settings.audit")),
        ),
        (
            *buttons,
            Button(text("settings.create"), CreateProgramme()),
            Button(text("home.button.home"), ShowHome()),
        ),
        f"settings:{programme.id}",
    )


def _facts(turn: Turn, programme: Programme) -> tuple[tuple[Text, Text], ...]:
    nobody = text("settings.value.nobody")
    contact = (programme.contact,) if programme.contact else ()
    spoken = programme.languages
    region = "-".join(part for part in (programme.country, programme.subdivision) if part)
    goal = [(text("status.fact.goal"), verbatim(programme.goal))] if programme.goal else []
    facts = [
        *goal,
        (text("status.fact.rhythm"), text(f"status.rhythm.{programme.cadence}")),
        (text("settings.fact.weeks"), text("settings.value.weeks", count=programme.weeks)),
        (
            text("settings.ask.reminder"),
            text("settings.rhythm.days_before", count=programme.reminder_days),
        ),
        (
            text("settings.fact.answer"),
            text("settings.value.days", count=programme.proposal_days),
        ),
        (text("settings.fact.holidays"), verbatim(region) if region else nobody),
        (text("settings.ask.format"), _format(programme)),
        (text("settings.ask.reviews"), text(f"settings.matching.{reviews(programme)}")),
        (
            text("settings.ask.languages"),
            text("settings.value.languages", languages=Spoken(spoken))
            if spoken
            else text("settings.value.every_language"),
        ),
        (text("settings.ask.threshold"), text("settings.value.number", number=programme.threshold)),
        (
            text("status.fact.group"),
            text("number.people", count=programme.smallest_group),
        ),
        (text("settings.ask.leads"), _names(turn, programme.hr_leads) or nobody),
        (text("settings.ask.contact"), _names(turn, contact) or nobody),
    ]
    return tuple(facts)


def _targets(programme: Programme) -> tuple[Part, ...]:
    """Return what the programme shall reach, beside the names of the figures that answer it."""
    wanted = tuple(
        (
            figures_shown.name(each.figure, programme),
            figures_shown.at_least(TARGETS[each.figure], each.value),
        )
        for each in programme.targets or ()
    )
    return (Paragraph(text("settings.fact.targets")), Facts(wanted)) if wanted else ()


def _format(programme: Programme) -> Text:
    if not programme.in_groups:
        return text(f"settings.format.{programme.format}")
    least, most = programme.group_least, programme.group_most
    return text("settings.format.groups_of", least=least, most=most)


def _names(turn: Turn, people: tuple[int, ...]) -> Text | None:
    found = turn.store.people_by_id(people)
    names = tuple(verbatim(found[each].name) for each in people if each in found)
    return text("settings.value.names", names=names) if names else None


def _form(
    turn: Turn,
    form: SettingForm,
    programme: Programme,
    problems: Mapping[str, Text] | None = None,
) -> Form:
    asks = form.asks(turn, programme)
    if problems and turn.answers is not None:
        asks = tuple(_as_answered(turn, ask) for ask in asks)
    return Form(
        title=text(f"settings.change.{form.key}"),
        request=EditSettings(programme.id, form.key),
        intro=_meaning(turn, form, programme),
        asks=asks,
        submit=text("settings.save"),
        problems=problems or {},
    )


def _as_answered(turn: Turn, ask: AnyAsk) -> AnyAsk:
    """Return a question with what was typed, also where that was no good."""
    given = (turn.answers or {}).get(ask.key)
    return replace(ask, value=given) if isinstance(ask, Line) and isinstance(given, str) else ask


def _meaning(turn: Turn, form: SettingForm, programme: Programme) -> tuple[Part, ...]:
    """Say what a change means for tandems and groups that run, as long as there are any."""
    running = turn.store.pairings_of(programme.id, LIVING)
    group, count = any(each.is_group for each in running), len(running)
    parts: list[Part] = [Paragraph(text(f"settings.{form.key}.intro"))]
    if running and form.key in {"rhythm", "format", "matching"}:
        parts.append(Aside(text(f"settings.{form.key}.running", group=group, count=count)))
    return tuple(parts)
