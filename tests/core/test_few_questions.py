"""How many questions a turn asks the database: each costs a way to the server and back."""

from datetime import timedelta

import pytest

from bot.heard import Heard, Pressed, Typed
from bot.model import CheckIn, CheckInState
from tests.flows.pairs import paired
from tests.people import Company
from tests.storage.test_plans import overheard


@pytest.fixture
def hour(company: Company) -> CheckIn:
    """The coming hour of Asha and Bernd, who are both no news to anybody."""
    pairing = paired(company)
    for each in (company.asha, company.bernd):
        each.says("/program")
    week = company.now.strftime("%G-W%V")
    with company.turn() as store:
        in_two_hours = company.now + timedelta(hours=2)
        return store.add(CheckIn(pairing.id, week, in_two_hours, CheckInState.PLANNED))


def _questions(company: Company, heard: Heard) -> list[str]:
    with overheard(company.books) as asked:
        company.bot.hear(heard, company.now)
    return [statement for statement, _ in asked if statement.startswith("SELECT")]


def test_where_somebody_stands_takes_three_questions(company: Company, hour: CheckIn) -> None:
    asked = _questions(company, Typed(company.asha.actor, "/program", event="e", comes_once=True))
    # Who she is with her parts, her tandems with their hours, the partner.
    assert len(asked) == 3, "\n".join(asked)


def test_a_click_takes_few_questions(company: Company, hour: CheckIn) -> None:
    asked = _questions(company, Pressed(company.asha.actor, f"checkin.on:{hour.id}", event="e"))
    # Who she is, her consents, the hour, the tandem, the partner, what each of them was shown.
    assert len(asked) == 7, "\n".join(asked)
