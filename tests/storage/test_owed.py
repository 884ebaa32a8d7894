"""What is owed, what is due and what was heard is remembered once."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import ExpireProposal, PlanCheckIns
from bot.model import Notice, NoticeState
from bot.ports import Store
from bot.said import Note, text
from storage.books import SqlBooks
from tests.storage.company import DAY, HOUR, NOW, Company, notice


def owed(store: Store, notice_id: int) -> Notice:
    """Return a notice that must be there."""
    found = store.get(Notice, notice_id)
    assert found is not None
    return found


def test_the_same_matter_is_owed_once(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.owe(notice(company.asha.id, "reminder:1"))
        store.owe(notice(company.bernd.id, "reminder:1", kind="another"))
    with books.turn() as store:
        store.owe(notice(company.carla.id, "reminder:1"))
    (claimed,) = books.claim(NOW, NOW + HOUR, 10)
    assert (claimed.person, claimed.kind) == (company.asha.id, "checkin.reminder")


def test_what_is_no_longer_owed_expires_unless_it_is_on_its_way(
    books: SqlBooks, company: Company
) -> None:
    plain = notice(company.asha.id, "1")
    with books.turn() as store:
        ours = store.add(plain)
        sending = store.add(replace(plain, once="2", state=NoticeState.SENDING, attempts=1))
        sent = store.add(replace(plain, once="3", state=NoticeState.SENT))
        other_subject = store.add(replace(plain, once="4", subject=8))
        other_kind = store.add(replace(plain, once="5", kind="another"))
        bernds = store.add(replace(plain, once="6", person=company.bernd.id))

        store.no_longer_owe(plain.kind, plain.subject, company.asha.id)
        assert owed(store, ours.id).state is NoticeState.EXPIRED
        assert owed(store, ours.id).reason == "no_longer_owed"
        for untouched in (sending, sent, other_subject, other_kind, bernds):
            assert owed(store, untouched.id) == untouched

        store.no_longer_owe(plain.kind, plain.subject)
        assert owed(store, bernds.id).state is NoticeState.EXPIRED


def test_the_newest_message_about_a_matter_is_found_edits_left_out(
    books: SqlBooks, company: Company
) -> None:
    said = notice(company.asha.id, "1", state=NoticeState.SENT, about="proposal:1", settled_at=NOW)
    with books.turn() as store:
        assert store.said_about(company.asha.id, "proposal:1") is None
        newest = store.add(replace(said, once="2", settled_at=NOW + HOUR))
        first = store.add(said)
        store.add(replace(said, once="3", edits=True, settled_at=NOW + 2 * HOUR))
        store.add(replace(said, once="4", state=NoticeState.UNDELIVERABLE, settled_at=NOW + DAY))
        store.add(replace(said, once="5", about="proposal:2", settled_at=NOW + DAY))
        store.add(replace(said, once="6", person=company.bernd.id, settled_at=NOW + DAY))
        assert store.said_about(company.asha.id, "proposal:1") == newest
        assert store.said_all_about(company.asha.id, "proposal:1") == (newest, first)


def test_a_chore_waits_once_for_a_noun_and_can_be_moved(books: SqlBooks) -> None:
    chore = PlanCheckIns(5)
    with books.turn() as store:
        store.later(chore, NOW + HOUR)
        store.later(PlanCheckIns(6), NOW + 3 * HOUR)
        store.later(ExpireProposal(5), NOW + 2 * HOUR)
        store.later(chore, NOW + 4 * HOUR)
    assert books.due_chores(NOW + DAY, 10) == [
        ("proposal.expire", 5, NOW + 2 * HOUR),
        ("pairing.plan", 6, NOW + 3 * HOUR),
        ("pairing.plan", 5, NOW + 4 * HOUR),
    ]


def test_only_chores_that_are_due_are_handed_out_the_oldest_first(books: SqlBooks) -> None:
    with books.turn() as store:
        for subject in range(1, 6):
            store.later(PlanCheckIns(subject), NOW - subject * HOUR)
        store.later(PlanCheckIns(9), NOW)
        store.later(PlanCheckIns(10), NOW + HOUR)
    subjects = [subject for _, subject, _ in books.due_chores(NOW, 10)]
    assert subjects == [5, 4, 3, 2, 1, 9]
    assert [subject for _, subject, _ in books.due_chores(NOW, 2)] == [5, 4]


def test_a_chore_is_taken_once_and_only_when_it_is_due(books: SqlBooks) -> None:
    chore = PlanCheckIns(5)
    with books.turn() as store:
        assert not store.take(chore, NOW)
        store.later(chore, NOW + HOUR)
        assert not store.take(chore, NOW)
        assert store.take(chore, NOW + HOUR)
        assert not store.take(chore, NOW + HOUR)


def test_a_chore_that_was_moved_meanwhile_is_not_taken(books: SqlBooks) -> None:
    chore = PlanCheckIns(5)
    with books.turn() as store:
        store.later(chore, NOW)
    assert len(books.due_chores(NOW, 10)) == 1
    with books.turn() as store:
        store.later(chore, NOW + HOUR)
    with books.turn() as store:
        assert not store.take(chore, NOW)
    assert books.next_due() == NOW + HOUR


def test_a_chore_that_is_not_needed_is_forgotten(books: SqlBooks) -> None:
    with books.turn() as store:
        store.later(PlanCheckIns(5), NOW)
        store.later(PlanCheckIns(6), NOW)
        store.never_mind(PlanCheckIns(5))
        store.never_mind(PlanCheckIns(7))
    assert [subject for _, subject, _ in books.due_chores(NOW, 10)] == [6]


def test_a_chore_that_failed_is_put_off_but_never_to_an_earlier_moment(books: SqlBooks) -> None:
    with books.turn() as store:
        store.later(PlanCheckIns(5), NOW)
        store.later(PlanCheckIns(6), NOW + DAY)
    books.put_off("pairing.plan", 5, NOW + HOUR)
    books.put_off("pairing.plan", 6, NOW + HOUR)
    books.put_off("pairing.plan", 7, NOW + HOUR)
    assert books.due_chores(NOW + DAY, 10) == [
        ("pairing.plan", 5, NOW + HOUR),
        ("pairing.plan", 6, NOW + DAY),
    ]


def test_what_was_answered_to_an_event_is_known_to_whom_it_was_said(
    books: SqlBooks, company: Company
) -> None:
    said = Note(text("refusal.broken", reference="x"))
    with books.turn() as store:
        assert store.answer_to("Ev1", company.asha.id) is None
        store.heard_before("Ev1", NOW)
        store.keep_answer("Ev1", company.asha.id, said)
    with books.turn() as store:
        assert store.answer_to("Ev1", company.asha.id) == Note(text("refusal.broken"))
        assert store.answer_to("Ev1", company.bernd.id) is None
    books.forget_spent(NOW + HOUR)
    with books.read() as store:
        assert store.answer_to("Ev1", company.asha.id) is not None
    books.forget_spent(NOW + HOUR + timedelta(seconds=1))
    with books.turn() as store:
        assert store.answer_to("Ev1", company.asha.id) is None
        assert store.heard_before("Ev1", NOW)


def test_an_event_is_heard_once(books: SqlBooks) -> None:
    with books.turn() as store:
        assert not store.heard_before("Ev1", NOW)
        assert store.heard_before("Ev1", NOW + HOUR)
        assert not store.heard_before("Ev2", NOW)
    with books.turn() as store:
        assert store.heard_before("Ev1", NOW + DAY)


def test_the_last_try_to_reach_each_who_takes_part_is_found(
    books: SqlBooks, company: Company
) -> None:
    refused = notice(
        company.asha.id, "1", state=NoticeState.UNDELIVERABLE, reason="gone", settled_at=NOW
    )
    with books.turn() as store:
        store.add(refused)
        again = store.add(replace(refused, once="2"))
        late = replace(refused, state=NoticeState.EXPIRED, reason="too_late: busy", refusals=2)
        hers = store.add(replace(late, once="3", person=company.bernd.id, settled_at=NOW + HOUR))
        store.add(replace(late, once="4", refusals=0, settled_at=NOW + DAY))
        store.add(replace(refused, once="5", person=company.carla.id))
        assert store.unreached(company.programme.id) == (hers, again)
        assert store.unreached(company.programme.id + 1) == ()
        store.add(replace(refused, once="6", state=NoticeState.SENT, settled_at=NOW + HOUR))
        assert store.unreached(company.programme.id) == (hers,)
