"""Free seats, taken one by one by the proposals that still keep every rule."""

from collections import Counter
from collections.abc import Sequence

from bot.flows.entrants import Field
from bot.matching import Entrant, Hierarchy, Terms, may_sit_together, refusals
from bot.model import Proposal
from bot.turn import Seat

MENTOR, MENTEE = Seat.MENTOR.value, Seat.MENTEE.value


class Seats:
    """The seats of a programme at one moment, and which of them were taken since."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.hierarchy = Hierarchy(field.chart, field.entrants)
        self.taken: Counter[tuple[int, str]] = Counter()
        self.proposed: set[int] = set()

    def take(self, proposal: Proposal) -> bool:
        """Take both seats of a proposal; False, and nothing taken, when it cannot be."""
        mentor = self.field.entrant(proposal.mentor)
        mentee = self.field.entrant(proposal.mentee)
        if mentor is None or mentee is None or not self._may(mentor, mentee):
            return False
        self.taken[proposal.mentor, MENTOR] += 1
        self.taken[proposal.mentee, MENTEE] += 1
        self.proposed |= {proposal.mentor, proposal.mentee}
        return True

    def take_group(self, proposals: Sequence[Proposal], least: int) -> tuple[Proposal, ...]:
        """Take the seats of a group; return those who still sit in it, nobody below `least`."""
        seated: list[Entrant] = []
        staying: list[Proposal] = []
        for each in proposals:
            mentor, mentee = self.field.entrant(each.mentor), self.field.entrant(each.mentee)
            if mentor is None or mentee is None or not self._may(mentor, mentee):
                continue
            if may_sit_together(mentor, seated, mentee, self.hierarchy, Terms()):
                seated.append(mentee)
                staying.append(each)
        if len(staying) < least:
            return ()
        self.taken.update((each.mentee, MENTEE) for each in staying)
        self.taken[staying[0].mentor, MENTOR] += 1
        self.proposed |= {staying[0].mentor, *(each.mentee for each in staying)}
        return tuple(staying)

    def free(self, participant: int, seat: str) -> bool:
        """Tell whether somebody still waits in this seat and was not proposed anybody."""
        entrant = self.field.entrant(participant)
        return (
            entrant is not None
            and participant not in self.proposed
            and self._is_free(entrant, seat)
        )

    def _may(self, mentor: Entrant, mentee: Entrant) -> bool:
        if refusals(mentor, mentee, self.hierarchy):
            return False
        return self._is_free(mentor, MENTOR) and self._is_free(mentee, MENTEE)

    def _is_free(self, entrant: Entrant, seat: str) -> bool:
        places = entrant.capacity if entrant.mentor else 0
        if seat == MENTEE:
            places = 1 if entrant.mentee else 0
        return self.taken[int(entrant.id), seat] < places
