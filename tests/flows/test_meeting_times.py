"""The hour of a tandem: kind to both, in each one's zone, and not on a holiday."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.cadence import is_working
from bot.flows.meeting_times import working_time
from bot.model import (
    CheckInState,
    Role,
    WorkingHours,
)
from tests.flows.tandems import (
    TOPIC,
    become_tandem,
    check_ins,
    coming,
)
from tests.people import Company
from tests.screen import keys_in, plain

BERLIN = ZoneInfo("Europe/Berlin")


def test_the_first_hour_is_never_on_the_day_of_the_second_yes(company: Company) -> None:
    company.wait(hours=1)
    become_tandem(company, company.asha, company.bernd)
    first = coming(company, company.asha)
    today = company.now.astimezone(BERLIN).date()
    assert first.starts_at.astimezone(BERLIN).date() > today
    assert first.starts_at - company.now < timedelta(days=8)


def test_each_reads_the_hour_on_her_own_clock(company: Company) -> None:
    nia = company.hires("Nia Novak", hours=WorkingHours("America/New_York"), country="US", level=8)
    become_tandem(company, company.asha, nia)
    check_in = coming(company, company.asha)
    in_berlin = check_in.starts_at.astimezone(BERLIN)
    in_new_york = check_in.starts_at.astimezone(ZoneInfo("America/New_York"))

    assert f"{in_berlin:%H:%M}" in plain(company.asha.receives("pairing.begun.title"))
    assert f"{in_new_york:%H:%M}" in plain(nia.receives("pairing.begun.title"))
    assert in_berlin.hour - in_new_york.hour == 6


def test_the_hour_stays_the_same_on_the_mentors_clock(company: Company) -> None:
    nia = company.hires("Nia Novak", hours=WorkingHours("America/New_York"), level=8)
    assert become_tandem(company, company.asha, nia).hour.time_zone == "Europe/Berlin"


def test_a_second_tandem_gets_another_hour(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=(TOPIC,))
    first = become_tandem(company, company.asha, company.bernd)
    second = become_tandem(company, company.asha, company.emine)

    assert first.id != second.id
    assert (first.hour.weekday, first.hour.at) != (second.hour.weekday, second.hour.at)
    with company.books.read() as store:
        starts = sorted(
            each.starts_at for pair in (first, second) for each in store.check_ins_of(pair.id)
        )
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert min(gaps) >= timedelta(hours=1)


def test_without_a_common_hour_the_nearest_one_is_proposed_and_said_to_be_so(
    company: Company,
) -> None:
    toshi = company.hires("Toshi Tanaka", hours=WorkingHours("Asia/Tokyo"), country="JP", level=8)
    become_tandem(company, company.asha, toshi)
    check_in = coming(company, company.asha)

    outside = [
        chat
        for chat in (company.asha, toshi)
        if not is_working(check_in.starts_at, 60, working_time(chat.person))
    ]
    assert outside
    for chat in outside:
        chat.receives("pairing.begun.outside")
    for zone in ("Europe/Berlin", "Asia/Tokyo"):
        local = check_in.starts_at.astimezone(ZoneInfo(zone)).time()
        assert time(8) <= local <= time(18), "nobody gets up at night"


def test_two_without_a_common_weekday_get_an_hour_all_the_same(company: Company) -> None:
    company.asha.changes(hours=WorkingHours("Europe/Berlin", weekdays=frozenset({0, 1})))
    company.bernd.changes(hours=WorkingHours("Europe/Berlin", weekdays=frozenset({3})))
    become_tandem(company, company.asha, company.bernd)
    assert coming(company, company.asha).state is CheckInState.PLANNED


def test_a_country_whose_holidays_nobody_knows_stops_nothing(company: Company) -> None:
    company.asha.changes(country="XX", subdivision="YY")
    become_tandem(company, company.asha, company.bernd)
    assert coming(company, company.asha).state is CheckInState.PLANNED


def test_nobody_meets_before_the_programme_starts(company: Company) -> None:
    company.changes(starts_on=date(2026, 12, 7))
    pairing = become_tandem(company, company.asha, company.bernd)
    assert coming(company, company.asha).starts_at.date() >= date(2026, 12, 7)
    assert pairing.ends_on == date(2027, 2, 28), "twelve weeks, the last day included"


def test_a_holiday_without_another_hour_in_its_week_is_left_out_and_said(company: Company) -> None:
    only_fridays(company)
    become_tandem(company, company.asha, company.bernd)
    company.wait_until(datetime(2026, 12, 26, tzinfo=UTC))

    christmas = next(each for each in check_ins(company, company.asha) if each.week == "2026-W52")
    assert (christmas.state, christmas.skip_reason) == (CheckInState.SKIPPED, "holiday")
    assert "Christmas Day" in plain(company.asha.receives("checkin.skipped.holiday"))
    assert "Erster Weihnachtstag" in plain(company.bernd.receives("checkin.skipped.holiday"))
    assert len([m for m in company.asha.messages if "Christmas" in plain(m)]) == 1


def test_a_holiday_moves_the_hour_within_its_week_and_says_why(company: Company) -> None:
    only_fridays(company)
    become_tandem(company, company.asha, company.bernd)
    for chat in (company.asha, company.bernd):
        chat.changes(hours=WorkingHours("Europe/Berlin", weekdays=frozenset({1, 4})))
    company.wait_until(datetime(2026, 12, 22, 8, tzinfo=UTC))

    christmas = next(each for each in check_ins(company, company.asha) if each.week == "2026-W52")
    assert christmas.state is CheckInState.PLANNED
    assert christmas.starts_at.astimezone(BERLIN).date() == date(2026, 12, 22)
    assert "Christmas Day" in plain(company.asha.receives("checkin.remark.holiday"))


def only_fridays(company: Company) -> None:
    for chat in (company.asha, company.bernd):
        chat.changes(hours=WorkingHours("Europe/Berlin", weekdays=frozenset({4})))


def test_twelve_weeks_are_twelve_hours_on_whatever_weekday(company: Company) -> None:
    for chat in (company.asha, company.bernd):
        chat.changes(hours=WorkingHours("Europe/Berlin", weekdays=frozenset({0})))
    company.changes(starts_on=date(2026, 11, 9))
    become_tandem(company, company.asha, company.bernd)
    company.wait(days=100)
    assert len(check_ins(company, company.asha)) == 12


def test_the_first_word_never_says_that_an_hour_fits_where_none_is_shared(company: Company) -> None:
    toshi = company.hires("Toshi Tanaka", hours=WorkingHours("Asia/Tokyo"), country="JP", level=8)
    become_tandem(company, company.asha, toshi)
    for chat in (company.asha, toshi):
        company.wait(days=1)
        said = keys_in(chat.receives("pairing.begun.title"))
        assert "pairing.begun.outside" in said
        assert "pairing.begun.fits" not in said


def test_an_hour_outside_is_not_blamed_on_a_week_that_has_common_ones(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    hour = coming(company, company.asha)
    hours = WorkingHours("Europe/Berlin", time(13), time(17))
    company.bernd.changes(hours=hours)
    company.bernd.forges(f"checkin.on:{hour.id}")
    company.bernd.sees("checkin.remark.outside")
    company.bernd.sees_not("checkin.remark.none_shared")
