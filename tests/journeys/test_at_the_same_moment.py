"""Those whom a match concerns answer at the same moment, in threads of their own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.commands import AcceptGroup, AcceptProposal, DeclineProposal, Request
from bot.grammar import payload_of
from bot.heard import Pressed
from bot.model import GroupProposalState, Role
from bot.said import Reply
from tests.chat import Chat
from tests.flows.forming import groups_of, in_groups, newest, put_to, sent
from tests.people import Company
from tests.screen import keys_in

PATIENCE_SECONDS = 60


@pytest.fixture(params=["sqlite", "postgres"])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Company]:
    postgres = request.param == "postgres"
    company = Company(tmp_path, request.getfixturevalue("postgres_url") if postgres else "")
    yield company
    company.close()


def all_press(company: Company, presses: Sequence[tuple[Chat, Request]]) -> list[Reply]:
    """Let everybody press a button once all are ready to, and return what each was told."""
    together = Barrier(len(presses), timeout=PATIENCE_SECONDS)

    def press(press: tuple[Chat, Request]) -> Reply:
        chat, wanted = press
        together.wait()
        return company.bot.hear(Pressed(chat.actor, payload_of(wanted)), company.now)

    with ThreadPoolExecutor(len(presses)) as threads:
        return list(threads.map(press, presses))


def test_a_group_to_which_all_say_yes_at_once_begins_once_and_whole(company: Company) -> None:
    asha, *mentees = in_groups(company)
    group = sent(company)
    yes = [(each, AcceptProposal(put_to(company, each, group))) for each in mentees]
    told = all_press(company, [(asha, AcceptGroup(group.id)), *yes])
    (pairing,) = groups_of(company)
    assert set(pairing.mentees) == {each.participant.id for each in mentees}
    assert newest(company).state is GroupProposalState.BEGUN
    begun = [reply for reply in told if "forming.accepted.title" in keys_in(reply)]
    waiting = [reply for reply in told if "proposal.waiting.title" in keys_in(reply)]
    assert (len(begun), len(waiting)) == (1, 3)
    company.assert_nothing_failed()


def test_a_yes_and_a_no_at_once_leave_a_group_of_those_who_said_yes(company: Company) -> None:
    asha, *mentees = in_groups(company)
    group = sent(company)
    bernd, emine, ines = mentees
    all_press(
        company,
        [
            (asha, AcceptGroup(group.id)),
            (bernd, AcceptProposal(put_to(company, bernd, group))),
            (emine, AcceptProposal(put_to(company, emine, group))),
            (ines, DeclineProposal(put_to(company, ines, group))),
        ],
    )
    (pairing,) = groups_of(company)
    assert set(pairing.mentees) == {bernd.participant.id, emine.participant.id}
    company.assert_nothing_failed()


def test_two_who_say_yes_at_once_become_one_tandem(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    company.bernd.takes_part(Role.MENTEE, wants=("social_media",))
    company.hana.says("/program match")
    company.wait(minutes=1)
    company.hana.presses("round.review.send")
    company.settle()
    with company.books.read() as store:
        (proposal,) = store.proposals_with(company.asha.participant.id)
    yes = AcceptProposal(proposal.id)
    all_press(company, [(company.asha, yes), (company.bernd, yes)])
    assert len(groups_of(company)) == 1
    company.assert_nothing_failed()
