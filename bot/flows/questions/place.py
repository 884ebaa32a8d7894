"""The question for where to meet, with how many, and with whom not."""

from dataclasses import replace

from bot.flows.questions.given import Given
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.model import Meeting, Person, Programme
from bot.said import AnyAsk, OneOf, Option, People, text, verbatim
from bot.turn import Turn

CAPACITIES = ("1", "2", "3")  # partners at the same time; each is an hour a week
MOST_NOT_WITH = 10
MOST, NO_LIMIT = ("1", "2", "3"), "any"  # tandems at once, in all programmes together


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
    if _has_partners(turn, draft):
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
    if _several(turn):
        asks.append(_most(draft))
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


def _most(draft: Draft) -> OneOf:
    return OneOf(
        "most",
        text("join.place.most"),
        hint=text("join.place.most_hint"),
        options=(
            *(Option(each, text("join.place.tandems", count=int(each))) for each in MOST),
            Option(NO_LIMIT, text("join.place.no_limit")),
        ),
        value=str(draft.person.most_tandems or NO_LIMIT),
    )


def _take(turn: Turn, draft: Draft) -> Taken:
    given = Given(turn)
    before = draft.participant
    meeting = Meeting(given.choice("meeting", tuple(Meeting), before.meeting))
    capacity = before.capacity
    if _has_partners(turn, draft):
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
    person = draft.person
    if _several(turn):
        most = given.choice("most", (*MOST, NO_LIMIT), NO_LIMIT)
        person = replace(person, most_tandems=None if most == NO_LIMIT else int(most))
    return Taken(replace(draft, participant=participant, person=person), given.problems)


def _several(turn: Turn) -> bool:
    """Tell whether several programmes run, so that somebody could be in more than one."""
    return len(turn.running_programmes()) > 1


def _is_colleague(draft: Draft, other: Person | None) -> bool:
    me = draft.person
    return other is not None and other.organisation == me.organisation and other.id != me.id


def _has_partners(turn: Turn, draft: Draft) -> bool:
    """Tell whether somebody would mentor so many at a time; of groups she leads one."""
    programme = turn.known(Programme, draft.participant.programme)
    mentors = draft.role is None or draft.role.mentors
    return mentors and not programme.in_groups


def _named(turn: Turn, people: tuple[int, ...]) -> tuple[Option, ...]:
    """Return people as options, without those who are gone."""
    found = turn.store.people_by_id(people)
    return tuple(Option(str(each), verbatim(found[each].name)) for each in people if each in found)


PLACE = Screen("place", _asks, _take)
