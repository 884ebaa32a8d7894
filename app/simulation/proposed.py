"""Who was proposed to whom and what came of it, by what stood on screens and what was pressed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.simulation.chronicle import Arrival, Chronicle
from bot import commands
from bot.said import Mention, Moment, Text, every

# What a proposal says to each of the two: in which seat she would sit, and in which the other.
HALVES = {
    "proposal.open.mentor": ("mentor", "mentee"),
    "proposal.open.mentee": ("mentee", "mentor"),
    "forming.open.mentee": ("mentee", "mentor"),
    "forming.open.running": ("mentee", "mentor"),
}
TO_A_GROUP, TO_ONE_THAT_RUNS = (
    frozenset({"forming.open.mentee", "forming.open.running"}),
    frozenset({"forming.open.running"}),
)
# What the mentor of a group is told: for how many others, or one more, with no name among them.
GROUP_OF, ONE_MORE, OF_A_GROUP = (
    "forming.open.mentor",
    "forming.open.one_more",
    "forming.open.no_names_yet",
)
UNTIL = frozenset({OF_A_GROUP, "proposal.open.private"})
BEGUN, CLOSED, DECLINED = (
    "forming.accepted.title",
    "proposal.closed.title",
    "proposal.declined.title",
)

Seats = Mapping[str, str]
Put = tuple[
    str, datetime
]  # whom a group was put to as its mentor, and until when: as both sides read


@dataclass
class Asked:
    """Who was asked for a group, as far as screens show: how many, and whose proposals they read."""

    groups: dict[int, int] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)

    @property
    def unread(self) -> int:
        """How many were asked on whose screens it never stood."""
        return max(0, sum(self.groups.values()) - len(self.read))


class Proposed:
    """What a chronicle says of proposals up to a moment."""

    def __init__(self, chronicle: Chronicle, as_of: datetime) -> None:
        self.chronicle = chronicle
        self.as_of = as_of

    @cached_property
    def seats(self) -> Mapping[int, Seats]:
        """Who sits where in each proposal, by what those it was put to were told of it.

        Both are in what one of them was told: the other hears nothing when the first says no. Who
        would be in a group with a mentee nobody reads, but for the mentor.
        """
        seats: dict[int, Seats] = {}
        for arrival, number in self._about("proposal"):
            for part in arrival.texts:
                if part.key in HALVES:
                    mine, other = HALVES[part.key]
                    seats[number] = {mine: arrival.user, other: _partner_in(part)}
        return seats

    @cached_property
    def accepted_at(self) -> Mapping[int, datetime]:
        """The proposals of which something came: when the last yes was said, or the group began."""
        last_yes = {
            event.asked.proposal: event.at
            for event in self.chronicle.did(commands.AcceptProposal, self.as_of)
            if isinstance(event.asked, commands.AcceptProposal)
            and event.title in {"proposal.accepted.title", BEGUN}
        }
        return {**self._changed_to(BEGUN), **last_yes}

    @cached_property
    def accepted(self) -> frozenset[int]:
        """The proposals of which something came."""
        return frozenset(self.accepted_at)

    @cached_property
    def expired(self) -> frozenset[int]:
        """The proposals that were over when their time was, while one of the two had not answered."""
        closed = self._changed_to(CLOSED)
        open_still = closed.keys() - self.declined - self.accepted
        return frozenset(
            number
            for number in open_still & self._until.keys()
            if closed[number] >= self._until[number] and not self._answered_by_both(number)
        )

    @cached_property
    def declined(self) -> frozenset[int]:
        """The proposals to which one of the two said no, and that stood on a screen."""
        mine = (
            event.asked.proposal
            for event in self.chronicle.did(commands.DeclineProposal, self.as_of)
            if isinstance(event.asked, commands.DeclineProposal) and event.title == DECLINED
        )
        closed = self._changed_to(CLOSED)
        by_mentor = (
            number
            for put, said_no_at in self._declined_groups.items()
            for number in self._asked[put].read
            if closed.get(number) in said_no_at
        )
        return frozenset((*mine, *by_mentor))

    @cached_property
    def unread(self) -> Mapping[str, int]:
        """How many proposals each mentor may have declined that nobody else has ever read."""
        found: dict[str, int] = defaultdict(int)
        for mentor, until in self._declined_groups:
            found[mentor] += self._asked[mentor, until].unread
        return {mentor: several for mentor, several in found.items() if several}

    @cached_property
    def mentees_of(self) -> Mapping[str, frozenset[str]]:
        """Whom each mentor has got, in whatever tandem or group."""
        found: dict[str, set[str]] = defaultdict(set)
        for number in self.accepted:
            found[self.seats[number]["mentor"]].add(self.seats[number]["mentee"])
        return {mentor: frozenset(mentees) for mentor, mentees in found.items()}

    def to(self, offer: Collection[str]) -> frozenset[int]:
        """Return the proposals that were worded so (the keys of `HALVES`)."""
        return frozenset(
            number
            for arrival, number in self._about("proposal")
            if any(part.key in offer for part in arrival.texts)
        )

    @cached_property
    def _until(self) -> Mapping[int, datetime]:
        """Until when each proposal could be answered, as it says itself."""
        return {
            number: _until(arrival)
            for arrival, number in self._about("proposal")
            if any(part.key in UNTIL for part in arrival.texts)
        }

    @cached_property
    def _yes(self) -> Collection[tuple[str, int]]:
        """Who said yes to which proposal; the mentor of a group to each that was put with it."""
        found = {
            (event.user, event.asked.proposal)
            for event in self.chronicle.did(commands.AcceptProposal, self.as_of)
            if isinstance(event.asked, commands.AcceptProposal)
        }
        groups = {
            (event.user, event.asked.group)
            for event in self.chronicle.did(commands.AcceptGroup, self.as_of)
            if isinstance(event.asked, commands.AcceptGroup)
        }
        for (mentor, _), asked in self._asked.items():
            if any((mentor, group) in groups for group in asked.groups):
                found.update((mentor, number) for number in asked.read)
        return found

    def _answered_by_both(self, number: int) -> bool:
        return all((user, number) in self._yes for user in self.seats[number].values())

    @cached_property
    def _asked(self) -> Mapping[Put, Asked]:
        """Who was asked for each group; two of one mentor with one end are taken together."""
        found: dict[Put, Asked] = defaultdict(Asked)
        for arrival, number in self._about("group"):
            for part in arrival.texts:
                if part.key in {GROUP_OF, ONE_MORE}:
                    several = part.values["count"] if part.key == GROUP_OF else 1
                    assert isinstance(several, int)
                    found[arrival.user, _until(arrival)].groups[number] = several
        for arrival, number in self._about("proposal"):
            if any(part.key == OF_A_GROUP for part in arrival.texts):
                found[self.seats[number]["mentor"], _until(arrival)].read.add(number)
        return found

    @cached_property
    def _declined_groups(self) -> Mapping[Put, frozenset[datetime]]:
        """Which groups their mentors turned down, and when."""
        put_of = {number: put for put, asked in self._asked.items() for number in asked.groups}
        found: dict[Put, set[datetime]] = defaultdict(set)
        for event in self.chronicle.did(commands.DeclineGroup, self.as_of):
            if isinstance(event.asked, commands.DeclineGroup) and event.title == DECLINED:
                found[put_of[event.asked.group]].add(event.at)
        return {put: frozenset(moments) for put, moments in found.items()}

    def _changed_to(self, title: str) -> Mapping[int, datetime]:
        """Return the proposals that stand so on a screen, and since when."""
        changed: dict[int, datetime] = {}
        for change, number in self.chronicle.changed("proposal", title, self.as_of):
            changed.setdefault(int(number), change.at)
        return changed

    def _about(self, wanted: str) -> list[tuple[Arrival, int]]:
        told = self.chronicle.told(wanted, self.as_of)
        return [(arrival, int(number)) for arrival, number in told]


def _partner_in(words: Text) -> str:
    return every(Mention, words)[0].addresses[0].user


def _until(arrival: Arrival) -> datetime:
    said = next(part for part in arrival.texts if part.key in UNTIL)
    return every(Moment, said)[0].at
