"""What the long runs begin with stands as it should: they run seldom, and this runs always."""

from collections import Counter
from datetime import timedelta

from app.wiring import system_now
from bot.model import NoticeState, Person
from storage.books import SqlBooks
from tests.faults.audit import states
from tests.faults.prefilled import in_tenants, prefill

PEOPLE, EACH = 30, 4


def test_everybody_can_be_reached_and_is_owed_messages_that_may_go_now(database: str) -> None:
    books, now = SqlBooks(database, careless=True), system_now()
    prefill(books, PEOPLE, EACH, now, timedelta(days=1))
    assert states(books) == {NoticeState.READY: PEOPLE * EACH}
    owed = books.claim(now, now + timedelta(minutes=1), PEOPLE * EACH)
    assert set(Counter(each.person for each in owed).values()) == {EACH}
    assert {each.at_latest for each in owed} == {now}
    with books.read() as store:
        reached = {address for each in owed for address in store.addresses_of(each.person)}
        assert all(store.get(Person, each.person) for each in owed)
    assert reached == {in_tenants(number) for number in range(PEOPLE)}
    books.close()
