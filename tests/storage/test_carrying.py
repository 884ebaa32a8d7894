"""One person's notices, and what whoever carries deliveries is told of them."""

from collections.abc import Sequence

from bot.model import Notice, NoticeState, Priority
from storage.books import SqlBooks
from tests.storage.company import HOUR, NOW, Company, notice
from tests.storage.test_claims import LEASE, MOMENT, owe, stands


def test_one_persons_notices_are_claimed_in_their_order_and_nobody_elses(
    books: SqlBooks, company: Company
) -> None:
    asha = company.asha.id
    owe(
        books,
        notice(asha, "late", due=NOW - HOUR),
        notice(asha, "answer", priority=Priority.ANSWER),
        notice(asha, "early", due=NOW + MOMENT),
        notice(company.bernd.id, "other", due=NOW - HOUR),
    )
    claimed = books.claim_for(asha, NOW, NOW + LEASE, 10)
    assert [each.once for each in claimed] == ["answer", "late"]
    assert all(stands(books, each.id).leased_until == NOW + LEASE for each in claimed)
    assert books.claim_for(asha, NOW, NOW + LEASE, 10) == []


def test_one_persons_doubts_are_claimed_only_by_who_may(books: SqlBooks, company: Company) -> None:
    doubt = notice(company.asha.id, "1", state=NoticeState.SENDING, leased_until=NOW, doubted=True)
    owe(books, doubt)
    assert books.claim_for(company.asha.id, NOW, NOW + LEASE, 10, False) == []
    assert len(books.claim_for(company.asha.id, NOW, NOW + LEASE, 10)) == 1


class Listener:
    """Keeps what whoever carries deliveries is told."""

    def __init__(self) -> None:
        self.announced: list[str] = []

    def announce(self, notices: Sequence[Notice], _transaction: object) -> None:
        """Keep what is new."""
        self.announced += [each.once for each in notices]


def test_whoever_carries_deliveries_is_told_of_what_is_newly_owed_and_of_what_is_due(
    books: SqlBooks, company: Company
) -> None:
    books.deliveries = listener = Listener()
    gone = notice(company.asha.id, "gone", until=NOW)
    with books.turn() as store:
        for each in (notice(company.asha.id, "1"), notice(company.asha.id, "1"), gone):
            store.owe(each)
    assert listener.announced == ["1", "gone"]
    books.remind(NOW, NOW + LEASE, 10)
    assert listener.announced == ["1", "gone", "1"]


def test_whoever_carries_deliveries_is_told_of_what_somebody_never_came_back_for(
    books: SqlBooks, company: Company
) -> None:
    books.deliveries = listener = Listener()
    owe(books, notice(company.asha.id, "1"))
    books.claim(NOW, NOW + LEASE, 10)
    books.remind(NOW + LEASE, NOW + 2 * LEASE, 10)
    assert listener.announced == []  # given up, and left alone for another lease
    books.remind(NOW + 2 * LEASE, NOW + 3 * LEASE, 10)
    assert listener.announced == ["1"]
