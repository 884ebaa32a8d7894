"""A fresh company for every story, whose figures are frozen every week."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.flows import status
from bot.turn import Turn
from tests.people import Company, catalogue


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
    yield company
    company.close()
