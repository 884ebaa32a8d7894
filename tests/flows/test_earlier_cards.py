"""Of all cards about one hour none is out of date, and only the newest has buttons."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import CheckIn
from bot.said import Button, Message, OneOf, every
from tests.flows.tandems import after_the_hour, become_tandem, coming, kept
from tests.people import Chat, Company
from tests.screen import keys_in, plain

OF_THE_HOUR = {"checkin.button.on", "checkin.button.move", "checkin.button.skip"}


@pytest.fixture
def hour(company: Company) -> CheckIn:
    """The first hour, of which both were told first and reminded the day before."""
    company.now = datetime(2026, 11, 5, 9, tzinfo=UTC)
    become_tandem(company, company.asha, company.bernd)
    found = coming(company, company.asha)
    company.wait_until(found.starts_at - timedelta(hours=20))
    return found


def about_it(chat: Chat, hour: CheckIn) -> list[Message]:
    return [each for each in chat.messages if each.about == f"checkin:{hour.id}"]


def with_buttons(chat: Chat, hour: CheckIn) -> list[Message]:
    cards = about_it(chat, hour)
    return [
        card for card in cards if OF_THE_HOUR & {button.label.key for button in every(Button, card)}
    ]


def moves(company: Company, chat: Chat, hour: CheckIn) -> datetime:
    chat.forges(f"checkin.ask_move:{hour.id}")
    ask = chat.ask("when")
    assert isinstance(ask, OneOf)
    chosen = ask.options[-1].value
    chat.fills(when=chosen)
    company.wait(hours=1)
    return datetime.fromisoformat(chosen)


@pytest.mark.parametrize("who", ["asha", "bernd"])
def test_a_move_leaves_no_card_with_the_old_hour(company: Company, hour: CheckIn, who: str) -> None:
    assert len(about_it(company.asha, hour)) == 2
    moves(company, getattr(company, who), hour)
    for chat in (company.asha, company.bernd):
        for card in about_it(chat, hour):
            assert "10 November" not in plain(card)
            assert "10. November" not in plain(card)
        assert with_buttons(chat, hour) == about_it(chat, hour)[-1:]


def test_the_welcome_survives_a_skip(company: Company, hour: CheckIn) -> None:
    company.asha.forges(f"checkin.skip:{hour.id}")
    company.wait(hours=1)
    for chat in (company.asha, company.bernd):
        welcome = chat.receives("pairing.begun.no_hour_yet")
        assert {"pairing.fact.topics", "pairing.fact.contact", "pairing.begun.left_out"} <= set(
            keys_in(welcome)
        )
        assert with_buttons(chat, hour) == []


def test_the_welcome_speaks_of_moving_the_hour_only_while_it_can_be_moved(
    company: Company, hour: CheckIn
) -> None:
    company.asha.forges(f"checkin.on:{hour.id}")
    company.settle()
    welcome, reminder = about_it(company.asha, hour)
    assert "pairing.begun.fits" in keys_in(welcome)
    assert "pairing.begun.how" not in keys_in(welcome)
    assert OF_THE_HOUR & {button.label.key for button in every(Button, reminder)}
    after_the_hour(company, company.asha)
    company.wait(minutes=30)
    company.asha.forges(f"checkin.met:{hour.id}:1")
    company.settle()
    welcome = company.asha.receives("pairing.begun.no_hour_yet")
    said = {"pairing.begun.fits", "pairing.begun.how", "agenda.title"}
    assert not said & set(keys_in(welcome))


def test_an_answer_takes_the_buttons_off_every_earlier_card(
    company: Company, hour: CheckIn
) -> None:
    after_the_hour(company, company.asha)
    company.wait(minutes=30)
    company.asha.forges(f"checkin.met:{hour.id}:1")
    company.settle()
    for chat in (company.asha, company.bernd):
        assert with_buttons(chat, hour) == []
        chat.receives("pairing.fact.contact")
    assert kept(company, hour).said_met == (company.asha.participant.id,)


def test_a_yes_shows_on_ones_own_card_too(company: Company, hour: CheckIn) -> None:
    company.asha.forges(f"checkin.on:{hour.id}")
    company.settle()
    assert "checkin.button.on" not in [
        button.label.key for card in about_it(company.asha, hour) for button in every(Button, card)
    ]
