"""Listens to the dialogues in the tests: each must still say what was collected from it.

With KEEP_SAID=1 (`make golden`) the collection is brought up to date instead.
"""

import os
from collections.abc import Generator
from functools import cache

import pytest

from tests.said import collection
from tests.said.remembering import HEARD

DIALOGUES = ("tests/flows/", "tests/journeys/", "tests/insight/test_status.py")
KEEPING = bool(os.environ.get("KEEP_SAID"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    HEARD.clear()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    result = yield
    told_anew = getattr(pyfuncitem.obj, "is_hypothesis_test", False)  # by chance, each time other
    if pyfuncitem.nodeid.startswith(DIALOGUES) and not told_anew:
        _compared(pyfuncitem.nodeid)
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if KEEPING and not hasattr(session.config, "workerinput"):  # once, where all workers begin
        collection.keep(each for each in collection.kept() if each.test_is_there)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if KEEPING:
        with collection.alone():
            found = collection.of_tests_that_run(collection.kept(), [each.nodeid for each in items])
            collection.keep(found)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if KEEPING and not hasattr(session.config, "workerinput"):  # once, where all workers end
        collection.keep(collection.without_repetitions(collection.kept()))


@cache
def _collected() -> tuple[collection.Specimen, ...]:
    return tuple(collection.kept())


def _compared(test: str) -> None:
    if KEEPING:
        with collection.alone():
            collection.keep(collection.gathered(collection.kept(), test, HEARD))
        return
    gone = collection.said_no_longer(_collected(), test, HEARD)
    assert not gone, f"{gone} is said differently now: run `make golden` and look at what changed"
