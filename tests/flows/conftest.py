"""A fresh company for every conversation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.tandems import become_tandem
from tests.people import Chat, Company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()


@pytest.fixture
def asha(company: Company) -> Chat:
    """The mentor of a tandem that has just begun."""
    become_tandem(company, company.asha, company.bernd)
    return company.asha


@pytest.fixture
def bernd(company: Company, asha: Chat) -> Chat:
    """Her mentee."""
    return company.bernd
