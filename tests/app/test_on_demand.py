"""A command imports what it needs, and not what the others need."""

import subprocess
import sys
from pathlib import Path

from tests.databases import sqlite_url

HEAVY = {"matplotlib", "botbuilder", "slack_sdk", "scipy", "procrastinate"}
FOLLOW = """
import sys
from app.cli import app

app(sys.argv[1:], standalone_mode=False)
print(*sys.modules)
"""


def heavy(folder: Path, *words: str) -> set[str]:
    """Return which heavy packages a command imports."""
    done = subprocess.run(
        [sys.executable, "-c", FOLLOW, *words],
        cwd=folder,
        env={"DATABASE_URL": sqlite_url(folder), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return HEAVY & set(done.stdout.splitlines()[-1].split())


def test_an_upgrade_waits_for_no_matcher_platform_or_picture(tmp_path: Path) -> None:
    assert heavy(tmp_path, "db", "upgrade") == set()


def test_inventing_people_waits_for_no_platform_and_no_picture(tmp_path: Path) -> None:
    assert heavy(tmp_path, "people", "sample", "people.csv") <= {"scipy"}


def test_what_is_needed_is_noticed(tmp_path: Path) -> None:
    assert "slack_sdk" in heavy(tmp_path, "doctor", "--help")
