"""The four surveys: asked in private, answered screen by screen, counted only in figures."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import AnswerSurvey, DeclineSurvey
from bot.flows import survey_items
from bot.flows.survey_items import Item, Page
from bot.flows.survey_times import REMINDER, about, closes_at, is_open
from bot.insight import smallest_group
from bot.model import Notice, Participant, ParticipantState, Programme, Survey
from bot.said import (
    Aside,
    Button,
    Form,
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Reply,
    Text,
    Weight,
    text,
)
from bot.turn import NotAllowed, Turn


def answer(turn: Turn, request: AnswerSurvey) -> Reply:
    """Open one screen of a survey, or keep its answers and go on to the next."""
    survey, participant = _mine(turn, request.survey)
    way = _way(turn, participant, survey)
    page = next((each for each in way if each.key == request.page), None)
    if page is None:
        raise NotAllowed("refusal.no_longer")
    if turn.answers is None:
        return _form(turn, survey, way, page)
    given, problems = _given(turn, page)
    if problems:
        tried = replace(survey, answers={**survey.answers, **given})
        return _form(turn, tried, way, page, problems)
    kept = _keep(turn, survey, page, given)
    following = way[way.index(page) + 1 :]
    return _form(turn, kept, way, following[0]) if following else _thanks(turn, kept, way)


def decline(turn: Turn, request: DeclineSurvey) -> Reply:
    """Leave a survey alone: it is not asked again, and can be answered as long as it is open."""
    survey, participant = _mine(turn, request.survey)
    kept = turn.store.save(_left_alone(turn, survey))
    way = _way(turn, participant, kept)
    return Message(
        text("survey.declined.title"),
        (Paragraph(text("survey.declined.body", day=_last_day(kept))),),
        tuple(
            Button(text("survey.button.still"), AnswerSurvey(kept.id, each.key)) for each in way[:1]
        ),
        about(kept),
    )


def asked_notice(turn: Turn, notice: Notice) -> Message | None:
    """Ask for a survey; None when there is nothing to be asked any more."""
    survey, way = _waiting(turn, notice)
    if not way:
        return None
    return _invitation(turn, survey, way, text(f"survey.{survey.time}.title"))


def reminder_notice(turn: Turn, notice: Notice) -> Message | None:
    """Remind of a survey, once; None when somebody has answered, or would rather not."""
    survey, way = _waiting(turn, notice)
    return _invitation(turn, survey, way, text("survey.reminder.title")) if way else None


def _waiting(turn: Turn, notice: Notice) -> tuple[Survey, tuple[Page, ...]]:
    """Return a survey with its screens, none of them when it waits for nothing any more."""
    survey = turn.known(Survey, notice.subject)
    participant = turn.known(Participant, survey.participant)
    here = participant.state is ParticipantState.ACTIVE and is_open(turn, survey)
    if survey.given_at is not None or not here:
        return survey, ()
    return survey, _way(turn, participant, survey)


def _invitation(turn: Turn, survey: Survey, way: tuple[Page, ...], title: Text) -> Message:
    again = title.key == "survey.reminder.title"
    body = text("survey.reminder.body") if again else text(f"survey.{survey.time}.body")
    count = sum(len(page.items) for page in way)
    return Message(
        title,
        (
            Paragraph(body),
            Paragraph(text("survey.items", count=count)),
            Aside(text("survey.who_sees", count=_group(turn, survey))),
        ),
        (
            Button(
                text("survey.button.start"), AnswerSurvey(survey.id, way[0].key), Weight.PRIMARY
            ),
            Button(text("survey.button.not_now"), DeclineSurvey(survey.id)),
        ),
        about(survey),
    )


def _form(
    turn: Turn,
    survey: Survey,
    way: tuple[Page, ...],
    page: Page,
    problems: Mapping[str, Text] | None = None,
) -> Form:
    place, group = way.index(page), _group(turn, survey)
    intro: tuple[Part, ...] = (Aside(text("survey.who_sees", count=group)),)
    back = None
    if place > 0:
        before = AnswerSurvey(survey.id, way[place - 1].key)
        back = Button(text("survey.form.back"), before)
    hint = text("survey.item", count=group)
    return Form(
        title=text(f"survey.screen.{page.key}"),
        request=AnswerSurvey(survey.id, page.key),
        asks=tuple(each.ask(survey.answers.get(each.key), hint) for each in page.items),
        submit=text("survey.form.finish" if page is way[-1] else "survey.form.next"),
        intro=intro if place == 0 else (),
        step=(place + 1, len(way)) if len(way) > 1 else None,
        back=back,
        problems=problems or {},
    )


def _given(turn: Turn, page: Page) -> tuple[dict[str, int], dict[str, Text]]:
    """Return the answers of a screen, and what is wrong with them; what is empty is left out."""
    given, problems = {}, {}
    for item in page.items:
        said = str((turn.answers or {}).get(item.key, "")).strip()
        number = _number(item, said)
        if number is not None:
            given[item.key] = number
        elif said:
            problems[item.key] = text("survey.form.unknown")
    return given, problems


def _number(item: Item, said: str) -> int | None:
    """Return what was said as a number of the item's scale, None when it is none."""
    known = {str(number): number for number in range(item.low, item.high + 1)}
    return known.get(said)


def _keep(turn: Turn, survey: Survey, page: Page, given: Mapping[str, int]) -> Survey:
    """Keep a screen's answers in the place of the earlier ones; nobody is reminded from now on."""
    asked = {each.key for each in page.items}
    others = {key: value for key, value in survey.answers.items() if key not in asked}
    answers = {**others, **given}
    given_at = survey.given_at or (turn.now if answers else None)
    return turn.store.save(replace(_left_alone(turn, survey), answers=answers, given_at=given_at))


def _left_alone(turn: Turn, survey: Survey) -> Survey:
    turn.store.no_longer_owe(REMINDER, survey.id)
    return replace(survey, reminded_at=survey.reminded_at or turn.now)


def _thanks(turn: Turn, survey: Survey, way: tuple[Page, ...]) -> Message:
    day = _last_day(survey)
    body = text("survey.thanks.body" if survey.answers else "survey.thanks.nothing", day=day)
    return Message(
        text("survey.thanks.title"),
        (Paragraph(body), Aside(text("survey.who_sees", count=_group(turn, survey)))),
        (Button(text("survey.button.change"), AnswerSurvey(survey.id, way[0].key)),),
        about(survey),
    )


def _mine(turn: Turn, survey_id: int) -> tuple[Survey, Participant]:
    """Return one's own survey while it is open; refuses any other."""
    survey = turn.my_survey(survey_id)
    participant = turn.my_participant(survey.participant)
    if participant.state is ParticipantState.LEFT:
        raise NotAllowed("refusal.no_longer")
    if not is_open(turn, survey):
        raise NotAllowed("survey.over")
    return survey, participant


def _way(turn: Turn, participant: Participant, survey: Survey) -> tuple[Page, ...]:
    """Return the screens of a survey, with the topics of its programme."""
    return survey_items.pages(turn.within(participant.programme), participant, survey)


def _group(turn: Turn, survey: Survey) -> int:
    participant = turn.known(Participant, survey.participant)
    return smallest_group(turn.known(Programme, participant.programme).smallest_group)


def _last_day(survey: Survey) -> Moment:
    return Moment(closes_at(survey), MomentStyle.DAY)
