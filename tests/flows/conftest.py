"""A fresh company for every conversation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import Company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()
