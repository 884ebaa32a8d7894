"""A clock that jumps is seen, and no lease is judged by it until a whole one has passed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.post.watch import Watch

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
LEASE = 60.0


class Machine:
    """A count of seconds, and a clock that can be set."""

    def __init__(self) -> None:
        self.count = 1000.0
        self.set_by = timedelta()
        self.watch = Watch(LEASE, lambda: self.count)

    def trusts(self, after: float) -> bool:
        """Let seconds pass, and ask."""
        self.count += after
        return self.watch.trusts(NOW + timedelta(seconds=self.count) + self.set_by)


def test_who_has_just_started_cannot_know_whether_the_clock_jumped_before() -> None:
    machine = Machine()
    assert not machine.trusts(0)
    assert not machine.trusts(LEASE - 1)
    assert all(machine.trusts(after) for after in (1, 30, 3600))


@pytest.mark.parametrize("hours", [1, -1, 24, -24])
def test_after_a_jump_a_whole_lease_passes_first(hours: int) -> None:
    machine = Machine()
    machine.trusts(0)
    assert machine.trusts(LEASE)
    machine.set_by = timedelta(hours=hours)
    assert not machine.trusts(1)
    assert not machine.trusts(LEASE - 1)
    machine.set_by = timedelta()
    assert not machine.trusts(1)  # back again: another jump
    assert not machine.trusts(LEASE - 1)
    assert machine.trusts(1)


def test_what_is_left_of_a_lease_does_not_hang_on_the_clock() -> None:
    machine = Machine()
    machine.watch.holds([1], machine.watch.count())
    machine.count += 20
    machine.set_by = -timedelta(days=1)
    assert machine.watch.left(1) == LEASE - 20
    machine.watch.lets_go(1)
    assert machine.watch.left(1) < 0


def test_a_lease_lasts_from_before_it_was_asked_for() -> None:
    machine = Machine()
    since = machine.watch.count()
    machine.count += 20  # the database takes its time, or the process is frozen meanwhile
    machine.watch.holds([1], since)
    assert machine.watch.left(1) == LEASE - 20


def test_without_a_steady_count_the_clock_is_taken_at_its_word() -> None:
    watch = Watch(LEASE, None)
    watch.holds([1], watch.count())
    assert watch.trusts(NOW)
    assert watch.trusts(NOW + timedelta(days=1))
    assert watch.left(1) > LEASE
