"""The benchmark runs: a tiny one of each kind, whose figures say nothing."""

from pathlib import Path

from tests.benchmarks.delivery import schedule, turn, wave
from tests.databases import sqlite_url


def test_rows_and_jobs_are_measured_alike(tmp_path: Path) -> None:
    for name in ("rows", "jobs", "ticks"):
        (tmp_path / name).mkdir()
    assert schedule.rows(tmp_path / "rows", 30).wave > 0
    assert schedule.jobs(tmp_path / "jobs", 30).wave > 0
    assert [many for many, _ in schedule.idle_ticks(tmp_path / "ticks", (10, 20))] == [10, 20]


def test_a_turn_is_measured_beside_its_statements(tmp_path: Path) -> None:
    found = turn.turn(sqlite_url(tmp_path), 10)
    assert found.statements > 0
    assert found.ours > found.bare


def test_a_wave_arrives_wholly_and_once(tmp_path: Path) -> None:
    assert wave.bare(100) > 0
    assert wave.wave(sqlite_url(tmp_path), 20).twice == 0
