"""Metrics tell what waits and what became of it, in a format that monitoring reads."""

from datetime import UTC, datetime, timedelta

from app.metrics import exposed
from bot.model import Address, Notice, NoticeState, Platform
from bot.ports import Backlog
from bot.post import Tally

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def values(shown: str) -> dict[str, float]:
    """Return the metrics by name, as a monitoring system reads them."""
    lines = [line.rsplit(" ", 1) for line in shown.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_what_waits_is_told_with_how_long_it_has_waited() -> None:
    found = values(exposed(Tally(), Backlog(3, NOW - timedelta(seconds=90), 2), NOW))
    assert found["kehrwert_notices_due"] == 3
    assert found["kehrwert_notices_sending"] == 2
    assert found["kehrwert_notices_lag_seconds"] == 90


def test_nothing_that_waits_has_waited_for_nothing() -> None:
    assert values(exposed(Tally(), Backlog(0, None, 0), NOW))["kehrwert_notices_lag_seconds"] == 0


def test_what_became_of_notices_is_counted() -> None:
    tally = Tally()
    sent = Notice(
        1,
        "checkin.reminder",
        1,
        "1",
        NOW,
        NOW + timedelta(days=1),
        state=NoticeState.SENT,
        address=Address(Platform.SLACK, "T0SECRET", "U0SECRET"),
        settled_at=NOW + timedelta(minutes=2),
    )
    tally.count(sent)
    shown = exposed(tally, Backlog(0, None, 0), NOW)
    assert values(shown)["kehrwert_notices_sent_total"] == 1
    assert values(shown)["kehrwert_notices_late_total"] == 1
    assert "SECRET" not in shown


def test_every_metric_explains_itself() -> None:
    shown = exposed(Tally(), Backlog(0, None, 0), NOW)
    for name in values(shown):
        assert f"# HELP {name} " in shown
        assert f"# TYPE {name} " in shown
