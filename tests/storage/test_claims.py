"""Notices are claimed by one sender at a time, in order, and settled by whoever holds them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import PlanCheckIns
from bot.model import Address, Notice, NoticeState, Platform, Priority
from storage.books import SqlBooks
from tests.storage.company import DAY, HOUR, NOW, Company, notice

LEASE = timedelta(minutes=1)
MOMENT = timedelta(seconds=1)
WAIT = 30.0


def owe(books: SqlBooks, *notices: Notice) -> list[Notice]:
    with books.turn() as store:
        return [store.add(each) for each in notices]


def stands(books: SqlBooks, notice_id: int) -> Notice:
    with books.read() as store:
        found = store.get(Notice, notice_id)
    assert found is not None
    return found


def test_a_due_notice_is_held_and_returned_as_it_was_with_this_claims_lease(
    books: SqlBooks, company: Company
) -> None:
    (owed,) = owe(books, notice(company.asha.id, "1"))
    (claimed,) = books.claim(NOW, NOW + LEASE, 10)
    assert claimed == replace(owed, attempts=1, leased_until=NOW + LEASE)
    assert stands(books, owed.id) == replace(claimed, state=NoticeState.SENDING)
    assert books.claim(NOW + LEASE - MOMENT, NOW + 2 * LEASE, 10) == []


def test_nothing_is_claimed_before_it_is_due_or_before_a_pause_is_over(
    books: SqlBooks, company: Company
) -> None:
    owe(
        books,
        notice(company.asha.id, "early", due=NOW + MOMENT),
        notice(company.asha.id, "paused", not_before=NOW + HOUR),
    )
    assert books.claim(NOW, NOW + LEASE, 10) == []
    assert [each.once for each in books.claim(NOW + MOMENT, NOW + LEASE, 10)] == ["early"]
    claimed = books.claim(NOW + HOUR, NOW + HOUR + LEASE, 10)
    assert {each.once for each in claimed} == {"paused"}


def test_the_most_urgent_comes_first_then_the_oldest(books: SqlBooks, company: Company) -> None:
    asha = company.asha.id
    owe(
        books,
        notice(asha, "digest", priority=Priority.DIGEST, due=NOW - 5 * HOUR),
        notice(asha, "late", due=NOW - HOUR),
        notice(asha, "same", due=NOW - HOUR),
        notice(asha, "later", due=NOW),
        notice(asha, "answer", priority=Priority.ANSWER),
        notice(
            asha,
            "doubt",
            state=NoticeState.SENDING,
            attempts=1,
            due=NOW - 2 * HOUR,
            leased_until=NOW,
            doubted=True,
        ),
    )
    first = books.claim(NOW, NOW + LEASE, 3)
    rest = books.claim(NOW, NOW + LEASE, 3)
    assert [each.once for each in first] == ["answer", "doubt", "late"]
    assert [each.once for each in rest] == ["same", "later", "digest"]


def test_what_is_no_longer_worth_it_expires_with_a_reason(
    books: SqlBooks, company: Company
) -> None:
    late, timely = owe(
        books,
        notice(company.asha.id, "late", due=NOW - DAY, until=NOW),
        notice(company.asha.id, "timely", due=NOW - DAY, until=NOW + MOMENT),
    )
    assert [each.id for each in books.claim(NOW, NOW + LEASE, 10)] == [timely.id]
    expired = stands(books, late.id)
    assert (expired.state, expired.reason) == (NoticeState.EXPIRED, "too_late")
    assert expired.settled_at == NOW


def test_what_was_refused_until_it_was_too_late_keeps_the_last_refusal(
    books: SqlBooks, company: Company
) -> None:
    refused = replace(
        notice(company.asha.id, "late", due=NOW - DAY, until=NOW),
        refusals=2,
        reason="Teams cannot be reached",
    )
    (late,) = owe(books, refused)
    assert not books.claim(NOW, NOW + LEASE, 10)
    assert stands(books, late.id).reason == "too_late: Teams cannot be reached"


def test_what_expires_only_with_the_next_claim_is_not_sent_meanwhile(
    books: SqlBooks, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.claims.EXPIRED_AT_ONCE", 1)
    late = [notice(company.asha.id, str(number), until=NOW + MOMENT) for number in range(3)]
    kept = owe(books, *late)
    for expired in (1, 2, 3, 3):
        assert books.claim(NOW + HOUR, NOW + HOUR + LEASE, 10) == []
        states = [stands(books, each.id).state for each in kept]
        assert states.count(NoticeState.EXPIRED) == expired


def test_a_lease_that_ran_out_is_claimed_again_as_doubt_even_when_too_late(
    books: SqlBooks, company: Company
) -> None:
    owe(books, notice(company.asha.id, "1", until=NOW + MOMENT))
    books.claim(NOW, NOW + LEASE, 10)
    assert books.claim(NOW + LEASE, NOW + 2 * LEASE, 10) == []  # first its holder is given up
    (again,) = books.claim(NOW + 2 * LEASE, NOW + 3 * LEASE, 10)
    assert again.state is NoticeState.SENDING
    assert (again.attempts, again.leased_until) == (2, NOW + 3 * LEASE)


def test_whoever_was_given_up_may_settle_until_another_claims(
    books: SqlBooks, company: Company
) -> None:
    """A clock that jumped, or another's clock, only makes the lease look as if it had run out."""
    owe(books, notice(company.asha.id, "1"))
    (slow,) = books.claim(NOW, NOW + LEASE, 10)
    assert books.claim(NOW + HOUR, NOW + HOUR + LEASE, 10) == []
    assert books.settle(replace(slow, state=NoticeState.SENT, message="m", settled_at=NOW))
    assert books.claim(NOW + 2 * HOUR, NOW + 2 * HOUR + LEASE, 10) == []
    assert not stands(books, slow.id).doubted


def test_a_lease_far_in_the_future_is_left_from_a_clock_that_jumped(
    books: SqlBooks, company: Company
) -> None:
    owe(books, notice(company.asha.id, "1"))
    books.claim(NOW, NOW + LEASE, 10)
    before = NOW - 3 * HOUR
    assert books.claim(before, before + LEASE, 10) == []
    after = before + LEASE
    (claimed,) = books.claim(after, after + LEASE, 10)
    assert claimed.state is NoticeState.SENDING
    assert books.claim(after, after + LEASE, 10) == []


def test_a_lease_over_an_hour_is_refused(books: SqlBooks) -> None:
    with pytest.raises(ValueError, match="at most 1:00:00"):
        books.claim(NOW, NOW + HOUR + MOMENT, 10)


def test_a_settled_notice_keeps_what_was_sent_where_and_as_what(
    books: SqlBooks, company: Company
) -> None:
    owe(books, notice(company.asha.id, "1"))
    (claimed,) = books.claim(NOW, NOW + LEASE, 10)
    sent = replace(
        claimed,
        state=NoticeState.SENT,
        about="proposal:1",
        address=Address(Platform.SLACK, "T0", "U1"),
        message="1700000000.1",
        settled_at=NOW + MOMENT,
    )
    assert books.settle(sent)
    assert stands(books, sent.id) == replace(sent, leased_until=None)
    assert not books.settle(sent)
    assert books.claim(NOW + DAY - MOMENT, NOW + DAY, 10) == []


def test_a_throttled_notice_waits_for_its_pause(books: SqlBooks, company: Company) -> None:
    owe(books, notice(company.asha.id, "1"))
    (claimed,) = books.claim(NOW, NOW + LEASE, 10)
    waiting = replace(
        claimed, state=NoticeState.READY, not_before=NOW + 30 * MOMENT, settled_at=NOW
    )
    assert books.settle(waiting)
    stored = stands(books, claimed.id)
    assert (stored.state, stored.leased_until, stored.settled_at) == (NoticeState.READY, None, None)
    assert books.claim(NOW + 29 * MOMENT, NOW + LEASE, 10) == []
    (again,) = books.claim(NOW + 30 * MOMENT, NOW + LEASE, 10)
    assert (again.state, again.attempts) == (NoticeState.READY, 2)


def test_a_late_holder_loses_against_the_one_who_claimed_after_her(
    books: SqlBooks, company: Company
) -> None:
    owe(books, notice(company.asha.id, "1"))
    (frozen,) = books.claim(NOW, NOW + LEASE, 10)
    books.claim(NOW + LEASE, NOW + 2 * LEASE, 10)
    (second,) = books.claim(NOW + 2 * LEASE, NOW + 3 * LEASE, 10)
    late = replace(frozen, state=NoticeState.UNDELIVERABLE, reason="late", settled_at=NOW)
    assert not books.settle(late)
    assert stands(books, frozen.id).state is NoticeState.SENDING
    assert books.settle(replace(second, state=NoticeState.SENT, message="m", settled_at=NOW))
    assert not books.settle(late)
    assert stands(books, frozen.id).message == "m"


def test_nobody_settles_what_was_never_claimed(books: SqlBooks, company: Company) -> None:
    (owed,) = owe(books, notice(company.asha.id, "1"))
    assert not books.settle(replace(owed, state=NoticeState.SENT, settled_at=NOW))
    assert stands(books, owed.id) == owed


def test_the_next_due_moment_is_the_earliest_of_all(books: SqlBooks, company: Company) -> None:
    assert books.next_due() is None
    with books.turn() as store:
        store.later(PlanCheckIns(1), NOW + 5 * HOUR)
    assert books.next_due() == NOW + 5 * HOUR
    owe(books, notice(company.asha.id, "1", due=NOW + 4 * HOUR, until=NOW + 2 * DAY))
    assert books.next_due() == NOW + 4 * HOUR
    owe(books, notice(company.asha.id, "2", not_before=NOW + 3 * HOUR))
    assert books.next_due() == NOW + 3 * HOUR
    owe(
        books,
        notice(
            company.asha.id,
            "3",
            state=NoticeState.SENDING,
            attempts=1,
            leased_until=NOW + 2 * HOUR,
        ),
        notice(company.asha.id, "4", state=NoticeState.SENT),
    )
    assert books.next_due() == NOW + 2 * HOUR


def test_two_senders_never_claim_the_same_notice(url: str, company: Company) -> None:
    one, other = SqlBooks(url, careless=True), SqlBooks(url, careless=True)
    owe(one, *(notice(company.asha.id, str(number)) for number in range(120)))

    def take_all(books: SqlBooks) -> list[int]:
        taken: list[int] = []
        idle = 0
        while idle < 3:
            claimed = books.claim(NOW, NOW + LEASE, 7)
            taken.extend(each.id for each in claimed)
            idle = 0 if claimed else idle + 1
        return taken

    with ThreadPoolExecutor(4) as pool:
        senders = [pool.submit(take_all, books) for books in (one, other, one, other)]
        taken = [notice_id for sender in senders for notice_id in sender.result(WAIT)]
    assert len(taken) == 120
    assert set(Counter(taken).values()) == {1}
    one.close()
    other.close()


def test_a_turn_that_meets_a_claim_runs_again_and_nothing_is_lost(
    url: str, company: Company
) -> None:
    """The core expires a notice at the moment when a sender holds it."""
    books = SqlBooks(url, careless=True)
    (owed,) = owe(books, notice(company.asha.id, "1"))
    (claimed,) = books.claim(NOW, NOW + LEASE, 10)
    with books.turn() as store:
        store.no_longer_owe(owed.kind, owed.subject)
    assert books.settle(replace(claimed, state=NoticeState.SENT, message="m", settled_at=NOW))
    assert stands(books, owed.id).state is NoticeState.SENT
    books.close()


def test_a_tick_is_taken_once(url: str) -> None:
    processes = [SqlBooks(url, careless=True) for _ in range(3)]

    def take(which: int) -> bool:
        return processes[which % 3].take_tick("chores", NOW + MOMENT * (which // 6))

    with ThreadPoolExecutor(6) as pool:
        taken = sum(pool.map(take, range(60)))
    for books in processes:
        books.close()
    # A tick that another one has overtaken is taken by nobody; what is due waits for the next.
    assert 1 <= taken <= 10


def test_no_tick_is_taken_twice_and_another_kind_is_its_own(books: SqlBooks) -> None:
    assert books.take_tick("chores", NOW)
    assert not books.take_tick("chores", NOW)
    assert not books.take_tick("chores", NOW - MOMENT)
    assert books.take_tick("housekeeping", NOW)
    assert books.take_tick("chores", NOW + MOMENT)


def test_a_clock_set_back_does_not_stop_the_ticks(books: SqlBooks) -> None:
    assert books.take_tick("chores", NOW + DAY)
    assert books.take_tick("chores", NOW)
    assert not books.take_tick("chores", NOW)
