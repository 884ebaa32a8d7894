"""Whoever waits is promised what will happen: a round or the next good partner, past HR or not."""

from datetime import date

import pytest

from bot.model import Role, Round, RoundState
from tests.flows.joining import joins_as
from tests.people import Chat, Company

NO_REVIEW = {"reviews_rounds": False, "reviews_rolling": False}
ROUNDS = {"reviews_rounds": True, "reviews_rolling": False}
ALL = {"reviews_rounds": True, "reviews_rolling": True}
PROSPECTS = [
    pytest.param(False, ROUNDS, "round", id="first_round_reviewed"),
    pytest.param(False, ALL, "round", id="first_round_where_all_is_reviewed"),
    pytest.param(False, NO_REVIEW, "round_at_once", id="first_round_by_itself"),
    pytest.param(True, ROUNDS, "later", id="late_where_rounds_are_reviewed"),
    pytest.param(True, NO_REVIEW, "later", id="late_where_nothing_is_reviewed"),
    pytest.param(True, ALL, "later_reviewed", id="late_where_all_is_reviewed"),
]


def a_programme(company: Company, *, sent: bool, reviews: dict[str, bool]) -> None:
    company.changes(**reviews)
    if sent:
        with company.turn() as store:
            lead = company.hana.person_id
            store.add(Round(company.programme.id, RoundState.SENT, lead, company.now))


def joins(chat: Chat) -> None:
    joins_as(chat, "mentee")
    chat.fills(wants=("social_media",))
    for _ in range(4):
        chat.fills()


@pytest.mark.parametrize(("sent", "reviews", "expected"), PROSPECTS)
def test_home_promises_whoever_waits_what_will_happen(
    company: Company, reviews: dict[str, bool], expected: str, *, sent: bool
) -> None:
    a_programme(company, sent=sent, reviews=reviews)
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.bernd.says("/program")
    company.bernd.sees(f"home.waiting.{expected}")


@pytest.mark.parametrize(("sent", "reviews", "expected"), PROSPECTS)
def test_the_welcome_promises_what_will_happen(
    company: Company, reviews: dict[str, bool], expected: str, *, sent: bool
) -> None:
    a_programme(company, sent=sent, reviews=reviews)
    joins(company.bernd)
    company.bernd.sees(f"join.done.{expected}")


def test_when_a_programme_begins_that_has_not_begun_is_said_to_all_who_look(
    company: Company,
) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.changes(starts_on=date(2026, 12, 7))
    for chat in (company.bernd, company.carla):
        chat.says("/program")
        chat.sees("home.begins")
    company.bernd.reads("7. Dezember")
    company.carla.presses("home.button.join")
    company.carla.sees("home.begins")
    company.changes(starts_on=company.now.date())
    company.carla.says("/program")
    company.carla.sees_not("home.begins")
