"""Asha and Bernd as a proposal or a tandem, put into the store without the talk before it."""

from dataclasses import replace
from datetime import time, timedelta

from bot.model import (
    Cadence,
    MeetingHour,
    Pairing,
    PairingState,
    Proposal,
    ProposalState,
    Role,
)
from tests.people import Company


def proposed(company: Company, **facts: object) -> Proposal:
    """Return an open proposal to Asha and Bernd, with other facts where they are given."""
    mentor = company.asha.takes_part(Role.MENTOR, offers=("ai",))
    mentee = company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    proposal = Proposal(
        programme=company.programme.id,
        mentor=mentor.id,
        mentee=mentee.id,
        score=80,
        reasons=(),
        state=ProposalState.OPEN,
        sent_at=company.now,
        expires_at=company.now + timedelta(days=7),
    )
    with company.turn() as store:
        return store.add(replace(proposal, **facts))  # type: ignore[arg-type]


def paired(company: Company) -> Pairing:
    """Return the tandem of Asha and Bernd; it has no meetings yet."""
    proposal = proposed(company, state=ProposalState.ACCEPTED)
    with company.turn() as store:
        return store.add(
            Pairing(
                programme=company.programme.id,
                proposal=proposal.id,
                mentor=proposal.mentor,
                mentees=(proposal.mentee,),
                state=PairingState.ACTIVE,
                hour=MeetingHour(2, time(10), "Europe/Berlin", Cadence.WEEKLY),
                started_at=company.now,
                ends_on=company.now.date() + timedelta(weeks=12),
            )
        )
