"""Where groups are made, HR and whoever waits for one read of groups, not of tandems and partners."""

import re

import pytest

from bot.model import Language
from bot.said import Form, Reply, Text, every
from bot.texts import Audience, load_words, worded
from tests.flows.forming import TOPIC, Cast, drafted, in_groups, learner
from tests.flows.joining import AGREED
from tests.people import Company

WORDS = load_words()
OF_TANDEMS = {
    Language.DE: re.compile(r"tandem|gegenüber|partner|\bPaare?\b|\bbeiden?\b"),
    Language.EN: re.compile(r"tandem|partner|\bpairs?\b|\bboth of you\b|two of you", re.IGNORECASE),
}
# Of tandems and groups alike, and what stands between a mentor and one of her mentees.
ALIKE = re.compile(r"settings\.(change\.format|format\.)|consent\.(hr|matching)$|reason\.")


@pytest.fixture
def cast(company: Company) -> Cast:
    return in_groups(company)


def tandems_in(reply: Reply | None) -> list[str]:
    """Return what of a reply reads as if there were tandems, in either language."""
    return [
        f"{each.key}: {said}"
        for language in WORDS
        for each in every(Text, reply)
        if each.key and not ALIKE.match(each.key)
        for said in [worded(each, WORDS, Audience(language, "Europe/Berlin")).plain]
        if OF_TANDEMS[language].search(said)
    ]


@pytest.mark.parametrize("command", ["status", "settings", "announce", "undelivered", "export"])
def test_whatever_hr_asks_for_speaks_of_groups(company: Company, cast: Cast, command: str) -> None:
    assert tandems_in(company.hana.says(f"/program {command}")) == []


def test_so_do_the_forms_of_the_settings(company: Company, cast: Cast) -> None:
    for part in ("rhythm", "matching", "figures", "people"):
        company.hana.says("/program settings")
        form = company.hana.presses(f"settings.change.{part}")
        assert isinstance(form, Form)
        assert tandems_in(form) == []


def test_so_does_a_round_with_somebody_who_has_no_group(company: Company, cast: Cast) -> None:
    lonely = learner(company, "Fatma Kaya", topic="excel")
    drafted(company)
    draft = company.hana.receives("forming.review.title")
    assert tandems_in(draft) == []
    assert tandems_in(company.hana.presses("round.review.unmatched")) == []
    company.hana.presses("round.review.back")
    assert tandems_in(company.hana.presses("round.review.threshold")) == []
    company.hana.says("/program match")
    assert tandems_in(company.hana.presses("forming.review.send")) == []
    company.settle()
    assert tandems_in(lonely.receives("round.no_partner.title")) == []


def test_so_does_all_that_somebody_reads_until_she_is_asked(company: Company, cast: Cast) -> None:
    carla = company.carla
    assert tandems_in(carla.says("/program")) == []
    for answers in (
        {"purposes": AGREED},
        {"role": "both"},
        {"offers": ("excel",)},
        {"wants": (TOPIC,)},
        {"wants_0_weight": "3"},
        {},
        {"meeting": "remote"},
        {"sentence": "I love questions."},
    ):
        carla.says("/program join")
        assert tandems_in(carla.last) == []
        carla.fills(**answers)
    carla.sees("join.done.title")
    assert tandems_in(carla.last) == []
    assert tandems_in(carla.says("/program")) == []
    assert tandems_in(carla.says("/program profile")) == []
