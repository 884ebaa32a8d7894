"""Whatever happens in whatever order: nothing is sent twice, nothing is lost, every move is legal."""

from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import PostgresServer
from tests.faults.audit import GONE
from tests.faults.conftest import name_of
from tests.faults.delivery_machine import Delivery
from tests.faults.sizes import FAULTS, LONG


class NeverLooking(Delivery):
    """Without looking first."""

    guards: ClassVar[dict[str, bool]] = {"looks": False}


class CarelessOfLeases(Delivery):
    """Without minding the lease before sending."""

    guards: ClassVar[dict[str, bool]] = {"minds_its_lease": False}


BUDGET: dict[str, Any] = {
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "stateful_step_count": 30,
    "report_multiple_bugs": False,
    "phases": [Phase.generate],
}


def on(server: PostgresServer, machine: type[Delivery]) -> type[Delivery]:
    """Return the same play on PostgreSQL."""

    class OnPostgres(machine):  # type: ignore[misc, valid-type]  # a class by its name
        def address(self) -> str:
            return server.shared

        def clear_away(self) -> None:
            super().clear_away()
            server.run(name_of(server.shared), *GONE)
            server.empty_shared()

    return OnPostgres


def run(machine: type[Delivery], examples: int) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, **BUDGET))


def test_nothing_that_can_happen_loses_or_doubles_a_message() -> None:
    run(Delivery, 300 if FAULTS else 25)


def test_on_postgresql_nothing_that_can_happen_does_either(
    postgres_server: PostgresServer,
) -> None:
    run(on(postgres_server, Delivery), 100 if FAULTS else 5)


@LONG
@pytest.mark.parametrize("broken", [NeverLooking, CarelessOfLeases])
def test_the_same_play_without_a_guard_goes_wrong(broken: type[Delivery]) -> None:
    with pytest.raises(AssertionError):
        run(broken, 2000)


@LONG
@pytest.mark.parametrize("broken", [NeverLooking, CarelessOfLeases])
def test_the_same_play_on_postgresql_without_a_guard_goes_wrong(
    broken: type[Delivery], postgres_server: PostgresServer
) -> None:
    with pytest.raises(AssertionError):
        run(on(postgres_server, broken), 2000)
