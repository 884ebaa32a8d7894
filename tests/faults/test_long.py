"""The long run: as many messages and kills as asked for, two workers, 20 % of answers lost."""

import os
import time
from pathlib import Path

import pytest

from tests.faults.ledger import Ledger
from tests.faults.sizes import holds
from tests.faults.world import NOTICES_EACH, world

MESSAGES = int(os.environ.get("FAULTS_MESSAGES", "0"))
KILLS = int(os.environ.get("FAULTS_KILLS", "100"))
PATIENCE = 5.0  # so many at once need longer than a few do
asked_for = pytest.mark.skipif(not MESSAGES, reason="make faults-long MESSAGES=50000 KILLS=100")


@asked_for
def test_a_long_run_of_kills_loses_nothing_and_says_nothing_twice(
    database: str, tmp_path: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    with world(database, tmp_path, MESSAGES // NOTICES_EACH, patience=PATIENCE) as broken:
        broken.mood(loses=0.1, fails=0.1)
        broken.works(2)
        for kill in range(1, KILLS + 1):
            broken.waits_for(MESSAGES * kill // (KILLS + 2))
            broken.kills()
        broken.mood()
        holds(broken, ledger, f"long run, {KILLS} kill -9, 20 % faults")
    with capsys.disabled():
        print(f"\n{MESSAGES} messages, {KILLS} kills: {time.monotonic() - began:.0f} s")  # noqa: T201
