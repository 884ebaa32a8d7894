"""The shelf of what goes: sentences with time, pairs that become hashes, people who are erased."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from storage import erasing
from storage.journal import Journal
from storage.shelves.shelf import Shelf, inserting
from storage.tables import (
    CheckInRow,
    EarlierPartnersRow,
    FarewellRow,
    FeedbackRow,
    GoalRow,
    PairingRow,
    ParticipantRow,
    PersonRow,
    RoundRow,
    table_of,
)

EARLIER = table_of(EarlierPartnersRow)
PERSON = table_of(PersonRow)
PARTICIPANT = table_of(ParticipantRow)
PAIRING = table_of(PairingRow)
CHECK_IN = table_of(CheckInRow)
FEEDBACK = table_of(FeedbackRow)
GOAL = table_of(GoalRow)
FAREWELL = table_of(FarewellRow)
ROUND = table_of(RoundRow)


class AgeingShelf(Shelf):
    """What is kept no longer. Without a journal, in throw-away books, hashes have no key."""

    def __init__(self, session: Connection, journal: Journal | None = None) -> None:
        super().__init__(session)
        self.journal = journal

    def erase(self, person: int, at: datetime) -> None:
        """Delete everything about a person; only her number stays, for what still refers to it.

        The journal comes first: what it holds is erased even if this turn is taken back.
        """
        session = self._writing()
        if self.journal is not None:
            self.journal.note(person, at)
        hers = self._mark(person)
        self.session.execute(
            EARLIER.delete().where(or_(EARLIER.c.one == hers, EARLIER.c.other == hers))
        )
        erasing.erase(session, person)
        self._forget()

    def erase_proposal(self, proposal: int) -> None:
        """Delete a proposal and everything that came of it: tandem, check-ins, feedback."""
        erasing.erase_proposal(self._writing(), proposal)
        self._forget()

    def erase_pairing(self, pairing: int) -> None:
        """Delete a pairing and everything that came of it: check-ins, feedback."""
        erasing.erase_pairing(self._writing(), pairing)
        self._forget()

    def remember_partners(self, organisation: int, one: int, other: int) -> None:
        """Keep that two people were together, so that nobody can read who: as keyed hashes."""
        first, second = sorted((self._mark(one), self._mark(other)))
        kept = inserting(self._writing(), EARLIER).values(
            organisation=organisation, one=first, other=second
        )
        self.session.execute(kept.on_conflict_do_nothing(index_elements=["one", "other"]))

    def earlier_partners(self, organisation: int) -> Mapping[int, frozenset[int]]:
        """Return of whom it is remembered so that they were together, both ways round."""
        kept = select(EARLIER.c.one, EARLIER.c.other).where(EARLIER.c.organisation == organisation)
        pairs = self.session.execute(kept).all()
        if not pairs:
            return {}
        people = select(PERSON.c.id).where(PERSON.c.organisation == organisation)
        who = {self._mark(each): each for each in self.session.execute(people).scalars()}
        found: dict[int, set[int]] = {}
        for one, other in pairs:
            if one in who and other in who:
                found.setdefault(who[one], set()).add(who[other])
                found.setdefault(who[other], set()).add(who[one])
        return {person: frozenset(others) for person, others in found.items()}

    def forget_sentences(self, programme: int, before: datetime, *, over: bool) -> None:
        """Empty what people wrote in tandems and parts that ended before; all parts when it is over."""
        ended = select(PAIRING.c.id).where(
            PAIRING.c.programme == programme, PAIRING.c.ended_at <= before
        )
        met = select(CHECK_IN.c.id).where(CHECK_IN.c.pairing.in_(ended))
        self.session.execute(
            update(FEEDBACK)
            .where(FEEDBACK.c.check_in.in_(met), FEEDBACK.c.sentence != "")
            .values(sentence="")
        )
        self.session.execute(
            update(CHECK_IN)
            .where(CHECK_IN.c.pairing.in_(ended), CHECK_IN.c.next_step != "")
            .values(next_step="")
        )
        self.session.execute(
            update(GOAL).where(GOAL.c.pairing.in_(ended), GOAL.c.words != "").values(words="")
        )
        self.session.execute(
            update(FAREWELL)
            .where(FAREWELL.c.pairing.in_(ended), FAREWELL.c.takeaway != "")
            .values(takeaway="")
        )
        gone = () if over else (PARTICIPANT.c.left_at <= before,)
        said = or_(PARTICIPANT.c.sentence != "", PARTICIPANT.c.learning_goal != "")
        self.session.execute(
            update(PARTICIPANT)
            .where(PARTICIPANT.c.programme == programme, said, *gone)
            .values(sentence="", learning_goal="")
        )
        self._forget()

    def empty_rounds(self, programme: int) -> None:
        """Forget who had no partner in a programme's rounds, and which pairs HR tried."""
        nothing: dict[str, Any] = {"unmatched": [], "taken_out": [], "trial": None}
        self.session.execute(update(ROUND).where(ROUND.c.programme == programme).values(nothing))
        self._forget()

    def _writing(self) -> Connection:
        """Return the transaction, where it may write."""
        return self.session

    def _mark(self, person: int) -> str:
        words = f"partner:{person}"
        return (
            self.journal.mark(words) if self.journal else hashlib.sha256(words.encode()).hexdigest()
        )
