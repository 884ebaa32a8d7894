"""Free seats, taken one by one by the proposals that still keep every rule."""

from collections import Counter

from bot.flows.entrants import Field
from bot.matching import Entrant, Hierarchy, refusals
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
        if mentor is None or mentee is None or refusals(mentor, mentee, self.hierarchy):
            return False
        if not self._is_free(mentor, MENTOR) or not self._is_free(mentee, MENTEE):
            return False
        self.taken[proposal.mentor, MENTOR] += 1
        self.taken[proposal.mentee, MENTEE] += 1
        self.proposed |= {proposal.mentor, proposal.mentee}
        return True

    def free(self, participant: int, seat: str) -> bool:
        """Tell whether somebody still waits in this seat and was not proposed anybody."""
        entrant = self.field.entrant(participant)
        return (
            entrant is not None
            and participant not in self.proposed
            and self._is_free(entrant, seat)
        )

    def _is_free(self, entrant: Entrant, seat: str) -> bool:
        places = entrant.capacity if entrant.mentor else 0
        if seat == MENTEE:
            places = 1 if entrant.mentee else 0
        return self.taken[int(entrant.id), seat] < places
