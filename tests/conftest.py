"""What every test may ask for, the zones that all reckon with, and how properties are tried."""

import logging
from collections.abc import Iterator

import pytest
import whenever
from hypothesis import HealthCheck, settings

from app.wiring import same_zones_everywhere

pytest_plugins = ["tests.databases", "tests.said.plugin"]

# As in production: the pinned data, whatever machine this is, and for the oracle as well.
same_zones_everywhere()
whenever.reset_tzpath(())

# The same examples in every run, however slow the machine: a change is to blame for what turns red.
# `make explore` looks for what nobody has thought of yet.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "explore", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("same")


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Give the loggers back as they were, after a test that has them written."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
