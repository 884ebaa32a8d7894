"""Texts that are one topic fold to one form, and signs that make a difference stay."""

import pytest

from bot.matching.fold import LONGEST_TEXT, fold, meaning, meanings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Größe", "groesse"),
        ("GRÖSSE", "große"),
        ("Präsentation", "Praesentation"),
        ("Social-Media", "social   media"),
        ("Power BI!", "power bi"),
        ("Ｅｘｃｅｌ", "excel"),
        ("café", "cafe"),
    ],
)
def test_spellings_of_one_text_become_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("text", ["C++", "C#", "F#", ".NET"])
def test_signs_that_are_the_name_stay(text: str) -> None:
    assert fold(f"Einstieg in {text}").split()[-1] == text.lower()


def test_c_and_its_children_differ() -> None:
    assert len({fold("C"), fold("C++"), fold("C#")}) == 3


def test_vowels_before_e_after_a_vowel_are_no_umlaut() -> None:
    assert fold("neue Frauen Queue") == "neue frauen queue"


def test_emoji_alone_still_equal_themselves() -> None:
    assert fold("🎉🎉") == fold(" 🎉 🎉 ") != ""


def test_long_texts_are_cut() -> None:
    assert len(fold("word " * 5_000)) <= LONGEST_TEXT


def test_inflection_and_language_share_a_meaning() -> None:
    assert meaning("nachhaltiges") == meaning("sustainability")
    assert meanings(fold("Einführung in agile Methoden")) == meanings(fold("agile methods"))
