"""The questions: answers are understood, and what does not fit is a problem at its field."""

from dataclasses import replace
from datetime import time

import pytest

from bot.matching import Decision
from bot.model import (
    Cefr,
    LanguageSkill,
    Role,
    TopicChoice,
)
from bot.said import OneOf, SomeOf
from tests.flows.joining import joins_as
from tests.people import Company, catalogue


def test_typed_topics_are_recognised_and_confirmed(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=(), offers_more="KI, Bread baking for giraffes")
    asha.sees("join.topics.reading")
    assert getattr(asha.ask("offers_0_reading"), "value", None) == "ai"
    asha.sees("join.topics.kept")
    asha.reads("Bread baking for giraffes")
    asha.fills()
    assert asha.participant.offers == (
        TopicChoice("KI", "ai", 2),
        TopicChoice("Bread baking for giraffes", None, 2),
    )


def test_words_that_may_mean_several_things_are_asked_about(company: Company) -> None:
    asha = company.asha
    unsure = "digital selling"
    assert catalogue().recognise(unsure).decision is Decision.ASK
    joins_as(asha, "mentor")
    asha.fills(offers_more=unsure)
    reading = asha.ask("offers_0_reading")
    assert isinstance(reading, OneOf)
    assert reading.value == "own"
    guess = reading.options[0].value
    assert guess in catalogue()
    asha.fills(offers_0_reading=guess)
    assert asha.participant.offers == (TopicChoice(unsure, guess, 2),)


@pytest.mark.parametrize("words", ["Backen", "Kochen", "hiking"])
def test_a_weak_reading_is_offered_and_ones_own_words_are_ticked(
    company: Company, words: str
) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers_more=words)
    reading = asha.ask("offers_0_reading")
    assert isinstance(reading, OneOf)
    assert (len(reading.options) > 1, reading.value) == (True, "own")
    asha.fills()
    assert asha.participant.offers == (TopicChoice(words, None, 2),)


def test_ones_own_words_may_be_kept(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers_more="KI")
    asha.fills(offers_0_reading="own")
    assert asha.participant.offers == (TopicChoice("KI", None, 2),)
    asha.presses("join.back")
    assert getattr(asha.ask("offers_0_reading"), "value", None) == "own"


def test_a_topic_that_was_picked_and_typed_counts_once(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",), offers_more="artificial intelligence; ki")
    assert [choice.topic for choice in asha.participant.offers] == ["ai"]


@pytest.mark.parametrize(
    ("answers", "field", "problem"),
    [
        ({}, "offers", "no_topic"),
        ({"offers_more": "a, b, c, d, e, f"}, "offers", "too_many_topics"),
        ({"offers": ("no_such_topic", "ai")}, "offers", "unknown"),
        ({"offers_more": "x" * 201}, "offers_more", "too_long"),
        ({"offers_more": "x" * 61}, "offers_more", "long_topic"),
    ],
)
def test_topics_that_do_not_fit_are_a_problem_at_their_field(
    company: Company, answers: dict[str, str], field: str, problem: str
) -> None:
    joins_as(company.asha, "mentor")
    company.asha.fills(**answers)
    assert company.asha.form.problems[field].key == f"join.problem.{problem}"
    assert company.asha.participant.offers == ()


@pytest.mark.parametrize(
    ("answers", "field", "problem"),
    [
        ({"start": "17:00", "end": "09:00"}, "end", "end_before_start"),
        ({"start": "20:00", "end": "08:01"}, "end", "end_before_start"),
        ({"start": "09:00", "end": "09:00"}, "end", "end_before_start"),
        ({"start": "09:00", "end": "09:30"}, "end", "too_short"),
        ({"start": "23:45", "end": "00:15"}, "end", "too_short"),
        ({"start": "25:00"}, "start", "time"),
        ({"end": "nine"}, "end", "time"),
        ({"weekdays": ()}, "weekdays", "no_weekday"),
        ({"weekdays": ("9",)}, "weekdays", "unknown"),
        ({"languages": ()}, "languages", "no_language"),
        ({"languages": ("klingon",)}, "languages", "unknown"),
        ({"zone": "Mars/Olympus"}, "zone", "unknown"),
    ],
)
def test_hours_that_do_not_fit_are_a_problem_at_their_field(
    company: Company, answers: dict[str, str], field: str, problem: str
) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.fills()
    before = asha.person
    asha.fills(**answers)
    assert asha.form.problems[field].key == f"join.problem.{problem}"
    assert asha.person == before


def test_of_whom_nothing_is_known_is_asked_about_the_language_she_is_spoken_to(
    company: Company,
) -> None:
    bernd = company.bernd
    with company.turn() as store:
        store.save(replace(bernd.person, languages=()))
    joins_as(bernd, "mentee")
    bernd.fills(wants=("ai",))
    bernd.fills()
    asked = bernd.ask("languages")
    assert isinstance(asked, SomeOf)
    assert asked.values == ("de",)


def test_whoever_works_at_night_may_say_so(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.fills()
    asha.fills(start="22:00", end="06:00")
    assert (asha.person.hours.start, asha.person.hours.end) == (time(22), time(6))


def test_places_that_do_not_fit_are_a_problem_at_their_field(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.fills()
    asha.fills()
    asha.fills(meeting="moon", capacity="99", not_with=(str(asha.person_id), "77777", "nobody"))
    assert {key: each.key for key, each in asha.form.problems.items()} == {
        "meeting": "join.problem.unknown",
        "capacity": "join.problem.unknown",
        "not_with": "join.problem.unknown",
    }
    asha.fills(meeting="any", capacity="1", not_with=(str(company.bernd.person_id),))
    assert asha.participant.not_with == (company.bernd.person_id,)


def test_answers_of_a_wrong_kind_are_problems_and_never_errors(company: Company) -> None:
    asha = company.asha
    asha.says("join")
    asha.forges(asha.form.payload, {"purposes": "matching"})
    nonsense = {"role": ("mentor",), "surprise": "!", "start": 7}
    asha.forges(asha.form.payload, nonsense)  # type: ignore[arg-type]
    assert asha.form.problems["role"].key == "join.problem.choose"
    asha.fills(role="mentor")
    asha.forges(asha.form.payload, {"offers": "ai", "offers_more": ("x",)})
    asha.sees("join.topics.title")
    asha.forges(asha.form.payload, {})
    assert asha.form.problems["offers_0_weight"].key == "join.problem.choose"


def test_control_and_direction_characters_are_not_kept(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.fills()
    asha.fills()
    asha.fills()
    asha.fills(sentence="Hello\u202e\x07 there  \r\nyou", goal="x" * 301)
    assert asha.form.problems["goal"].key == "join.problem.too_long"
    asha.fills(goal="")
    assert asha.participant.sentence == "Hello there\nyou"


def test_languages_ticked_are_good_enough_and_a_little_is_not_forgotten(company: Company) -> None:
    asha = company.asha
    asha.changes(languages=(LanguageSkill("en", Cefr.C2), LanguageSkill("fr", Cefr.A2)))
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.fills()
    assert getattr(asha.ask("languages"), "values", None) == ("en",)
    asha.fills(languages=("en", "it"))
    assert asha.person.languages == (
        LanguageSkill("en", Cefr.C2),
        LanguageSkill("it", Cefr.B2),
        LanguageSkill("fr", Cefr.A2),
    )


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", "English German Arabic Chinese Czech Danish Dutch Finnish French Greek"),
        ("de", "Englisch Deutsch Arabisch Chinesisch Dänisch Finnisch Französisch Griechisch"),
    ],
)
def test_languages_stand_in_the_order_of_their_names_after_ones_own(
    company: Company, language: str, names: str
) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.asha.says(f"/program language {language}")
    company.asha.says("/program profile")
    company.asha.presses("profile.change.hours")
    asked = company.asha.ask("languages")
    assert isinstance(asked, SomeOf)
    assert [each.label.plain for each in asked.options[: len(names.split())]] == names.split()
