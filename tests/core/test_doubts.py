"""Where nobody can look whether a message arrived, its kind decides."""

from datetime import timedelta

import pytest

from bot.flows import NOTICES, NUDGES
from bot.model import NoticeState
from bot.ports import InDoubt, Throttled, Undeliverable
from bot.post import LEASE
from tests.core.office import PostOffice


def test_what_matters_is_said_again_where_nobody_can_look(office: PostOffice) -> None:
    office.provider.lets_look = False
    office.provider.moods = ["takes it and loses the answer"]
    office.owes()
    office.delivers()
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 2
    assert office.stands is NoticeState.SENT


def test_what_matters_is_said_again_in_its_earlier_card(office: PostOffice) -> None:
    office.owes(once="1")
    office.delivers()
    office.provider.lets_look = False
    office.provider.moods = ["takes it and loses the answer"]
    office.owes(once="2")
    office.delivers(timedelta(minutes=1))
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 2
    assert office.provider.updated == ["id-kehrwert-1"]


@pytest.mark.parametrize(
    "refusal", [Throttled(20), Undeliverable("trouble", permanent=False), InDoubt()]
)
def test_an_edit_that_must_wait_never_becomes_a_second_message(
    office: PostOffice, refusal: Exception
) -> None:
    office.owes(once="1")
    office.delivers()
    office.provider.lets_look = False
    office.provider.moods = ["takes it and loses the answer"]
    office.owes(once="2")
    office.delivers(timedelta(minutes=1))
    office.provider.edits = [refusal]
    for _ in range(6):
        office.delivers(LEASE)
    assert len(office.provider.arrived) == 2
    assert office.provider.updated == ["id-kehrwert-1"]


def test_a_doubt_that_must_stand_in_line_never_becomes_a_second_message(
    office: PostOffice,
) -> None:
    office.owes(once="1")
    office.delivers()
    office.provider.lets_look = False
    office.provider.moods = ["takes it and loses the answer"]
    office.owes(once="2")
    office.delivers(timedelta(minutes=1))
    with office.company.turn() as store:
        asha = store.addresses_of(office.company.asha.person_id)[0]
    office.company.books.hold_pace(asha, office.company.now, office.company.now + LEASE * 3)
    office.delivers(LEASE)
    assert office.provider.updated == []
    for _ in range(8):
        office.delivers(LEASE)
    assert len(office.provider.arrived) == 2
    assert office.provider.updated == ["id-kehrwert-1"]


def test_a_nudge_is_rather_missed_than_said_twice(office: PostOffice) -> None:
    office.provider.lets_look = False
    office.owes(kind="proposal.reminder")
    office.post.books.claim(office.company.now, office.company.now + LEASE, 10)
    office.delivers(LEASE * 2)
    office.delivers(LEASE * 2)
    assert office.provider.arrived == []
    assert (office.stands, office.notice.reason) == (NoticeState.EXPIRED, "in_doubt")


def test_every_nudge_is_something_that_is_said() -> None:
    assert NOTICES.keys() >= NUDGES
