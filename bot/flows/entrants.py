"""Participants as the matcher sees them: who has a free seat, and the facts that may decide."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.matching import Entrant, Hours, OrgChart
from bot.matching import TopicChoice as MatchedTopic
from bot.model import (
    LIVING,
    Pairing,
    Participant,
    ParticipantState,
    Person,
    Programme,
    Proposal,
    ProposalState,
    TopicChoice,
)
from bot.turn import Turn


@dataclass(frozen=True)
class Field:
    """Everybody of a programme who may be matched now; entrants carry their participant's id.

    `everybody` are the active ones, with or without a free seat.
    """

    programme: Programme
    participants: Mapping[str, Participant]
    entrants: tuple[Entrant, ...]
    everybody: tuple[Entrant, ...]
    chart: OrgChart

    def entrant(self, participant: int) -> Entrant | None:
        """Return a participant's entrant, None when she has no free seat."""
        return next((each for each in self.entrants if each.id == str(participant)), None)


def field_of(turn: Turn, programme: Programme, *, for_round: bool = False) -> Field:
    """Return a programme's active participants with their free seats.

    A seat is taken by a living pairing or an open proposal; drafts take none. For a round it also
    stays taken until a proposal that came to nothing would have expired: HR could else read off
    from who is free again that somebody said no, and to whom.
    """
    people = {person.id: person for person in turn.store.people_of(programme.organisation)}
    active = turn.store.participants_of(programme.id, (ParticipantState.ACTIVE,))
    history = _History.of(turn, programme, for_round=for_round)
    seen = [each for each in active if each.person in people]
    by_person = {each.person: str(each.id) for each in seen}
    entrants = tuple(_entrant(turn, each, people[each.person], history, by_person) for each in seen)
    return Field(
        programme,
        {str(each.id): each for each in seen},
        tuple(each for each in entrants if each.mentor or each.mentee),
        entrants,
        OrgChart(_chart(people, by_person)),
    )


def has_free_seat(turn: Turn, participant: Participant) -> bool:
    """Tell whether `field_of` has an entrant for her, without reading everybody else."""
    person, role = turn.person_of(participant), participant.role
    if participant.state is not ParticipantState.ACTIVE or not person.employed or role is None:
        return False
    taking: list[Pairing | Proposal] = [*turn.store.pairings_with(participant.id, LIVING)]
    taking += turn.store.proposals_with(participant.id, (ProposalState.OPEN,))
    programme = turn.known(Programme, participant.programme)
    mentors = role.mentors and _free_places(programme, participant, _Taken.of(taking)) > 0
    return mentors or (
        role.learns and not any(participant.id in _learning(each) for each in taking)
    )


@dataclass(frozen=True)
class _Taken:
    """How many seats mentors (participants' ids) have taken, a group as one, and who leads a group."""

    seats: Mapping[int, int]
    leading: frozenset[int]

    @staticmethod
    def of(taking: Iterable[Pairing | Proposal]) -> "_Taken":
        """Return what pairings and proposals take; those of one group are one."""
        alone: Counter[int] = Counter()
        groups: set[tuple[int, str, int]] = set()
        for each in taking:
            group = _group(each)
            if group is None:
                alone[each.mentor] += 1
            else:
                groups.add((each.mentor, *group))
        leading = Counter(mentor for mentor, *_ in groups)
        return _Taken(alone + leading, frozenset(leading))


def _group(taking: Pairing | Proposal) -> tuple[str, int] | None:
    """Return what marks those that belong to one group, None for a tandem's."""
    if isinstance(taking, Pairing):
        return ("pairing", taking.id) if taking.is_group else None
    return ("proposal", taking.group) if taking.group is not None else None


def _free_places(programme: Programme, participant: Participant, taken: _Taken) -> int:
    """Return how many more somebody would mentor; where groups are matched, she leads one at a time."""
    if programme.in_groups and participant.id in taken.leading:
        return 0
    return participant.capacity - taken.seats.get(participant.id, 0)


@dataclass(frozen=True)
class _History:
    """Which seats of a programme are taken, who was together before, and who said no."""

    programme: Programme
    mentoring: _Taken
    learning: Mapping[int, int]
    earlier: Mapping[int, frozenset[int]]
    declined: Mapping[int, frozenset[int]]
    remembered: Mapping[int, frozenset[int]]  # people, not participants: from earlier programmes

    @staticmethod
    def of(turn: Turn, programme: Programme, *, for_round: bool) -> "_History":
        pairings = turn.store.pairings_of(programme.id)
        proposals = turn.store.proposals_of(programme.id)
        taking: list[Pairing | Proposal] = [each for each in pairings if each.state in LIVING]
        taking += [
            each
            for each in proposals
            if each.state is ProposalState.OPEN or (for_round and _hidden(each, turn.now))
        ]
        earlier: dict[int, set[int]] = {}
        for pairing in pairings:
            for mentee in pairing.learners:
                _both_ways(earlier, pairing.mentor, mentee)
        remembered = turn.store.earlier_partners(programme.organisation)
        declined: dict[int, set[int]] = {}
        for proposal in filter(_is_off, proposals):
            _both_ways(declined, proposal.mentor, proposal.mentee)
        return _History(
            programme,
            _Taken.of(taking),
            Counter(mentee for each in taking for mentee in _learning(each)),
            {each: frozenset(others) for each, others in earlier.items()},
            {each: frozenset(others) for each, others in declined.items()},
            remembered,
        )


def _learning(taking: Pairing | Proposal) -> tuple[int, ...]:
    return (taking.mentee,) if isinstance(taking, Proposal) else taking.mentees


def _is_off(proposal: Proposal) -> bool:
    """Tell whether two people were asked and it came to nothing: they are not asked again."""
    return proposal.state in {ProposalState.DECLINED, ProposalState.EXPIRED}


def _hidden(proposal: Proposal, now: datetime) -> bool:
    """Tell whether it must not show yet that a proposal came to nothing."""
    over = proposal.state in {ProposalState.DECLINED, ProposalState.WITHDRAWN}
    return over and proposal.expires_at is not None and proposal.expires_at > now


def _both_ways(known: dict[int, set[int]], one: int, other: int) -> None:
    known.setdefault(one, set()).add(other)
    known.setdefault(other, set()).add(one)


def _entrant(
    turn: Turn,
    participant: Participant,
    person: Person,
    history: _History,
    by_person: Mapping[int, str],
) -> Entrant:
    role = participant.role
    free_places = _free_places(history.programme, participant, history.mentoring)
    room = _room(turn, participant, person)
    free_places = free_places if room is None else min(free_places, room)
    learns = role is not None and role.learns and not history.learning.get(participant.id)
    blocked = {by_person[each] for each in participant.not_with if each in by_person}
    blocked |= {str(each) for each in history.declined.get(participant.id, ())}
    once = {*participant.earlier_partners, *history.remembered.get(person.id, ())}
    earlier = {by_person[each] for each in once if each in by_person}
    earlier |= {str(each) for each in history.earlier.get(participant.id, ())}
    return Entrant(
        id=str(participant.id),
        mentor=role is not None and role.mentors and free_places > 0,
        mentee=learns and (room is None or room > 0),
        offers=_topics(turn, participant.offers),
        wants=_topics(turn, participant.wants),
        languages=_spoken(person, history.programme),
        hours=Hours(
            person.hours.time_zone, person.hours.start, person.hours.end, person.hours.weekdays
        ),
        site=person.site,
        team=person.team,
        manager=_in_chart(person.manager, by_person),
        level=person.level,
        capacity=max(free_places, 0),
        meeting=participant.meeting,
        not_with=frozenset(blocked),
        earlier_partners=frozenset(earlier),
        competes_in=person.competes_in,
        organisation=str(person.organisation),
    )


def _spoken(person: Person, programme: Programme) -> dict[str, str]:
    return {each.code: each.level for each in person.languages if programme.speaks(each.code)}


def _room(turn: Turn, participant: Participant, person: Person) -> int | None:
    """Return how many more tandems somebody wants in all programmes; None where she set no limit."""
    if person.most_tandems is None:
        return None
    taken = 0
    for part in turn.store.participations(person.id):
        taken += len(turn.store.pairings_with(part.id, LIVING))
        if part.programme != participant.programme:
            opened = turn.store.proposals_with(part.id, (ProposalState.OPEN,))
            taken += len({_group(each) or each.id for each in opened})
    return max(0, person.most_tandems - taken)


def _topics(turn: Turn, choices: tuple[TopicChoice, ...]) -> tuple[MatchedTopic, ...]:
    """Return topics by the catalogue's own name where the person confirmed one."""
    return tuple(
        MatchedTopic(
            turn.catalogue.topic(each.topic).name(turn.language)
            if each.topic in turn.catalogue and each.topic is not None
            else each.text,
            each.weight,
        )
        for each in choices
    )


def _in_chart(person: int | None, by_person: Mapping[int, str]) -> str | None:
    """Return how the org chart names a person: participants by their id, others marked."""
    return None if person is None else by_person.get(person, f"person-{person}")


def _chart(people: Mapping[int, Person], by_person: Mapping[int, str]) -> dict[str, str | None]:
    return {
        by_person.get(person.id, f"person-{person.id}"): _in_chart(person.manager, by_person)
        for person in people.values()
    }
