"""How large a run is: short in `make test`, long in `make faults`, and longer by its arguments."""

import os

import pytest

from tests.faults.ledger import Ledger
from tests.faults.world import NOTICES_EACH, World

FAULTS = "FAULTS" in os.environ
PEOPLE = int(os.environ.get("FAULTS_PEOPLE", "30"))
KILLS = int(os.environ.get("FAULTS_KILLS", "2"))
ALL = PEOPLE * NOTICES_EACH
LONG = pytest.mark.skipif(not FAULTS, reason="it takes long: make faults")


def holds(broken: World, ledger: Ledger, fault: str) -> None:
    """Hold that everything ended with a reason, arrived once, and moved as it may."""
    broken.drains()
    found = broken.audit()
    ledger.held(fault, broken.database, len(broken.workers), found)
    assert found.complaints == {}
