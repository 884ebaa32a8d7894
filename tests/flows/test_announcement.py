"""HR gets a text that announces the programme, and posts it herself; the bot writes to nobody."""

from datetime import timedelta

import pytest

from bot.commands import EditAnnouncement
from bot.grammar import payload_of
from bot.said import Lines
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


def test_changed_words_are_shown_to_copy_and_kept_nowhere(company: Company) -> None:
    company.hana.says("/program announce")
    company.hana.presses("announce.edit")
    company.hana.fills(words="Come along!\n\n<b>Write</b> /program join")
    company.hana.sees("announce.title")
    company.hana.reads("Come along!")
    company.hana.sees_not("announce.text.what")
    company.hana.says("/program announce")
    company.hana.sees("announce.text.what")


@pytest.mark.parametrize("words", ["", "Come along!", "x" * 1501 + " /program join"])
def test_words_that_will_not_do_are_told_at_their_field(company: Company, words: str) -> None:
    company.hana.says("/program announce")
    company.hana.presses("announce.edit")
    company.hana.fills(words=words)
    assert company.hana.form.problems.keys() == {"words"}
    assert words_in(company) == words[:1500]


def test_nobody_hears_of_it(company: Company) -> None:
    company.hana.says("/program announce")
    company.wait(days=2)
    for chat in (company.asha, company.bernd, company.carla, company.dario, company.emine):
        chat.receives_nothing()


def test_only_who_leads_gets_the_text(company: Company) -> None:
    company.carla.says("/program announce")
    company.carla.sees("refusal.hr_only")
    company.carla.forges(payload_of(EditAnnouncement(company.programme.id)), {"words": "Hello"})
    company.carla.sees("refusal.hr_only")


def test_a_programme_that_is_over_is_not_announced(company: Company) -> None:
    company.wait(weeks=30)
    company.hana.says("/program announce")
    company.hana.sees("announce.over")
