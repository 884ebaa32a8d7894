"""Home, help, and what was not understood."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import (
    CheckIn,
    CheckInState,
    Language,
    ParticipantState,
    Role,
)
from tests.flows.pairs import paired, proposed
from tests.people import Company
from tests.screen import plain, primary


def test_an_outsider_learns_what_it_is_and_may_join(company: Company) -> None:
    carla = company.carla
    carla.says("/program")
    carla.sees("home.outside.title")
    carla.reads("Hana Weiss")
    assert primary(carla.last) == ["home.button.join"]
    carla.presses("home.button.join")
    carla.sees("consent.title")


def test_whoever_has_not_finished_goes_on(company: Company) -> None:
    carla = company.carla
    carla.says("join")
    carla.fills(purposes=("matching",))
    carla.fills(role="mentor")
    carla.says("/program")
    carla.reads("5 short screens to go")
    assert primary(carla.last) == ["home.button.continue"]


def test_whoever_waits_learns_what_happens_next(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.bernd.says("/program")
    company.bernd.sees("home.waiting.round")
    company.bernd.reads("Künstliche Intelligenz (wichtig)")
    assert primary(company.bernd.last) == ["home.button.profile"]


def test_an_open_proposal_is_the_next_step(company: Company) -> None:
    proposed(company)
    company.asha.says("/program")
    company.asha.sees("proposal.open.title")
    company.asha.reads("Bernd Vogel")
    assert primary(company.asha.last) == ["proposal.accept"]


def test_whoever_said_yes_learns_that_it_is_the_others_turn(company: Company) -> None:
    proposed(company, mentor_accepted=True)
    company.asha.says("/program")
    company.asha.sees("home.answered.title")
    company.bernd.says("/program")
    company.bernd.sees("proposal.open.title")


def test_a_tandem_sees_partner_and_next_meeting(company: Company) -> None:
    pairing = paired(company)
    company.asha.says("/program")
    company.asha.sees("home.paired.no_meeting")
    with company.turn() as store:
        for week, days in (("2026-W44", -5), ("2026-W45", 2), ("2026-W46", 9)):
            starts_at = company.now + timedelta(days=days)
            store.add(CheckIn(pairing.id, week, starts_at, CheckInState.PLANNED))
    company.asha.says("/program")
    company.asha.sees("home.paired.title")
    company.asha.reads("Bernd Vogel")
    company.asha.reads("Wednesday, 4 November, 09:00")
    assert primary(company.asha.last) == ["home.button.pair"]
    company.bernd.says("/program")
    company.bernd.reads("Mittwoch, 4. November, 09:00 Uhr")


def test_an_hr_lead_announces_a_programme_that_nobody_is_in_yet(company: Company) -> None:
    hana = company.hana
    hana.says("/program")
    hana.sees("home.hr.nobody.title")
    assert primary(hana.last) == ["home.hr.announce"]
    assert {"home.hr.status", "home.hr.settings", "home.button.join"} <= set(hana.buttons)
    assert "home.hr.match" not in hana.buttons
    hana.presses("home.hr.announce")
    hana.sees("announce.title")
    company.asha.says("/program")
    company.asha.sees_not("home.hr.nobody.title")


def test_an_hr_lead_who_takes_no_part_is_invited_in_one_line(company: Company) -> None:
    hana = company.hana
    hana.says("/program")
    hana.sees("home.hr.outside")
    hana.sees_not("home.outside.title")
    hana.sees_not("home.outside.body")
    assert hana.buttons.count("home.button.join") == 1
    hana.presses("home.button.join")
    hana.takes_part(Role.MENTEE, wants=("ai",))
    hana.says("/program")
    hana.sees_not("home.hr.outside")
    hana.sees("home.waiting.title")


def test_an_hr_lead_prepares_a_round_once_two_could_meet(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.hana.says("/program")
    company.hana.sees("home.hr.few.title")
    company.hana.reads("one person has joined")
    assert primary(company.hana.last) == ["home.hr.announce"]
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.hana.says("/program")
    company.hana.reads("2 people have joined")
    assert primary(company.hana.last) == ["home.hr.match"]


def test_one_who_would_be_both_cannot_meet_herself(company: Company) -> None:
    company.asha.takes_part(Role.BOTH, offers=("ai",), wants=("excel",))
    company.hana.says("/program")
    assert primary(company.hana.last) == ["home.hr.announce"]


def test_an_hr_lead_goes_on_with_the_draft_and_then_with_the_figures(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    hana = company.hana
    hana.says("/program match")
    hana.says("/program")
    hana.sees("home.hr.solving.title")
    company.wait(minutes=1)
    hana.says("/program")
    hana.sees("home.hr.draft.title")
    assert primary(hana.last) == ["home.hr.look"]
    hana.presses("home.hr.look")
    hana.presses("round.review.send")
    hana.says("/program")
    hana.sees("home.hr.running.title")
    assert primary(hana.last) == ["home.hr.status"]
    assert "home.hr.match" in hana.buttons
    hana.reads("no need for a new round")
    company.changes(reviews_rolling=True)
    hana.says("/program")
    hana.reads("show you what I find before it goes out")


def test_an_hr_lead_with_a_proposal_answers_that_first(company: Company) -> None:
    proposed(company)
    company.changes(hr_leads=(company.asha.person_id,))
    company.asha.says("/program")
    company.asha.sees("proposal.open.title")
    assert primary(company.asha.last) == ["proposal.accept"]
    assert "home.hr.status" in company.asha.buttons


def test_nobody_is_sent_to_herself_with_questions(company: Company) -> None:
    company.hana.says("/program")
    company.hana.sees_not("home.contact")
    company.carla.says("/program")
    company.carla.sees("home.contact")


def test_there_is_a_word_for_an_organisation_without_a_programme(company: Company) -> None:
    with company.turn() as store:
        other = store.add(replace(company.organisation, id=0, name="Andere"))
        person = store.get(type(company.asha.person), company.asha.person_id)
        assert person is not None
        store.save(replace(person, organisation=other.id))
    company.asha.says("/program")
    company.asha.sees("home.none.title")
    company.asha.says("/program join")
    company.asha.sees("join.no_programme")


def test_help_lists_the_words_in_the_readers_language(company: Company) -> None:
    company.asha.says("/program help")
    company.asha.reads("/program join")
    assert "status" not in plain(company.asha.last)
    company.bernd.says("hilfe")
    company.bernd.reads("/program mitmachen")


def test_help_lists_the_words_for_hr_only_to_hr(company: Company) -> None:
    company.hana.says("help")
    company.hana.sees("help.for_hr")
    company.hana.reads("/program match")


def test_a_typo_gets_a_button_that_does_what_was_meant(company: Company) -> None:
    company.carla.says("/program jion")
    company.carla.sees("help.unknown.title")
    company.carla.presses("help.did_you_mean")
    company.carla.sees("consent.title")


def test_a_word_for_hr_is_not_suggested_to_others(company: Company) -> None:
    company.carla.says("/program stats")
    assert "help.did_you_mean" not in company.carla.buttons
    company.hana.says("/program stats")
    assert "help.did_you_mean" in company.hana.buttons


def test_what_nobody_knows_is_quoted_as_typed_and_leads_on(company: Company) -> None:
    company.carla.says("/program Sing me a SONG!")
    company.carla.reads("“Sing me a SONG!”")
    assert company.carla.buttons == ["home.button.home", "home.button.help"]
    company.bernd.says("Kaffeemaschine")
    company.bernd.reads("„Kaffeemaschine“")


def test_a_greeting_is_answered_with_where_somebody_stands(company: Company) -> None:
    company.carla.says("Hello bot!")
    company.carla.sees("home.outside.title")


def test_the_bot_speaks_another_language_from_now_on(company: Company) -> None:
    company.asha.says("language de")
    company.asha.reads("Ab jetzt schreibe ich dir auf Deutsch.")
    assert company.asha.person.language is Language.DE
    company.asha.says("hilfe")
    company.asha.presses("help.language.english")
    company.asha.reads("From now on I'll write to you in English.")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("sprache auf deutsch", Language.DE),
        ("language german, please", Language.DE),
        ("language ger", Language.DE),
        ("Sprache Englisch", Language.EN),
        ("lang eng", Language.EN),
    ],
)
def test_a_language_is_found_among_the_words(
    company: Company, words: str, language: Language
) -> None:
    for chat in (company.asha, company.bernd):
        chat.says(f"/program {words}")
        chat.sees("help.language.title")
        assert chat.person.language is language


@pytest.mark.parametrize("words", ["sprache", "language", "/program sprache!"])
def test_whoever_names_no_language_is_asked_and_nothing_changes(
    company: Company, words: str
) -> None:
    bernd = company.bernd
    bernd.says(words)
    bernd.sees("help.language.which")
    assert bernd.buttons == ["help.language.german", "help.language.english"]
    before = bernd.person.language
    bernd.presses("help.language.english")
    assert (before, bernd.person.language) == (Language.DE, Language.EN)


@pytest.mark.parametrize("words", ["language french", "sprache desperanto", "language engine"])
def test_a_language_that_the_bot_does_not_speak_changes_nothing(
    company: Company, words: str
) -> None:
    for chat, language in ((company.asha, Language.EN), (company.bernd, Language.DE)):
        chat.says(words)
        chat.sees("help.unknown_language")
        assert chat.person.language is language


@pytest.mark.parametrize("language", ["fr", "EN", "xx-klingon"])
def test_a_language_that_nobody_offered_changes_nothing(company: Company, language: str) -> None:
    company.asha.forges(f"language:{language}")
    company.asha.sees("help.unknown_language")
    assert company.asha.person.language is Language.EN


def test_left_and_paused_have_their_own_next_step(company: Company) -> None:
    me = company.asha.takes_part(Role.MENTOR, offers=("ai",))
    for state, button in (
        (ParticipantState.PAUSED, "home.button.resume"),
        (ParticipantState.LEFT, "home.button.join_again"),
    ):
        with company.turn() as store:
            store.save(replace(me, state=state))
        company.asha.says("/program")
        assert primary(company.asha.last) == [button]
