"""What is owed goes out once: through refusals, throttling, lost answers, crashes and freezes."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.commands import PlanCheckIns
from bot.core import CHORE_KINDS, PARKED
from bot.flows import NOTICES
from bot.model import Notice, NoticeState, Role
from bot.ports import InDoubt, Throttled, Undeliverable
from bot.post import LEASE
from tests.core.office import PostOffice
from tests.people import Company


def test_a_notice_is_sent_once_and_ticked_off(office: PostOffice) -> None:
    office.owes()
    office.delivers()
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 1
    assert office.notice.state is NoticeState.SENT
    assert office.notice.message == "id-kehrwert-1"


def test_the_same_matter_is_owed_once(office: PostOffice) -> None:
    office.owes()
    office.owes()
    office.delivers()
    assert len(office.provider.arrived) == 1


def test_throttling_waits_as_long_as_asked(office: PostOffice) -> None:
    office.provider.moods = [Throttled(30)]
    office.owes()
    office.delivers()
    office.delivers(timedelta(seconds=29))
    assert office.provider.arrived == []
    office.delivers(timedelta(seconds=2))
    assert len(office.provider.arrived) == 1


def test_a_lost_answer_is_looked_up_before_sending_again(office: PostOffice) -> None:
    office.provider.moods = ["takes it and loses the answer"]
    office.owes()
    office.delivers()
    assert office.stands is NoticeState.SENDING
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 1
    assert office.notice.state is NoticeState.SENT


def test_a_message_that_never_arrived_is_sent_after_the_look(office: PostOffice) -> None:
    office.provider.moods = [InDoubt()]
    office.owes()
    office.delivers()
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 1


def test_a_crash_before_sending_loses_nothing(office: PostOffice) -> None:
    office.owes()
    claimed = office.post.books.claim(office.company.now, office.company.now + LEASE, 10)
    assert len(claimed) == 1
    office.delivers()
    assert office.provider.arrived == []
    office.delivers(LEASE * 2)  # its holder is given up, and after another lease it is looked for
    assert office.provider.arrived == []
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 1


def test_who_is_gone_for_good_is_not_tried_again(office: PostOffice) -> None:
    office.provider.moods = [Undeliverable("account closed", permanent=True)]
    office.owes()
    office.delivers()
    office.delivers(timedelta(hours=2))
    assert office.provider.arrived == []
    assert office.notice.state is NoticeState.UNDELIVERABLE
    assert office.notice.reason == "account closed"


def test_passing_trouble_is_tried_again_for_as_long_as_it_is_worth_it(office: PostOffice) -> None:
    office.provider.moods = [Undeliverable("down", permanent=False) for _ in range(24)]
    office.owes()
    for _ in range(25):
        office.delivers(timedelta(hours=1))
    assert office.notice.state is NoticeState.SENT
    assert office.notice.refusals == 24


def test_passing_trouble_ends_when_it_is_no_longer_worth_it(office: PostOffice) -> None:
    office.provider.moods = [Undeliverable("down", permanent=False) for _ in range(100)]
    office.owes()
    for _ in range(73):
        office.delivers(timedelta(hours=1))
    assert office.notice.state is NoticeState.EXPIRED
    assert office.notice.reason == "too_late: down"


def test_what_is_no_longer_worth_it_expires_unsent(office: PostOffice) -> None:
    office.owes(until=office.company.now + timedelta(minutes=5))
    office.delivers(timedelta(minutes=6))
    assert office.provider.arrived == []
    assert office.notice.state is NoticeState.EXPIRED


def test_what_has_become_moot_is_not_said(office: PostOffice) -> None:
    office.owes()
    office.company.asha.says("/program pause")
    office.company.asha.fills()
    office.delivers()
    assert office.provider.arrived == []
    assert office.notice.state is NoticeState.EXPIRED
    assert office.notice.reason == "moot"


def test_one_persons_trouble_never_stops_the_others(office: PostOffice) -> None:
    office.provider.moods = [RuntimeError("a defect in a messenger")]
    office.owes("asha", "1")
    other = office.company.hires("Lena Fox")
    part = other.takes_part(Role.MENTOR, offers=("social_media",))
    with office.company.turn() as store:
        mine = store.get(Notice, 1)
        assert mine is not None
        theirs = replace(mine, id=0, person=other.person_id, subject=part.id, once="2")
        store.owe(theirs)
    office.delivers()
    assert len(office.provider.arrived) == 1
    office.company.failures.found.clear()  # the defect is logged, as it should be
    office.delivers(LEASE * 2)
    office.delivers(LEASE * 2)
    assert len(office.provider.arrived) == 2


def test_a_process_that_was_frozen_does_not_post_late(office: PostOffice) -> None:
    office.owes()
    office.post.clock = FrozenAfterClaiming(office.company.now, jump=LEASE)
    asyncio.run(office.post.deliver_due())
    assert office.provider.arrived == []


def test_somebody_without_an_address_is_undeliverable(office: PostOffice) -> None:
    office.owes()
    with office.company.turn() as store:
        person = store.add(
            replace(office.company.carla.person, id=0, email="no@musterwerk.example")
        )
        mine = store.get(Notice, 1)
        assert mine is not None
        store.owe(replace(mine, id=0, person=person.id, once="nowhere"))
    office.delivers()
    with office.company.turn() as store:
        lost = store.get(Notice, 2)
    assert lost is not None
    assert lost.state is NoticeState.UNDELIVERABLE
    assert lost.reason == "no_address"


class FrozenAfterClaiming:
    """A clock that jumps after its first reading, as for a process that was frozen."""

    def __init__(self, now: datetime, jump: timedelta) -> None:
        self.now, self.jump, self.read = now, jump, False

    def __call__(self) -> datetime:
        """Return the moment: the true one first, a later one ever after."""
        moment = self.now + (self.jump if self.read else timedelta())
        self.read = True
        return moment


def test_a_notice_of_a_later_version_waits_for_it_unharmed(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.owes()
    newer = dict(NOTICES)
    monkeypatch.setattr("bot.core.NOTICES", {})
    for _ in range(3):
        office.delivers(timedelta(minutes=2))
    assert (office.stands, office.provider.arrived) == (NoticeState.READY, [])
    monkeypatch.setattr("bot.core.NOTICES", newer)
    office.delivers(timedelta(minutes=2))
    assert office.stands is NoticeState.SENT


def test_a_chore_of_a_later_version_waits_for_it_unharmed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = dict(CHORE_KINDS)
    with company.turn() as store:
        store.later(PlanCheckIns(7), company.now)
    monkeypatch.setattr("bot.core.CHORE_KINDS", {})
    company.bot.do_chores(company.now)
    company.assert_nothing_failed()
    monkeypatch.setattr("bot.core.CHORE_KINDS", newer)
    ((name, subject, due),) = company.books.due_chores(company.now + PARKED, 10)
    assert (name, subject, due) == (PlanCheckIns.name, 7, company.now + PARKED)
