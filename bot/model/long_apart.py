"""Since when the two of a pairing have not met, and from when on that is long."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.model.pairing import SKIPPED_BY_BREAK, CheckIn, CheckInState, Pairing
from bot.model.programme import Cadence

INTERVALS: Mapping[Cadence, timedelta] = {
    Cadence.WEEKLY: timedelta(days=7),
    Cadence.FORTNIGHTLY: timedelta(days=14),
    Cadence.MONTHLY: timedelta(days=31),
}
LONG_AT_LEAST = timedelta(days=21)
ONE_WEEK = timedelta(days=7)


def last_met(check_ins: Sequence[CheckIn]) -> CheckIn | None:
    """Return the latest hour that took place."""
    met = (each for each in check_ins if each.state is CheckInState.MET)
    return max(met, key=lambda each: each.starts_at, default=None)


def last_met_at(pairing: Pairing, check_ins: Sequence[CheckIn]) -> datetime:
    """Return when the two met last; before they have, when they became a tandem."""
    met = last_met(check_ins)
    return max(pairing.started_at, met.starts_at) if met else pairing.started_at


def last_sign(pairing: Pairing, check_ins: Sequence[CheckIn], now: datetime) -> datetime:
    """Return since when the two could have met and have not: their last meeting, break or start.

    `check_ins` are the pairing's, in the order of their weeks.
    """
    return max(last_met_at(pairing, check_ins), _back_since(check_ins, now))


def long_from(pairing: Pairing, since: datetime) -> datetime:
    """Return when a time without a meeting becomes long: 21 days, or two intervals if longer."""
    return since + max(LONG_AT_LEAST, 2 * INTERVALS[pairing.hour.cadence])


def _back_since(check_ins: Sequence[CheckIn], now: datetime) -> datetime:
    """Return when the last break was over: a week before the first hour after it."""
    rested = [at for at, each in enumerate(check_ins) if each.skip_reason == SKIPPED_BY_BREAK]
    if not rested:
        return datetime.min.replace(tzinfo=UTC)
    after = check_ins[rested[-1] + 1 :]
    return after[0].starts_at - ONE_WEEK if after else now
