"""The end of a group: what they did and share, and who would like to go on meeting."""

import pytest

from bot.commands import SayMet, SayNext, ShareTakeaway
from bot.grammar import payload_of
from bot.model import PairingState, WhatNext
from tests.flows.groups import become_group
from tests.flows.tandems import after_the_hour, pairing_of
from tests.people import Chat, Company
from tests.screen import keys_in, plain

LEARNT = "Anfangen ist leichter als gedacht"
TAUGHT = "Questions make me prepare better"


@pytest.fixture
def over(company: Company) -> Company:
    """Asha, Bernd and Emine have met, and their group is over."""
    become_group(company, company.asha, company.bernd, company.emine)
    hour = after_the_hour(company, company.asha)
    company.asha.forges(payload_of(SayMet(hour.id, met=True)))
    while pairing_of(company, company.asha).state is not PairingState.COMPLETED:
        company.wait(days=4)
        for chat in (company.asha, company.bernd, company.emine):
            chat.says("/program help")
    company.wait(days=4)
    return company


def chooses(chat: Chat, company: Company, wish: WhatNext) -> None:
    chat.forges(payload_of(SayNext(pairing_of(company, company.asha).id, wish)))


def shares(chat: Chat, company: Company, words: str) -> None:
    asked = ShareTakeaway(pairing_of(company, company.asha).id)
    chat.forges(payload_of(asked), {"takeaway": words})


def test_the_summary_speaks_of_the_group_and_of_what_was_shared_only(over: Company) -> None:
    asha, bernd, emine = over.asha, over.bernd, over.emine
    told = plain(bernd.receives("ending.title"))
    assert "Eure Gruppe ist abgeschlossen. Ihr habt euch einmal getroffen." in told
    shares(emine, over, LEARNT)
    over.wait(days=3)
    for chat in (asha, bernd):
        assert LEARNT in plain(chat.receives("ending.shared.title"))
    shares(asha, over, TAUGHT)
    over.wait(days=3)
    heard = plain(bernd.receives("ending.shared.title"))
    assert LEARNT in heard
    assert TAUGHT in heard
    assert "Emine Kaya" in heard
    shares(emine, over, "")
    asha.forges(payload_of(SayNext(pairing_of(over, asha).id, WhatNext.STOP)))
    assert LEARNT not in plain(asha.last)


def test_those_who_would_go_on_learn_of_each_other_and_nobody_else_does(over: Company) -> None:
    asha, bernd, emine = over.asha, over.bernd, over.emine
    chooses(asha, over, WhatNext.ON)
    asha.sees("ending.chosen.on")
    chooses(emine, over, WhatNext.STOP)
    over.wait(days=3)
    for chat in (asha, bernd, emine):
        chat.receives_nothing("ending.both_on.title")
    chooses(bernd, over, WhatNext.ON)
    bernd.sees("ending.chosen.on_both")
    bernd.reads("Asha Rao")
    over.wait(days=3)
    told = plain(asha.receives("ending.both_on.title"))
    assert "Bernd Vogel" in told
    assert "Emine" not in told
    emine.receives_nothing("ending.both_on.title")
    chooses(emine, over, WhatNext.ON)
    over.wait(days=3)
    for chat, other in ((asha, "Bernd Vogel"), (bernd, "Asha Rao")):
        told = plain(chat.receives("ending.both_on.title"))
        assert other in told
        assert "Emine Kaya" in told


def test_a_word_that_is_taken_back_is_not_passed_on(over: Company) -> None:
    chooses(over.asha, over, WhatNext.ON)
    chooses(over.bernd, over, WhatNext.ON)
    chooses(over.asha, over, WhatNext.AGAIN)
    over.wait(days=3)
    over.asha.receives_nothing("ending.both_on.title")
    assert "ending.chosen.again" in keys_in(over.asha.last)


def test_two_who_say_so_before_anybody_hears_of_it_are_told_of_in_one_word(over: Company) -> None:
    asha, bernd, emine = over.asha, over.bernd, over.emine
    for chat in (asha, bernd, emine):
        chooses(chat, over, WhatNext.ON)
    over.wait(days=5)
    told = [each for each in asha.messages if "ending.both_on.title" in keys_in(each)]
    assert len(told) == 1
    assert "Emine Kaya" in plain(told[0])
    assert "Bernd Vogel" in plain(told[0])
