"""One unasked message a day, in working hours; what can wait comes on a day that has no other."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cadence import next_working_moment
from bot.flows.meeting_times import working_time
from bot.model import Notice, NoticeState, Priority, Role
from tests.flows.tandems import notices
from tests.people import Company

BERLIN = ZoneInfo("Europe/Berlin")
OWED = st.lists(
    st.tuples(st.integers(0, 12 * 24), st.sampled_from([Priority.REMINDER, Priority.DIGEST])),
    min_size=1,
    max_size=12,
)


def owe(
    company: Company,
    hours: int,
    priority: Priority,
    number: int = 0,
    *,
    worth: timedelta = timedelta(days=30),
    at_latest: timedelta | None = None,
) -> None:
    """Owe Bernd something in so many hours, worth it for so long after that."""
    due = company.now + timedelta(hours=hours)
    with company.turn() as store:
        store.owe(
            Notice(
                company.bernd.person_id,
                "participation.welcome_back",
                company.bernd.participant.id,
                f"{hours} {priority} {number}",
                due,
                due + worth,
                priority,
                at_latest=None if at_latest is None else company.now + at_latest,
            )
        )


def sent(company: Company) -> list[tuple[Priority, datetime]]:
    found = notices(company, NoticeState.SENT)
    told = [(each.settled_at, each.priority) for each in found if each.settled_at]
    return [(priority, at) for at, priority in sorted(told)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(owed=OWED)
def test_a_day_has_one_message_in_working_hours_and_a_patient_one_is_alone(
    tmp_path_factory: object, owed: list[tuple[int, Priority]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("quiet")  # type: ignore[attr-defined]
    company = Company(folder)
    try:
        company.bernd.takes_part(Role.MENTEE, wants=("ai",))
        for number, (hours, priority) in enumerate(owed):
            owe(company, hours, priority, number)
        company.wait(days=40)
        working = working_time(company.bernd.person)
        days = Counter(at.astimezone(BERLIN).date() for _, at in sent(company))
        assert set(days.values()) == {1}
        assert all(next_working_moment(at, working) == at for _, at in sent(company))
        assert len(sent(company)) == len(owed)
    finally:
        company.close()


def test_answers_do_not_wait_and_take_no_day(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    for number in range(3):
        owe(company, 20, Priority.ANSWER, number)  # before work begins
    owe(company, 25, Priority.REMINDER)
    company.wait(hours=26)
    assert len(sent(company)) == 4


def test_a_meeting_within_the_hour_is_told_on_a_busy_day_and_takes_no_day(
    company: Company,
) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    owe(company, 0, Priority.REMINDER)
    company.settle()
    owe(company, 1, Priority.REMINDER, at_latest=timedelta(hours=3))
    company.wait(hours=2)
    assert len(sent(company)) == 1
    company.wait(hours=1)
    assert len(sent(company)) == 2


def test_what_would_be_lost_tomorrow_goes_before_what_would_not(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    owe(company, 1, Priority.REMINDER, worth=timedelta(days=5))
    owe(company, 4, Priority.REMINDER, worth=timedelta(hours=10))
    company.wait(hours=5)
    assert [at for _, at in sent(company)] == [company.now - timedelta(hours=1)]
    company.wait(days=1)
    assert len(sent(company)) == 2


def test_what_must_be_known_today_goes_before_a_reminder_that_comes_later(
    company: Company,
) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    owe(company, 1, Priority.REMINDER, at_latest=timedelta(hours=4))
    owe(company, 4, Priority.REMINDER, worth=timedelta(hours=10))
    company.wait(days=1)
    assert [at for _, at in sent(company)] == [company.now - timedelta(hours=23)]


def test_what_must_be_known_today_is_waited_for(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    owe(company, 1, Priority.REMINDER)
    owe(company, 2, Priority.REMINDER, at_latest=timedelta(hours=5))
    company.wait(hours=6)
    assert [at for _, at in sent(company)] == [company.now - timedelta(hours=4)]
    company.wait(days=1)
    assert len(sent(company)) == 2


def test_what_waits_in_vain_is_not_said(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    owe(company, 1, Priority.REMINDER, worth=timedelta(hours=8))
    owe(company, 2, Priority.REMINDER, worth=timedelta(hours=8))
    company.wait(days=3)
    assert len(sent(company)) == 1


def test_what_is_to_come_later_that_day_counts_too(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    owe(company, 1, Priority.DIGEST)
    owe(company, 6, Priority.REMINDER)
    company.wait(hours=8)
    assert [priority for priority, _ in sent(company)] == [Priority.REMINDER]
    company.wait(days=1)
    assert [priority for priority, _ in sent(company)][1:] == [Priority.DIGEST]


def test_what_finds_no_quiet_day_in_time_is_not_said_at_all(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    for day in range(45):
        owe(company, 24 * day + 1, Priority.REMINDER, day)
    owe(company, 1, Priority.DIGEST)
    company.wait(days=45)
    assert not [priority for priority, _ in sent(company) if priority is Priority.DIGEST]
