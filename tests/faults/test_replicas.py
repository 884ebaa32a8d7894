"""Replicas that tick at the same moments: every slot is run exactly once."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta

from app.wiring import system_now
from tests.faults.ledger import Ledger, Run

REPLICAS, SLOTS, EVERY_SECONDS = 3, 60, 0.05
START = timedelta(seconds=6)  # until all of them stand there
FAULT = "replicas on the same tick"


def runs(database: str, *more: str) -> Counter[str]:
    """Return how often each slot was run by replicas that ask for it at the same moment."""
    start = (system_now() + START).timestamp()
    command = [sys.executable, "-m", "tests.faults.ticker", database]
    command += [str(start), str(EVERY_SECONDS), str(SLOTS), *more]
    replicas = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(REPLICAS)
    ]
    return Counter(line for each in replicas for line in each.communicate()[0].split())


def test_each_slot_is_run_once_by_one_of_three(database: str, ledger: Ledger) -> None:
    found = runs(database)
    assert found == {str(slot): 1 for slot in range(SLOTS)}
    kind = "PostgreSQL" if database.startswith("postgres") else "SQLite"
    ledger.runs.setdefault(FAULT, []).append(Run(kind, REPLICAS, SLOTS, 0, 0, 0, 0))


def test_without_taking_ticks_each_slot_is_run_by_all(database: str, ledger: Ledger) -> None:
    assert set(runs(database, "--careless").values()) == {REPLICAS}
    ledger.broke(FAULT, "each slot run three times")
