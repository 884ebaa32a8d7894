"""The promises about people and tandems, read from the books and from everybody's screens."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, cast

from bot.model import (
    CHECK_IN_MOVES,
    GOAL_MOVES,
    GROUP_PROPOSAL_MOVES,
    LIVING,
    NOTICE_MOVES,
    PAIRING_MOVES,
    PARTICIPANT_MOVES,
    PROPOSAL_MOVES,
    ROUND_MOVES,
    CheckIn,
    CheckInState,
    Goal,
    GroupProposal,
    Moves,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Person,
    Proposal,
    ProposalState,
    Round,
)
from bot.said import Reply
from tests.journeys.crowd import BLOCKED_BY_ALL, PLAYERS, Crowd
from tests.moves import reachable

TAKING_PART = {ParticipantState.ACTIVE, ParticipantState.PAUSED}
CLOSING = timedelta(days=10)  # nobody said whether they met: a weekend, a holiday, and a week
EVERYBODY = (*PLAYERS, "hana", "carla")
GROUPS = 1_000_000  # groups that are put to people stand apart from those that run
SECRETS = ("secret sentence of {}", "secret reason of {}")


class Stateful(Protocol):
    """A noun with a state."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def state(self) -> StrEnum:
        """Where it stands."""


MOVED = cast(
    "tuple[tuple[type[Stateful], Moves[StrEnum]], ...]",
    (
        (Participant, PARTICIPANT_MOVES),
        (Round, ROUND_MOVES),
        (GroupProposal, GROUP_PROPOSAL_MOVES),
        (Proposal, PROPOSAL_MOVES),
        (Pairing, PAIRING_MOVES),
        (CheckIn, CHECK_IN_MOVES),
        (Goal, GOAL_MOVES),
        (Notice, NOTICE_MOVES),
    ),
)


@dataclass(frozen=True)
class Seen:
    """What a step left behind, to hold the next one against."""

    states: dict[tuple[type[Stateful], int], StrEnum]
    seats: frozenset[tuple[int, str, int | None]]  # participant, seat, proposal
    silent: dict[str, int]  # whoever is gone, with how many messages she had


class Law:
    """Holds after every step what the product promises."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self._read: dict[tuple[str, str], Reply | None] = {}
        self.before = self._seen()

    def holds(self) -> None:
        """Hold every promise, and remember what is so now."""
        self._states_moved_as_allowed()
        self._pairs_may_be_pairs()
        self._hours_are_lawful()
        self._who_is_gone_hears_nothing()
        self._secrets_are_kept()
        self.crowd.company.assert_nothing_failed()
        self.before = self._seen()

    def _states_moved_as_allowed(self) -> None:
        for kind, moves in MOVED:
            for each in self.crowd.kept(kind):
                origin = self.before.states.get((kind, each.id), moves.first)
                assert each.state in reachable(moves, origin), (origin, each)

    def _pairs_may_be_pairs(self) -> None:
        people = {each.id: each for each in self.crowd.kept(Person)}
        parts = {each.id: each for each in self.crowd.kept(Participant)}
        for pairing in self._living():
            mentor, *mentees = (parts[each] for each in pairing.members)
            assert {mentor.state, *(each.state for each in mentees)} <= TAKING_PART, pairing
            paused = [each.state is ParticipantState.PAUSED for each in mentees]
            resting = mentor.state is ParticipantState.PAUSED or all(paused)
            assert (pairing.state is PairingState.SUSPENDED) is resting, pairing
            for mentee in mentees:
                may_meet(people[mentor.person], people[mentee.person], people)
                if (mentee.id, "mentee", _mark(pairing)) not in self.before.seats:
                    nobody_is_blocked(mentor, mentee)
        for proposal in self._open():
            mentor, mentee = parts[proposal.mentor], parts[proposal.mentee]
            assert mentor.state is mentee.state is ParticipantState.ACTIVE, (mentor, mentee)
            may_meet(people[mentor.person], people[mentee.person], people)
            nobody_is_blocked(mentor, mentee)
        self._seats_are_free(parts)

    def _seats_are_free(self, parts: dict[int, Participant]) -> None:
        """Nobody gets a seat too many; whoever wants fewer now keeps what she has."""
        seats = self._seats()
        taken = Counter((participant, seat) for participant, seat, _ in seats)
        for participant, seat, _ in seats - self.before.seats:
            part = parts[participant]
            most = part.capacity if seat == "mentor" else 1
            assert taken[participant, seat] <= most, (part, taken)

    def _hours_are_lawful(self) -> None:
        check_ins, now = self.crowd.kept(CheckIn), self.crowd.company.now
        weeks = Counter((each.pairing, each.week) for each in check_ins)
        assert not [week for week, count in weeks.items() if count > 1]
        states = {each.id: each.state for each in self.crowd.kept(Pairing)}
        for each in check_ins:
            if each.state is CheckInState.PLANNED and each.starts_at > now:
                assert states[each.pairing] is PairingState.ACTIVE, each
            elif each.state is CheckInState.PLANNED:
                assert now - each.starts_at < CLOSING, each

    def _who_is_gone_hears_nothing(self) -> None:
        for name, count in self._silent().items():
            known = self.before.silent.get(name, count)
            assert count == known, [each.title.key for each in self.crowd.chat(name).messages]

    def _secrets_are_kept(self) -> None:
        for name in EVERYBODY:
            chat = self.crowd.chat(name)
            for key, shown in (("", chat.last), *chat.inbox.items()):
                if self._read.get((name, key)) is not shown:
                    self._read[name, key] = shown
                    self._may_read(name, repr(shown))

    def _may_read(self, name: str, words: str) -> None:
        told = [
            secret.format(other)
            for secret in SECRETS
            for other in PLAYERS
            if other != name and secret.format(other) in words
        ]
        assert not told, (name, told)
        assert "rule.not_with" not in words, name
        if name == "hana":
            assert BLOCKED_BY_ALL not in words, words

    # what is so now

    def _seen(self) -> Seen:
        states = {
            (kind, each.id): each.state for kind, _ in MOVED for each in self.crowd.kept(kind)
        }
        return Seen(states, self._seats(), self._silent())

    def _seats(self) -> frozenset[tuple[int, str, int | None]]:
        """Return who sits where; a group has one mentor, so it takes one seat of hers.

        Who is asked to join a group that runs takes a seat, and its mentor sits in it already.
        """
        running = {each.id: each.pairing for each in self.crowd.kept(GroupProposal)}
        seats: set[tuple[int, str, int | None]] = set()
        for proposal in self._open():
            seats.add((proposal.mentee, "mentee", proposal.id))
            if proposal.group is None:
                seats.add((proposal.mentor, "mentor", proposal.id))
            elif running[proposal.group] is None:
                seats.add((proposal.mentor, "mentor", -GROUPS - proposal.group))
        for pairing in self._living():
            seats.add((pairing.mentor, "mentor", _mark(pairing)))
            seats.update((each, "mentee", _mark(pairing)) for each in pairing.mentees)
        return frozenset(seats)

    def _open(self) -> list[Proposal]:
        return [each for each in self.crowd.kept(Proposal) if each.state is ProposalState.OPEN]

    def _living(self) -> list[Pairing]:
        return [each for each in self.crowd.kept(Pairing) if each.state in LIVING]

    def _silent(self) -> dict[str, int]:
        return {name: len(self.crowd.chat(name).inbox) for name in PLAYERS if self._is_gone(name)}

    def _is_gone(self, name: str) -> bool:
        person, part = self.crowd.person_of(name), self.crowd.part_of(name)
        return (
            person is None
            or not person.employed
            or part is None
            or part.state is ParticipantState.LEFT
        )


def _mark(pairing: Pairing) -> int | None:
    """Return by what a pairing's seats are told apart: its proposal's number, or below all others."""
    return -pairing.id if pairing.is_group else pairing.proposal


def may_meet(mentor: Person, mentee: Person, people: dict[int, Person]) -> None:
    """Hold that neither leads the other, and that nobody leads both of them or their team."""
    assert mentor.employed, (mentor, mentee)
    assert mentee.employed, (mentor, mentee)
    assert mentor.team != mentee.team, (mentor, mentee)
    assert mentor.manager is None or mentor.manager != mentee.manager, (mentor, mentee)
    assert mentor.id not in above(mentee, people), (mentor, mentee)
    assert mentee.id not in above(mentor, people), (mentor, mentee)


def nobody_is_blocked(mentor: Participant, mentee: Participant) -> None:
    """Hold that neither has said not to be matched with the other."""
    assert mentee.person not in mentor.not_with, (mentor, mentee)
    assert mentor.person not in mentee.not_with, (mentor, mentee)


def above(person: Person, people: dict[int, Person]) -> list[int]:
    """Return the ids of somebody's managers, the next one first."""
    managers: list[int] = []
    while person.manager in people and person.manager not in managers:
        managers.append(person.manager)
        person = people[person.manager]
    return managers
