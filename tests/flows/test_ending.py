"""The end of a tandem: what the two did, what each shares, and what comes next, honoured."""

from datetime import timedelta

import pytest

from bot.commands import AskTakeaway, SayNext, ShareTakeaway
from bot.flows import again, ending
from bot.flows.retention import SENTENCES_KEPT, expect_retention
from bot.grammar import payload_of
from bot.model import Farewell, Goal, GoalState, SurveyTime, WhatNext
from bot.turn import Turn
from tests.flows.answering import counted_tandem, meet, surveys, to_the_end
from tests.flows.tandems import become_tandem, pairing_of
from tests.people import Chat, Company, catalogue
from tests.screen import plain


@pytest.fixture
def over(company: Company) -> Company:
    """Asha and Bernd have met eleven times, and their tandem is over."""
    counted_tandem(company)
    meet(company, 11)
    to_the_end(company)
    return company


def farewells(company: Company) -> dict[int, Farewell]:
    with company.books.read() as store:
        found = store.farewells_of(pairing_of(company, company.asha).id)
    return {each.person: each for each in found}


def agreed(company: Company, chat: Chat) -> set[str]:
    with company.books.read() as store:
        kept = store.consents_of(company.programme.id, chat.person_id)
    return {each.purpose for each in kept if each.withdrawn_at is None}


def chooses(chat: Chat, wish: WhatNext) -> None:
    chat.receives("ending.title")
    chat.last = None
    chat.presses(f"ending.button.{wish}")


def test_the_summary_says_how_often_over_what_and_what_was_reached(company: Company) -> None:
    counted_tandem(company)
    pairing = pairing_of(company, company.asha)
    with company.turn() as store:
        asha = company.asha.participant.id
        for words, state in (("Ein Reel schneiden", GoalState.REACHED), ("Mehr", GoalState.AGREED)):
            store.add(Goal(pairing.id, words, state, asha, company.now, agreed_at=company.now))
    meet(company, 2)
    to_the_end(company)
    told = plain(company.bernd.receives("ending.title"))
    assert "2-mal" in told
    company.bernd.receives("ending.topics")
    assert "Ein Reel schneiden" in told
    assert "Mehr" not in told.splitlines()


def test_who_never_met_is_not_congratulated(company: Company) -> None:
    counted_tandem(company)
    to_the_end(company)
    company.asha.receives("ending.quiet_title")
    company.asha.receives("ending.never_met")


def test_only_what_somebody_shares_reaches_her_partner(over: Company) -> None:
    asha, bernd = over.asha, over.bernd
    bernd.receives("ending.title")
    bernd.last = None
    bernd.presses("ending.button.share")
    bernd.fills(takeaway="Ich habe gelernt, zuzuhören.")
    bernd.sees("ending.mine")
    over.wait(days=1)
    assert "Ich habe gelernt, zuzuhören." in plain(asha.receives("ending.shared.title"))
    asha.last = None
    asha.presses("ending.button.share")
    asha.fills(takeaway="To ask")
    asha.reads("Ich habe gelernt, zuzuhören.")
    over.hana.receives_nothing("ending.shared.title")


def test_a_sentence_can_be_taken_back_before_it_is_passed_on(over: Company) -> None:
    over.wait_until(over.now.replace(hour=20) if over.now.hour < 20 else over.now)
    over.bernd.forges(payload_of(AskTakeaway(pairing_of(over, over.bernd).id)))
    over.bernd.fills(takeaway="Doch lieber nicht")
    over.bernd.presses("ending.button.share")
    over.bernd.fills(takeaway="")
    over.wait(days=3)
    over.asha.receives_nothing("ending.shared.title")
    assert farewells(over)[over.bernd.person_id].takeaway == ""


def test_a_sentence_that_is_too_long_is_asked_for_again(over: Company) -> None:
    pairing = pairing_of(over, over.bernd).id
    over.bernd.forges(payload_of(ShareTakeaway(pairing)), {"takeaway": "x" * 301})
    over.bernd.sees("ending.share.too_long")
    assert farewells(over) == {}


def test_that_both_would_like_to_go_on_is_told_to_both_and_only_then(over: Company) -> None:
    asha, bernd = over.asha, over.bernd
    chooses(bernd, WhatNext.ON)
    bernd.sees("ending.chosen.on")
    over.wait(days=3)
    asha.receives_nothing("ending.both_on.title")
    chooses(asha, WhatNext.ON)
    asha.sees("ending.chosen.on_both")
    over.wait(days=1)
    bernd.receives("ending.both_on.title")


def test_who_changes_her_mind_in_time_is_not_told_of(over: Company) -> None:
    pairing = pairing_of(over, over.asha).id
    over.bernd.forges(payload_of(SayNext(pairing, "on")))
    over.now = over.now.replace(hour=21)  # nobody works
    over.asha.forges(payload_of(SayNext(pairing, "on")))
    over.asha.forges(payload_of(SayNext(pairing, "stop")))
    over.wait(days=4)
    over.bernd.receives_nothing("ending.both_on.title")


@pytest.mark.parametrize("wish", WhatNext)
def test_a_choice_is_kept_and_agrees_to_what_it_says_and_no_more(
    over: Company, wish: WhatNext
) -> None:
    chooses(over.bernd, wish)
    over.bernd.sees(f"ending.chosen.{wish}")
    assert farewells(over)[over.bernd.person_id].next is wish
    wanted = {"next"} if wish in ending.IN_THE_NEXT else set()
    assert agreed(over, over.bernd) == {"matching", "figures"} | wanted
    assert f"ending.button.{wish}" not in over.bernd.buttons[:3]


def test_another_choice_takes_the_agreement_back(over: Company) -> None:
    chooses(over.bernd, WhatNext.SWAP)
    over.bernd.presses("ending.button.on")
    assert "next" not in agreed(over, over.bernd)


def test_the_agreement_is_taken_back_in_the_profile_too(over: Company) -> None:
    chooses(over.bernd, WhatNext.AGAIN)
    over.bernd.says("/program profile")
    over.bernd.sees("profile.consent.next")
    over.bernd.presses("profile.change.consent")
    over.bernd.fills(purposes=("figures",))
    assert agreed(over, over.bernd) == {"matching", "figures"}


def test_who_wants_no_more_is_not_asked_three_months_later(over: Company) -> None:
    chooses(over.bernd, WhatNext.STOP)
    over.wait(days=120)
    assert SurveyTime.LATER not in surveys(over, over.bernd)
    assert SurveyTime.LATER in surveys(over, over.asha)


def test_nobody_says_farewell_for_others_or_before_the_end(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    pairing = pairing_of(company, company.asha).id
    for asked in (SayNext(pairing, "on"), AskTakeaway(pairing), ShareTakeaway(pairing)):
        company.asha.forges(payload_of(asked), {"takeaway": "x"})
        company.asha.sees("refusal.no_longer")
        company.carla.forges(payload_of(asked), {"takeaway": "x"})
        company.carla.sees("refusal.not_yours")


def test_an_unknown_choice_changes_nothing(over: Company) -> None:
    over.bernd.forges(payload_of(SayNext(pairing_of(over, over.bernd).id, "never")))
    over.bernd.sees("refusal.no_longer")
    assert farewells(over) == {}


def test_after_thirty_days_it_is_over_and_sentences_are_gone(over: Company) -> None:
    with over.turn() as store:
        expect_retention(Turn(over.now, store, catalogue()), over.programme)
    pairing = pairing_of(over, over.bernd).id
    over.bernd.forges(payload_of(ShareTakeaway(pairing)), {"takeaway": "Danke"})
    over.wait_until(over.now + SENTENCES_KEPT + timedelta(days=1))
    assert farewells(over)[over.bernd.person_id].takeaway == ""
    over.bernd.forges(payload_of(SayNext(pairing, "on")))
    over.bernd.sees("refusal.no_longer")


# the next programme


def founds_another(company: Company) -> None:
    """Hana founds another programme, as she would; two days later its news goes out."""
    company.hana.says("/program create")
    start = (company.now + timedelta(days=14)).date().isoformat()
    company.hana.fills(name="Zweite Runde", start=start)
    company.hana.sees("settings.new.goals")
    company.wait(days=7)


def test_who_wanted_to_hears_of_the_next_programme_once(over: Company) -> None:
    chooses(over.bernd, WhatNext.SWAP)
    chooses(over.asha, WhatNext.ON)
    founds_another(over)
    over.asha.receives_nothing("ending.again.title")
    over.bernd.receives("ending.again.title")
    assert "next" not in agreed(over, over.bernd)
    over.bernd.presses("home.button.join")
    over.bernd.fills(purposes=("matching",))
    assert over.bernd.ask("role").value == "mentor"  # type: ignore[union-attr]


def test_once_more_finds_the_earlier_answers_in_the_form(over: Company) -> None:
    chooses(over.bernd, WhatNext.AGAIN)
    founds_another(over)
    over.bernd.last = None
    over.bernd.presses("home.button.join")
    over.bernd.fills(purposes=("matching",))
    over.bernd.fills()
    assert [each.value for each in over.bernd.ask("wants").chosen] == ["social_media"]  # type: ignore[union-attr]


def test_what_was_agreed_to_more_than_a_year_ago_is_over(over: Company) -> None:
    chooses(over.bernd, WhatNext.AGAIN)
    over.now += again.ASKED_FOR_A_YEAR
    founds_another(over)
    over.bernd.receives_nothing("ending.again.title")
    assert "next" not in agreed(over, over.bernd)


def test_who_has_joined_already_is_not_told(over: Company) -> None:
    chooses(over.bernd, WhatNext.AGAIN)
    over.hana.says("/program create")
    over.hana.fills(name="Zweite Runde", start=(over.now + timedelta(days=14)).date().isoformat())
    over.bernd.says("/program join")
    over.bernd.fills(purposes=("matching",))
    over.wait(days=7)
    over.bernd.receives_nothing("ending.again.title")
