"""What happened in a programme up to a moment, as plain nouns without words."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.model import (
    SKIPPED_BY_ONE,
    CheckIn,
    CheckInState,
    Farewell,
    Feedback,
    Goal,
    GoalState,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Programme,
    Proposal,
    ProposalState,
    Survey,
)

SETTLING_WEEKS = 1  # a week's hours count one week after its end, so that late answers are in


@dataclass(frozen=True)
class Ledger:
    """Everything the figures of one programme are reckoned from, as it was known before `as_of`.

    What happens at that very moment is not in it, in whatever order it is done.

    `taken_out` are the hours that a break, a holiday or an end took, or that came too early for a
    pair: they were not planned in the end, and nobody let them pass.

    Facts that carry a time are taken back to that moment: what came later is not in it. Facts
    without one (the answer to "did you meet?", a pause) are as they are now. Seen from a past
    moment such a fact is therefore no change, so that a change is rather under- than overcounted,
    and figures rather stand than move.
    """

    programme: Programme
    participants: tuple[Participant, ...]
    proposals: tuple[Proposal, ...]
    pairings: tuple[Pairing, ...]
    check_ins: tuple[CheckIn, ...]
    feedback: tuple[Feedback, ...]
    as_of: datetime
    goals: tuple[Goal, ...] = ()
    surveys: tuple[Survey, ...] = ()
    farewells: tuple[Farewell, ...] = ()
    taken_out: tuple[CheckIn, ...] = ()

    @classmethod
    def of(
        cls,
        programme: Programme,
        *,
        participants: Iterable[Participant],
        proposals: Iterable[Proposal],
        pairings: Iterable[Pairing],
        check_ins: Iterable[CheckIn],
        feedback: Iterable[Feedback],
        as_of: datetime,
        goals: Iterable[Goal] = (),
        surveys: Iterable[Survey] = (),
        farewells: Iterable[Farewell] = (),
    ) -> "Ledger":
        """Return the ledger as of a moment (aware), without drafts, hours to come and words."""
        proposals = tuple(proposals)
        kept_pairings = tuple(_pairings_at(pairings, proposals, as_of))
        pairing_ids = {each.id for each in kept_pairings}
        begun = [
            each for each in check_ins if each.pairing in pairing_ids and each.starts_at < as_of
        ]
        kept_check_ins = tuple(filter(_was_planned, begun))
        met = {each.id for each in kept_check_ins if each.state is CheckInState.MET}
        return cls(
            programme,
            tuple(_participant_at(each, as_of) for each in participants if each.joined_at < as_of),
            tuple(_proposal_at(each, as_of) for each in proposals if _sent(each, as_of)),
            kept_pairings,
            kept_check_ins,
            tuple(_feedback_at(feedback, met, as_of)),
            as_of,
            tuple(
                _goal_at(each, as_of)
                for each in goals
                if each.pairing in pairing_ids and each.agreed_at and each.agreed_at < as_of
            ),
            tuple(_survey_at(each, as_of) for each in surveys if each.asked_at < as_of),
            tuple(_wishes_at(farewells, as_of)),
            tuple(each for each in begun if not _was_planned(each)),
        )

    def at(self, earlier: datetime) -> "Ledger":
        """Return the ledger as of an earlier moment; raises ValueError for a later one."""
        if earlier > self.as_of:
            raise ValueError(f"the ledger ends {self.as_of}, nothing is known of {earlier}")
        if earlier not in self._taken_back:
            self._taken_back[earlier] = self._at(earlier)
        return self._taken_back[earlier]

    @cached_property
    def _taken_back(self) -> dict[datetime, "Ledger"]:
        """Most figures ask for the same few moments."""
        return {}

    def _at(self, earlier: datetime) -> "Ledger":
        return Ledger.of(
            self.programme,
            participants=self.participants,
            proposals=self.proposals,
            pairings=self.pairings,
            check_ins=(*self.check_ins, *self.taken_out),
            feedback=self.feedback,
            as_of=earlier,
            goals=self.goals,
            surveys=self.surveys,
            farewells=self.farewells,
        )

    @cached_property
    def settled_week(self) -> str:
        """The newest ISO week ("2026-W47") whose hours count: over for SETTLING_WEEKS."""
        local = self.as_of.astimezone(ZoneInfo(self.programme.time_zone)).date()
        return week_of(local - timedelta(weeks=1 + SETTLING_WEEKS))

    @cached_property
    def settled(self) -> tuple[CheckIn, ...]:
        """The check-ins whose week counts, in whatever state."""
        return tuple(each for each in self.check_ins if each.week <= self.settled_week)

    @cached_property
    def pairing_by_id(self) -> Mapping[int, Pairing]:
        """The pairings by their ids."""
        return {each.id: each for each in self.pairings}

    @cached_property
    def _found_at(self) -> Mapping[tuple[int, int], datetime]:
        accepted = (each for each in self.proposals if each.state is ProposalState.ACCEPTED)
        found: dict[tuple[int, int], datetime] = {}
        for each in accepted:
            if each.closed_at:
                both = (each.mentor, each.mentee)
                found[both] = min(each.closed_at, found.get(both, each.closed_at))
        return found

    def in_since(self, pairing: Pairing, participant: int) -> datetime:
        """Return since when somebody is in a pairing: a mentee may enter a group that runs."""
        entered = self._found_at.get((pairing.mentor, participant), pairing.started_at)
        return max(entered, pairing.started_at)

    @cached_property
    def _person_by_participant(self) -> Mapping[int, int]:
        return {each.id: each.person for each in self.participants}

    def person_behind(self, participant: int) -> int:
        """Return the person behind a participant's id.

        Of somebody who was erased only the participant's id is left: its negative stands for her.
        """
        return self._person_by_participant.get(participant, -participant)

    @cached_property
    def _hours_by_pairing(self) -> Mapping[int, Sequence[CheckIn]]:
        found: dict[int, list[CheckIn]] = {}
        for each in sorted((*self.check_ins, *self.taken_out), key=lambda hour: hour.starts_at):
            found.setdefault(each.pairing, []).append(each)
        return found

    def hours_of(self, pairing: Pairing) -> Sequence[CheckIn]:
        """Return all hours of a pairing that have come, planned or taken out, the first one first."""
        return self._hours_by_pairing.get(pairing.id, ())

    def people_of(self, pairing: Pairing) -> tuple[int, ...]:
        """Return the people of a pairing, the mentor first."""
        return tuple(map(self.person_behind, pairing.members))

    def invited_to(self, check_in: CheckIn) -> tuple[int, ...]:
        """Return whose hour it was, by their participants: also those who left their group later.

        Whoever could not come to it was not asked about it.
        """
        pairing = self.pairing_by_id[check_in.pairing]
        later = (each.mentee for each in pairing.left if each.at > check_in.starts_at)
        return tuple(each for each in (*pairing.members, *later) if each not in check_in.absent)


def week_of(day: date) -> str:
    """Return the ISO week of a day, as "2026-W47"; written so, weeks sort by time."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def monday_of(week: str) -> date:
    """Return the first day of an ISO week such as "2026-W47"; raises ValueError for others."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _was_planned(check_in: CheckIn) -> bool:
    """Tell whether an hour counts: a break, a holiday or an end takes it out of what was planned."""
    return check_in.state is not CheckInState.SKIPPED or check_in.skip_reason in SKIPPED_BY_ONE


def _pairings_at(
    pairings: Iterable[Pairing], proposals: Iterable[Proposal], as_of: datetime
) -> Iterator[Pairing]:
    """Yield the pairings that had begun, without mentees who came together with the mentor later."""
    later = (each for each in proposals if each.closed_at and each.closed_at >= as_of)
    entering = {
        (each.mentor, each.mentee) for each in later if each.state is ProposalState.ACCEPTED
    }
    for each in pairings:
        if _begun(each, as_of):
            yield _pairing_at(each, as_of, entering)


def _begun(pairing: Pairing, as_of: datetime) -> bool:
    return pairing.started_at < as_of


def _sent(proposal: Proposal, as_of: datetime) -> bool:
    return proposal.sent_at is not None and proposal.sent_at < as_of


def _participant_at(participant: Participant, as_of: datetime) -> Participant:
    completed, left = participant.completed_at, participant.left_at
    if completed is not None and completed >= as_of:
        participant = replace(participant, completed_at=None)
    if left is not None and left >= as_of:
        done = participant.completed_at is not None
        state = ParticipantState.ACTIVE if done else ParticipantState.ANSWERING
        participant = replace(participant, left_at=None, state=state)
    return participant


def _proposal_at(proposal: Proposal, as_of: datetime) -> Proposal:
    if proposal.closed_at is not None and proposal.closed_at >= as_of:
        return replace(
            proposal,
            state=ProposalState.OPEN,
            mentor_accepted=None,
            mentee_accepted=None,
            closed_at=None,
            declined_by=None,
            decline_reason="",
        )
    return replace(proposal, decline_reason="") if proposal.decline_reason else proposal


def _pairing_at(
    pairing: Pairing, as_of: datetime, entering: Collection[tuple[int, int]]
) -> Pairing:
    """Return a pairing without those (with its mentor) who entered it only later."""
    mentees = tuple(each for each in pairing.mentees if (pairing.mentor, each) not in entering)
    if mentees != pairing.mentees:
        pairing = replace(pairing, mentees=mentees)
    later = tuple(each.mentee for each in pairing.left if each.at >= as_of)
    if later:
        left = tuple(each for each in pairing.left if each.at < as_of)
        pairing = replace(pairing, mentees=(*pairing.mentees, *later), left=left)
    if pairing.ended_at is not None and pairing.ended_at >= as_of:
        return replace(pairing, state=PairingState.ACTIVE, ended_at=None)
    return pairing


def _goal_at(goal: Goal, as_of: datetime) -> Goal:
    """Return an agreed goal without its words, reached only if it was by then."""
    plain = replace(goal, words="")
    if plain.reached_at is not None and plain.reached_at >= as_of:
        return replace(plain, state=GoalState.AGREED, reached_at=None)
    return plain


def _survey_at(survey: Survey, as_of: datetime) -> Survey:
    """Return a survey unanswered if it was by then."""
    if survey.given_at is not None and survey.given_at >= as_of:
        return replace(survey, given_at=None, answers={})
    return survey


def _feedback_at(
    feedback: Iterable[Feedback], met: Collection[int], as_of: datetime
) -> Iterator[Feedback]:
    """Yield the feedback on hours that took place, without sentences."""
    for each in feedback:
        if each.check_in in met and each.given_at < as_of:
            yield replace(each, sentence="") if each.sentence else each


def _wishes_at(farewells: Iterable[Farewell], as_of: datetime) -> Iterator[Farewell]:
    """Yield what people said at the end of their tandems, without what they shared."""
    for each in farewells:
        if each.given_at < as_of:
            yield replace(each, takeaway="") if each.takeaway else each
