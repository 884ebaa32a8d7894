"""A company, and a post office for what the post is tried with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.office import PostOffice
from tests.people import Company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()


@pytest.fixture
def office(company: Company) -> PostOffice:
    return PostOffice(company)
