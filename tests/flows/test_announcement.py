"""HR gets a text that announces the programme; the bot posts it where she says so, and only there."""

from datetime import timedelta

import pytest

from bot.commands import EditAnnouncement
from bot.grammar import payload_of
from bot.model import ParticipantState, Role
from bot.said import Button, Lines, Message, every
from tests.people import Company


def words_in(company: Company) -> str:
    asked = company.hana.ask("words")
    assert isinstance(asked, Lines)
    return asked.value


def test_the_text_tells_how_to_join_and_whom_to_ask(company: Company) -> None:
    company.hana.says("/program announce")
    company.hana.sees("announce.title")
    company.hana.sees("announce.never")
    company.hana.reads("/program join")
    company.hana.reads(company.programme.name)
    company.hana.reads(company.hana.name)


def test_before_its_start_the_first_day_is_named_and_then_the_last(company: Company) -> None:
    company.hana.says("/program ankündigen")
    company.hana.sees("announce.text.running")
    company.changes(starts_on=company.programme.starts_on + timedelta(days=14))
    company.hana.says("/program announce")
    company.hana.sees("announce.text.coming")


def test_the_form_begins_with_the_given_words(company: Company) -> None:
    company.hana.says("/program announce")
    company.hana.presses("announce.edit")
    assert "/program join" in words_in(company)
    assert "{" not in words_in(company)
    assert words_in(company).count("\n\n") == 4


def changes_words(company: Company, words: str) -> None:
    company.hana.says("/program announce")
    company.hana.presses("announce.edit")
    company.hana.fills(words=words)


def test_changed_words_are_posted_with_the_button(company: Company) -> None:
    changes_words(company, "Come along!\n\n<b>Write</b> /program join")
    company.hana.sees("announce.title")
    company.hana.sees_not("announce.text.what")
    posted = company.hana.says("/program announce here")
    company.hana.reads("Come along!")
    company.hana.reads("<b>Write</b>")  # as it was typed: words, not markup
    company.hana.sees_not("announce.text.what")
    company.hana.sees("announce.post.private")
    (join,) = every(Button, posted)
    company.carla.forges(join.payload)
    company.carla.sees("consent.title")
    assert (company.hana.person_id, "announce.words", company.programme.id) in company.audit()


def test_changed_words_are_changed_again_or_given_up(company: Company) -> None:
    changes_words(company, "Come along! /program join")
    company.hana.presses("announce.edit")
    assert words_in(company) == "Come along! /program join"
    company.hana.fills(words="")
    company.hana.sees("announce.text.what")
    company.hana.says("/program announce here")
    company.hana.sees("announce.text.what")


@pytest.mark.parametrize("words", ["Come along!", "x" * 1501 + " /program join"])
def test_words_that_will_not_do_are_told_at_their_field(company: Company, words: str) -> None:
    company.hana.says("/program announce")
    company.hana.presses("announce.edit")
    company.hana.fills(words=words)
    assert company.hana.form.problems.keys() == {"words"}
    assert words_in(company) == words[:1500]


@pytest.mark.parametrize("typed", ["/program announce here", "/program ankündigen hier"])
def test_where_hana_says_so_everybody_sees_it_with_a_button(company: Company, typed: str) -> None:
    said = company.hana.says(typed)
    assert isinstance(said, Message)
    assert said.for_all
    company.hana.sees("announce.text.what")
    company.hana.sees("announce.post.private")
    assert (company.hana.person_id, "announce.post", company.programme.id) in company.audit()


def test_whoever_presses_it_gets_her_own_questions(company: Company) -> None:
    said = company.hana.says("/program announce here")
    (join,) = every(Button, said)
    company.carla.forges(join.payload)
    company.carla.sees("consent.title")
    company.carla.fills(purposes=("matching",))
    company.carla.stands(ParticipantState.ANSWERING)


def test_all_else_is_for_the_reader_alone(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    (join,) = every(Button, company.hana.says("/program announce here"))
    for said in (
        company.hana.says("/program announce"),
        company.asha.says("/program announce here"),
        company.asha.forges(join.payload),
        company.hana.says("/program status"),
    ):
        assert isinstance(said, Message)
        assert not said.for_all


def test_nobody_hears_of_it(company: Company) -> None:
    company.hana.says("/program announce")
    company.wait(days=2)
    for chat in (company.asha, company.bernd, company.carla, company.dario, company.emine):
        chat.receives_nothing()


def test_only_who_leads_gets_the_text(company: Company) -> None:
    for typed in ("/program announce", "/program announce here"):
        company.carla.says(typed)
        company.carla.sees("refusal.hr_only")
    company.carla.forges(payload_of(EditAnnouncement(company.programme.id)), {"words": "Hello"})
    company.carla.sees("refusal.hr_only")


def test_a_programme_that_is_over_is_not_announced(company: Company) -> None:
    company.wait(weeks=30)
    for typed in ("/program announce", "/program announce here"):
        company.hana.says(typed)
        company.hana.sees("announce.over")
