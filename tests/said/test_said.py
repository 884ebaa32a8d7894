"""The collection keeps what is said, words it in both languages, and tells what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.model import Address, Language, Platform
from bot.said import PDF, File, Lines, Mention, Message, Moment, Paragraph, Text, every, text
from tests.said.collection import (
    Specimen,
    gathered,
    kept,
    named,
    of_tests_that_run,
    said_no_longer,
    without_repetitions,
)
from tests.said.stretching import MANY, NAME, SENTENCE, stretched
from tests.said.writing import read, title_of, written

KEPT = kept()
ASHA = Mention("Asha Rao", (Address(Platform.SLACK, "T1", "UASHA"),))


def message(*keys: str) -> Message:
    return Message(text(keys[0]), tuple(Paragraph(text(key)) for key in keys[1:]))


def specimen(*keys: str, test: str = "t") -> Specimen:
    return Specimen(test, written(message(*keys)))


def test_what_was_kept_is_read_as_it_was_written() -> None:
    for each in KEPT:
        assert written(each.reply) == each.data, each.title


@pytest.mark.parametrize("language", Language)
def test_everything_kept_has_words_in_both_languages(language: Language) -> None:
    for each in KEPT:
        assert title_of(each.worded(language)).plain.strip(), each.title


def test_every_specimen_shows_something_that_no_other_one_does() -> None:
    assert without_repetitions(KEPT) == KEPT


def test_moments_days_people_and_texts_in_texts_survive() -> None:
    at = Moment(datetime(2026, 11, 3, 9, tzinfo=UTC))
    inside = (text("a.b", count=2),)
    said = Message(text("a.title", day=date(2026, 11, 3), at=at, who=ASHA, some=inside))
    assert read(written(said)) == said


def test_of_a_file_its_name_and_kind_are_kept_and_not_its_bytes() -> None:
    short, long = (File("figures.pdf", PDF, content) for content in (b"one", b"another"))
    assert written(short) == written(long)
    assert written(short) != written(replace(short, name="data.pdf"))
    assert read(written(short)).content


def test_what_shows_nothing_new_is_not_kept() -> None:
    old = [specimen("a.title", "a.body", test="first")]
    assert gathered(old, "second", [message("a.title")]) == old


def test_what_shows_something_new_is_kept() -> None:
    old = [specimen("a.title", test="first")]
    (_, new) = gathered(old, "second", [message("a.title"), message("a.title", "a.body")])
    assert new.test == "second"
    assert new.shows == {"Message a.title", "a.title", "a.body"}


def test_a_test_that_says_something_else_is_noticed_and_its_specimen_replaced() -> None:
    old = [specimen("a.title", "a.body", test="first"), specimen("b.title", test="other")]
    heard = [message("a.title", "a.new")]
    assert said_no_longer(old, "first", heard) == ["Message a.title"]
    assert said_no_longer(old, "other", []) == ["Message b.title"]
    assert [each.shows for each in gathered(old, "first", heard)][1:] == [
        {"Message a.title", "a.title", "a.new"}
    ]


def test_what_others_show_as_well_is_left_out() -> None:
    small, large = specimen("a.title"), specimen("a.title", "a.body")
    assert without_repetitions([small, large]) == [large]


def test_two_of_the_same_title_have_two_names() -> None:
    names = [name for name, _ in named([specimen("a.title", "a.x"), specimen("a.title", "a.y")])]
    assert names == ["Message a.title", "Message a.title 2"]


def test_stretching_makes_names_sentences_and_lists_as_long_as_they_come() -> None:
    said = [stretched(each.reply) for each in KEPT]
    assert {each.name for each in every(Mention, tuple(said))} == {NAME}
    assert max(len(each.value) for each in every(Lines, tuple(said))) > MANY
    words = [str(each.values["words"]) for each in every(Text, tuple(said)) if not each.key]
    assert SENTENCE in words


def test_what_a_case_said_that_is_no_more_is_not_kept() -> None:
    there, gone = specimen("a.title", test="t.py::a[new]"), specimen("b.title", test="t.py::a[old]")
    not_asked = specimen("c.title", test="t.py::another[case]")
    assert of_tests_that_run([there, gone, not_asked], ["t.py::a[new]"]) == [there, not_asked]
