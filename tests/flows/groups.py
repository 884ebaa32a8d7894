"""Three of the cast become a group, as they would once all have said yes."""

from bot.flows import pairings
from bot.model import GroupProposal, GroupProposalState, Pairing, Role
from bot.turn import Turn
from tests.flows.tandems import TOPIC
from tests.people import Chat, Company, catalogue


def become_group(
    company: Company, mentor: Chat, *mentees: Chat, ready: tuple[str, ...] = ("mentor", "mentee")
) -> Pairing:
    """Let people take part, ready for both seats unless said otherwise, and begin their group."""
    begun = begin_group(company, mentor, *mentees, ready=ready)
    company.settle()
    return begun


def begin_group(
    company: Company, mentor: Chat, *mentees: Chat, ready: tuple[str, ...] = ()
) -> Pairing:
    """Begin the group of people who take part from now on, and deliver nothing yet."""
    mentor.takes_part(Role.MENTOR, offers=(TOPIC,), ready=ready)
    for each in mentees:
        each.takes_part(Role.MENTEE, wants=(TOPIC,), ready=ready)
    put = GroupProposal(
        programme=company.programme.id,
        mentor=mentor.participant.id,
        topic=TOPIC,
        state=GroupProposalState.BEGUN,
        least=2,
        most=6,
    )
    with company.turn() as store:
        turn = Turn(company.now, store, catalogue())
        return pairings.begin_group(turn, put, tuple(each.participant.id for each in mentees))
