"""Whoever comes back from a break to no tandem: told only then, and looked for again."""

import pytest

from bot.commands import SayFit
from bot.grammar import payload_of
from bot.model import PairingState, ParticipantState, Role
from tests.flows.joining import a_round_was_sent
from tests.flows.tandems import TOPIC, after_the_hour, become_tandem, pairing_of
from tests.people import Chat, Company


def takes_a_break(chat: Chat, until: str = "") -> None:
    chat.says("/program pause")
    chat.fills(until=until)
    chat.stands(ParticipantState.PAUSED)


def is_told_once_back(company: Company, key: str) -> None:
    """Hold that Bernd hears of something only after his break."""
    company.bernd.receives_nothing(key)
    company.bernd.says("/program resume")
    company.wait(days=1)
    company.bernd.receives(key)


def leaves(company: Company) -> None:
    company.asha.says("/program leave")
    company.asha.presses("participation.leave.do")


@pytest.mark.parametrize("until", ["", "2026-11-20"])
def test_the_end_of_a_tandem_is_told_after_the_break(company: Company, until: str) -> None:
    become_tandem(company, company.asha, company.bernd)
    takes_a_break(company.bernd, until)
    leaves(company)
    assert pairing_of(company, company.bernd).state is PairingState.ENDED
    company.wait(days=10)
    company.bernd.receives_nothing("pairing.ended.title")
    if until:
        company.wait(days=12)
        company.bernd.receives("participation.back.title")
    else:
        company.bernd.says("/program resume")
        company.wait(days=1)
    company.bernd.receives("pairing.ended.title")
    told = len(company.bernd.messages)
    takes_a_break(company.bernd)
    company.bernd.says("/program resume")
    company.wait(days=3)
    assert len(company.bernd.messages) == told


def test_that_the_partner_was_forgotten_is_told_after_the_break(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    takes_a_break(company.bernd)
    company.asha.says("/program forget")
    company.asha.presses("privacy.forget.do")
    company.wait(days=10)
    is_told_once_back(company, "privacy.partner_gone.title")


def test_that_it_does_not_fit_is_told_after_the_break(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    pairing = pairing_of(company, company.asha)
    after_the_hour(company, company.asha)
    company.asha.presses("checkin.asked.yes")
    takes_a_break(company.bernd)
    company.asha.forges(payload_of(SayFit(pairing.id, "not")))
    company.wait(days=2)
    is_told_once_back(company, "fit.parted.title")


def test_whoever_comes_back_without_a_tandem_is_looked_for(company: Company) -> None:
    a_round_was_sent(company)
    company.bernd.takes_part(Role.MENTEE, wants=(TOPIC,))
    takes_a_break(company.bernd)
    company.asha.takes_part(Role.MENTOR, offers=(TOPIC,))
    company.wait(days=2)
    company.bernd.says("/program resume")
    company.wait(days=1)
    company.bernd.receives("proposal.open.title")
