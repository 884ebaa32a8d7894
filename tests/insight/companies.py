"""Companies for the tests of the figures: what happened, week by week, as plain nouns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.insight import Ledger
from bot.model import (
    Cadence,
    CheckIn,
    CheckInState,
    Farewell,
    Feedback,
    MeetingHour,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Programme,
    Proposal,
    ProposalState,
    Role,
    Survey,
    SurveyTime,
    WhatNext,
)

FIRST_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)  # Monday of 2026-W02
PROGRAMME = Programme(1, "Reverse", date(2026, 1, 5), hr_leads=(9,), id=1)
WEEKLY = MeetingHour(2, time(10), "Europe/Berlin", Cadence.WEEKLY)
MET, MISSED = CheckInState.MET, CheckInState.MISSED
SKIPPED, UNKNOWN = CheckInState.SKIPPED, CheckInState.UNKNOWN


def moment(week: int, day: int = 0, hour: int = 9) -> datetime:
    """Return a moment of the programme's week (0 is the first), in UTC."""
    return FIRST_MONDAY + timedelta(weeks=week, days=day, hours=hour)


def freezing(week: int) -> datetime:
    """Return Monday 06:00 in Berlin (winter time) after the week, when it is frozen."""
    return moment(week + 1, 0, 5)


def week_name(week: int) -> str:
    """Return the ISO week of the programme's week."""
    year, number, _ = moment(week).isocalendar()
    return f"{year}-W{number:02d}"


@dataclass
class Company:
    """Collects what happens; a person's participant has her id plus 1000."""

    participants: dict[int, Participant] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    pairings: dict[int, Pairing] = field(default_factory=dict)
    check_ins: list[CheckIn] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    farewells: list[Farewell] = field(default_factory=list)

    def joins(
        self,
        person: int,
        role: Role,
        *,
        joined: datetime | None = None,
        completed: datetime | None = None,
    ) -> None:
        """Let a person opt in, and complete her questionnaire where a moment is given."""
        self.participants[person] = Participant(
            1,
            person,
            ParticipantState.ACTIVE if completed else ParticipantState.ANSWERING,
            joined or moment(0),
            role=role,
            completed_at=completed,
            id=person + 1000,
        )

    def completes(self, person: int, at: datetime) -> None:
        """Let a person complete her questionnaire."""
        self.participants[person] = replace(
            self.participants[person], state=ParticipantState.ACTIVE, completed_at=at
        )

    def leaves(self, person: int, at: datetime) -> None:
        """Let a person leave."""
        self.participants[person] = replace(
            self.participants[person], state=ParticipantState.LEFT, left_at=at
        )

    def proposes(
        self,
        mentor: int,
        mentee: int,
        state: ProposalState,
        *,
        closed: datetime,
        declined_by: int | None = None,
        yes_of_mentor: bool | None = None,
    ) -> None:
        """Put a match to both and close it."""
        accepted = True if state is ProposalState.ACCEPTED else None
        self.proposals.append(
            Proposal(
                1,
                mentor + 1000,
                mentee + 1000,
                80,
                (),
                state,
                mentor_accepted=accepted or yes_of_mentor,
                mentee_accepted=accepted,
                sent_at=closed - timedelta(days=1),
                closed_at=closed,
                declined_by=declined_by and declined_by + 1000,
                id=len(self.proposals) + 1,
            )
        )

    def pairs(
        self,
        mentor: int,
        mentee: int,
        *,
        started: datetime,
        ended: datetime | None = None,
        state: PairingState = PairingState.ACTIVE,
    ) -> int:
        """Make a pairing and return its id."""
        pairing = len(self.pairings) + 1
        self.pairings[pairing] = Pairing(
            1,
            0,
            mentor + 1000,
            (mentee + 1000,),
            state,
            WEEKLY,
            started,
            date(2026, 12, 31),
            ended,
            id=pairing,
        )
        return pairing

    def plans(
        self,
        pairing: int,
        week: int,
        state: CheckInState,
        *,
        answers: tuple[bool | None, bool | None] | None = None,
        skip_reason: str = "by_mentor",
    ) -> int:
        """Put an hour on the Wednesday of a week and return the check-in's id."""
        said = {MET: (True, True), MISSED: (False, None)}.get(state, (None, None))
        members = self.pairings[pairing].members
        told = dict(zip(members, answers or said, strict=True))
        check_in = len(self.check_ins) + 1
        self.check_ins.append(
            CheckIn(
                pairing,
                week_name(week),
                moment(week, 2),
                state,
                said_met=tuple(each for each in members if told[each] is True),
                said_missed=tuple(each for each in members if told[each] is False),
                skip_reason=skip_reason if state is SKIPPED else "",
                id=check_in,
            )
        )
        return check_in

    def rates(
        self,
        check_in: int,
        person: int,
        useful: int,
        *,
        exchanged: bool | None = None,
        at: datetime | None = None,
    ) -> None:
        """Let a person rate an hour, the day after where no moment is given."""
        given = at or self.check_ins[check_in - 1].starts_at + timedelta(days=1)
        self.feedback.append(
            Feedback(check_in, person, useful, given, exchanged, id=len(self.feedback) + 1)
        )

    def asks(
        self,
        person: int,
        time: SurveyTime,
        *,
        asked: datetime,
        answers: Mapping[str, int] | None = None,
        given: datetime | None = None,
    ) -> None:
        """Put a survey to a person, and let her answer a day later where no moment is given."""
        at = given or asked + timedelta(days=1) if answers else None
        number = len(self.surveys) + 1
        self.surveys.append(
            Survey(person + 1000, person, time, asked, None, at, answers or {}, number)
        )

    def parts(self, pairing: int, person: int, wish: WhatNext, at: datetime) -> None:
        """Let somebody say what comes next for her."""
        number = len(self.farewells) + 1
        self.farewells.append(Farewell(pairing, person, at, wish, id=number))

    def ledger(self, as_of: datetime) -> Ledger:
        """Return the ledger as of a moment."""
        return Ledger.of(
            PROGRAMME,
            participants=self.participants.values(),
            proposals=self.proposals,
            pairings=self.pairings.values(),
            check_ins=self.check_ins,
            feedback=self.feedback,
            as_of=as_of,
            surveys=self.surveys,
            farewells=self.farewells,
        )


def paired(pairs: int) -> Company:
    """Return a company of so many pairs since week 0: mentors 1, 2, ..., mentees 101, 102, ..."""
    company = Company()
    for number in range(1, pairs + 1):
        company.joins(number, Role.MENTOR, completed=moment(0, 0, 10))
        company.joins(100 + number, Role.MENTEE, completed=moment(0, 0, 10))
        company.pairs(number, 100 + number, started=moment(0, 0, 12))
    return company
