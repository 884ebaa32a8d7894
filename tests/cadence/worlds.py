"""Hypothesis strategies: every zone, fifty years, all sorts of working times."""

from datetime import date, datetime, time, timedelta
from zoneinfo import available_timezones

from hypothesis import strategies as st

from bot.cadence import Every, MeetingRule, Week, WorkingTime, instant

# "Factory" is the placeholder of a clock nobody has set, "localtime" whatever the machine that
# runs the tests happens to mean. Everything else, links included, is somebody's zone.
ALL_ZONES = sorted(available_timezones() - {"Factory", "localtime"})
FIRST_YEAR, LAST_YEAR = 2020, 2070
WEEKS_IN_RANGE = 52 * (LAST_YEAR - FIRST_YEAR + 1)
# Zones in which something unusual happens, drawn as often as all others together: half-hour
# and three-hour changes, changes at midnight, on Fridays, four a year, negative summer time.
ODD_ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/Nuuk",
    "America/Santiago", "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll",
    "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Tehran",
    "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin",
    "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip

zones = st.sampled_from(ODD_ZONES) | st.sampled_from(ALL_ZONES)
weeks = st.integers(0, WEEKS_IN_RANGE - 1).map(Week(FIRST_YEAR, 1).plus)
quarters = st.integers(0, 95).map(lambda count: time(count // 4, 15 * (count % 4)))
any_time = quarters | st.times().map(lambda at: at.replace(fold=0))
everies = st.sampled_from(Every)
rules = st.builds(MeetingRule, st.integers(0, 6), any_time, zones, everies)
PLACES = (("", ""), ("DE", "BY"), ("DE", "BE"), ("US", "NY"), ("IN", ""), ("JP", ""), ("EG", ""))


@st.composite
def working_times(draw: st.DrawFn) -> WorkingTime:
    start, hours = draw(quarters), draw(st.integers(1, 15))
    end = time((start.hour + hours) % 24, start.minute)
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    country, subdivision = draw(st.sampled_from(PLACES))
    return WorkingTime(draw(zones), start, end, weekdays, country, subdivision)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = date(FIRST_YEAR, 1, 1) + timedelta(days=draw(st.integers(0, 365 * 50)))
    return instant(day, draw(any_time), "UTC")
