"""What can wait comes on a working day on which nothing else reaches the person unasked."""

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


def owe(company: Company, hours: int, priority: Priority, number: int = 0) -> None:
    """Owe Bernd something in so many hours."""
    due = company.now + timedelta(hours=hours)
    with company.turn() as store:
        store.owe(
            Notice(
                company.bernd.person_id,
                "participation.welcome_back",
                company.bernd.participant.id,
                f"{hours} {priority} {number}",
                due,
                due + timedelta(days=30),
                priority,
            )
        )


def sent(company: Company) -> list[tuple[Priority, datetime]]:
    found = notices(company, NoticeState.SENT)
    told = [(each.settled_at, each.priority) for each in found if each.settled_at]
    return [(priority, at) for at, priority in sorted(told)]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(owed=OWED)
def test_a_patient_message_is_alone_on_its_day_and_in_working_hours(
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
        for priority, at in sent(company):
            if priority is Priority.DIGEST:
                assert days[at.astimezone(BERLIN).date()] == 1
                assert next_working_moment(at, working) == at
        assert len(sent(company)) == len(owed)
    finally:
        company.close()


def test_what_cannot_wait_goes_at_its_moment(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    for number in range(3):
        owe(company, 2, Priority.REMINDER, number)
    company.wait(hours=3)
    assert len(sent(company)) == 3


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
