"""The question for where to meet, with how many, and with whom not."""

from dataclasses import replace

from bot.flows.questions.given import Given
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.model import Meeting, Person
from bot.said import AnyAsk, OneOf, Option, People, text, verbatim
from bot.turn import Turn

CAPACITIES = ("1", "2", "3")  # partners at the same time; each is an hour a week
MOST_NOT_WITH = 10


def _asks(turn: Turn, draft: Draft) -> tuple[AnyAsk, ...]:
    participant = draft.participant
    asks: list[AnyAsk] = [
        OneOf(
            "meeting",
            text("join.place.meeting"),
            options=tuple(Option(each, text(f"join.place.{each}")) for each in Meeting),
            value=participant.meeting,
        )
    ]
    if _mentors(draft):
        asks.append(
            OneOf(
                "capacity",
                text("join.place.capacity"),
                hint=text("join.place.capacity_hint"),
                options=tuple(
                    Option(each, text("join.place.partners", count=int(each)))
                    for each in CAPACITIES
                ),
                value=str(min(max(participant.capacity, 1), len(CAPACITIES))),
            )
        )
    asks.append(
        People(
            "not_with",
            text("join.place.not_with"),
            hint=text("join.place.not_with_hint"),
            required=False,
            chosen=_named(turn, participant.not_with),
            most=MOST_NOT_WITH,
        )
    )
    return tuple(asks)


def _take(turn: Turn, draft: Draft) -> Taken:
    given = Given(turn)
    before = draft.participant
    meeting = Meeting(given.choice("meeting", tuple(Meeting), before.meeting))
    capacity = before.capacity
    if _mentors(draft):
        capacity = int(given.choice("capacity", CAPACITIES, str(capacity)))
    not_with = given.people("not_with")
    if len(not_with) > MOST_NOT_WITH:
        given.problem("not_with", "too_many_people", count=MOST_NOT_WITH)
        not_with = not_with[:MOST_NOT_WITH]
    colleagues = turn.store.people_by_id(not_with)
    if not all(_is_colleague(draft, colleagues.get(each)) for each in not_with):
        given.problem("not_with", "unknown")
        not_with = tuple(each for each in not_with if _is_colleague(draft, colleagues.get(each)))
    participant = replace(before, meeting=meeting, capacity=capacity, not_with=not_with)
    return Taken(replace(draft, participant=participant), given.problems)


def _is_colleague(draft: Draft, other: Person | None) -> bool:
    me = draft.person
    return other is not None and other.organisation == me.organisation and other.id != me.id


def _mentors(draft: Draft) -> bool:
    return draft.role is None or draft.role.mentors


def _named(turn: Turn, people: tuple[int, ...]) -> tuple[Option, ...]:
    """Return people as options, without those who are gone."""
    found = turn.store.people_by_id(people)
    return tuple(Option(str(each), verbatim(found[each].name)) for each in people if each in found)


PLACE = Screen("place", _asks, _take)
