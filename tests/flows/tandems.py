"""Two of the cast become a tandem, as they would: a proposal, and a yes from each."""

from datetime import datetime, timedelta

from bot.commands import AcceptProposal
from bot.flows import proposals
from bot.flows.meeting_plan import next_check_in
from bot.grammar import payload_of
from bot.model import (
    CheckIn,
    Feedback,
    Notice,
    NoticeState,
    Pairing,
    Proposal,
    ProposalState,
    Reason,
    Role,
)
from bot.turn import Turn
from storage.mapping import shape_of
from storage.shelves.owed import NOTICE
from storage.store import SqlStore
from tests.people import Chat, Company, catalogue

TOPIC = "social_media"


def propose(company: Company, mentor: Chat, mentee: Chat) -> Proposal:
    """Put a proposal to two who already take part, and deliver it."""
    put = _put(company, mentor, mentee)
    company.settle()
    return put


def _put(company: Company, mentor: Chat, mentee: Chat) -> Proposal:
    reason = Reason(
        "topic.met", {"wanted": "Social", "offered": "Social", "topic": TOPIC, "level": 2}
    )
    with company.turn() as store:
        drafted = store.add(
            Proposal(
                programme=company.programme.id,
                mentor=mentor.participant.id,
                mentee=mentee.participant.id,
                score=80,
                reasons=(reason,),
                state=ProposalState.DRAFT,
            )
        )
        return proposals.put(Turn(company.now, store, catalogue()), drafted, company.programme)


def become_tandem(company: Company, mentor: Chat, mentee: Chat) -> Pairing:
    """Let two people take part and say yes to a proposal, the mentee last.

    They do so before its message is out: their day is still free for another one.
    """
    for chat, role in ((mentor, Role.MENTOR), (mentee, Role.MENTEE)):
        with company.turn() as store:
            known = store.participation(company.programme.id, chat.person_id)
        if known is None:
            topics = {"offers": (TOPIC,)} if role is Role.MENTOR else {"wants": (TOPIC,)}
            chat.takes_part(role, **topics)
    put = _put(company, mentor, mentee)
    for chat in (mentor, mentee):  # at whatever hour, though the proposal waits for working hours
        chat.forges(payload_of(AcceptProposal(put.id)))
    company.settle()
    return pairing_of(company, mentor)


def pairing_of(company: Company, chat: Chat) -> Pairing:
    """Return somebody's newest pairing."""
    with company.books.read() as store:
        return store.pairings_with(chat.participant.id)[0]


def check_ins(company: Company, chat: Chat) -> tuple[CheckIn, ...]:
    """Return all check-ins of somebody's newest pairing, by week."""
    with company.books.read() as store:
        return store.check_ins_of(pairing_of(company, chat).id)


def coming(company: Company, chat: Chat) -> CheckIn:
    """Return the next check-in of somebody's newest pairing; there must be one."""
    with company.books.read() as store:
        found = next_check_in(store, pairing_of(company, chat), company.now)
    assert found is not None, "no check-in is planned"
    return found


def kept(company: Company, check_in: CheckIn) -> CheckIn:
    """Return a check-in as it is kept now."""
    with company.books.read() as store:
        found = store.get(CheckIn, check_in.id)
    assert found is not None
    return found


def feedback_of(company: Company, check_in: CheckIn, chat: Chat) -> Feedback | None:
    """Return what somebody answered about a check-in."""
    with company.books.read() as store:
        return store.feedback_by(check_in.id, chat.person_id)


def notices(company: Company, *states: NoticeState) -> list[Notice]:
    """Return all notices in these states, in all states where none is named."""
    with company.books.read() as store:
        assert isinstance(store, SqlStore)
        shape = shape_of(Notice)
        found = [shape.noun_of(row) for row in store.session.execute(NOTICE.select())]
    return [each for each in found if not states or each.state in states]


def both_are_there(company: Company, until: datetime, *pair: Chat) -> None:
    """Let time pass while both look in now and then, though they do not say whether they met."""
    while company.now < until:
        company.wait_until(min(until, company.now + timedelta(days=4)))
        for chat in pair or (company.asha, company.bernd):
            chat.says("/program help")


def after_the_hour(company: Company, chat: Chat) -> CheckIn:
    """Let time pass until somebody's next hour is over; return its check-in."""
    check_in = coming(company, chat)
    company.wait_until(check_in.starts_at + timedelta(hours=1))
    return check_in


def answers(chat: Chat, check_in: CheckIn, *, met: bool) -> None:
    """Send an answer as a button would, whatever is on the screen."""
    chat.forges(f"checkin.met:{check_in.id}:{int(met)}")
