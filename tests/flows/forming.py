"""A programme in groups with its cast: who teaches, who learns, and what was put to them."""

from bot.commands import AcceptGroup, AcceptProposal, DeclineGroup, DeclineProposal
from bot.grammar import payload_of
from bot.model import (
    Format,
    GroupProposal,
    GroupProposalState,
    Pairing,
    ProposalState,
    Role,
)
from tests.people import Chat, Company
from tests.screen import plain

TOPIC = "social_media"
Cast = tuple[Chat, Chat, Chat, Chat]  # the mentor first


def in_groups(company: Company, *, least: int = 2, most: int = 6) -> Cast:
    """Let Asha teach and Bernd, Emine and Ines learn, in groups."""
    company.changes(format=Format.GROUP, group_least=least, group_most=most)
    company.asha.takes_part(Role.MENTOR, offers=(TOPIC,))
    mentees = (company.bernd, company.emine, learner(company, "Ines Okafor", takes_part=False))
    for each in mentees:
        each.takes_part(Role.MENTEE, wants=(TOPIC,))
    return company.asha, *mentees


def learner(company: Company, name: str, *, takes_part: bool = True, topic: str = TOPIC) -> Chat:
    """Return one more senior colleague, of a team and a site of her own."""
    chat = company.hires(name, level=7, team=name, site="Köln")
    if takes_part:
        chat.takes_part(Role.MENTEE, wants=(topic,))
    return chat


def drafted(company: Company) -> None:
    """Let HR prepare a round, and a minute go by."""
    company.hana.says("/program match")
    company.wait(minutes=1)


def sent(company: Company) -> GroupProposal:
    """Let HR send a round of one group, and return what was put to people."""
    drafted(company)
    company.hana.presses("forming.review.send")
    company.hana.sees("forming.sent.title")
    company.settle()
    return newest(company)


def running_group(company: Company, cast: Cast) -> Pairing:
    """Let all of a round's one group say yes, and a day go by."""
    group = sent(company)
    for each in cast:
        says_yes(company, each, group)
    company.wait(days=1)
    (pairing,) = groups_of(company)
    return pairing


def newest(company: Company) -> GroupProposal:
    """Return the newest group that was drafted or put to people, as it is kept now."""
    with company.books.read() as store:
        return store.group_proposals_of(company.programme.id)[-1]


def answers_of(company: Company, group: GroupProposal) -> dict[int, ProposalState]:
    """Return what became of each mentee's proposal, by participant."""
    with company.books.read() as store:
        return {each.mentee: each.state for each in store.proposals_for(group.id)}


def groups_of(company: Company) -> tuple[Pairing, ...]:
    """Return all pairings of the programme."""
    with company.books.read() as store:
        return store.pairings_of(company.programme.id)


def is_closed(company: Company, group: GroupProposal) -> bool:
    """Tell whether a group came to nothing."""
    with company.books.read() as store:
        found = store.get(GroupProposal, group.id)
    return found is not None and found.state is GroupProposalState.CLOSED


def says_yes(company: Company, chat: Chat, group: GroupProposal) -> None:
    """Say yes as the mentor or as one of the mentees, as a button would."""
    hers = AcceptGroup(group.id)
    his = AcceptProposal(put_to(company, chat, group))
    chat.forges(payload_of(hers if chat is company.asha else his))


def says_no(company: Company, chat: Chat, group: GroupProposal) -> None:
    """Say no as the mentor or as one of the mentees, as a button would."""
    hers = DeclineGroup(group.id)
    his = DeclineProposal(put_to(company, chat, group))
    chat.forges(payload_of(hers if chat is company.asha else his))


def put_to(company: Company, chat: Chat, group: GroupProposal) -> int:
    """Return the number of a mentee's proposal; 0 for the mentor, to whom none was put."""
    with company.books.read() as store:
        put = store.proposals_for(group.id)
    return next((each.id for each in put if each.mentee == chat.participant.id), 0)


def names_in(chat: Chat, *others: Chat) -> set[str]:
    """Return which of the others' names stand on somebody's screen."""
    shown = " ".join(plain(each) for each in chat.messages) + plain(chat.last)
    return {each.name for each in others if each.name in shown}
