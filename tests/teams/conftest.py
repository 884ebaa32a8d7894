"""A company that talks over Teams."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.people import Company
from tests.teams.tenant import Human, Tenant, running


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()


@pytest.fixture
async def tenant(company: Company) -> AsyncIterator[Tenant]:
    async with running(company) as tenant:
        yield tenant


@pytest.fixture
def bernd(tenant: Tenant) -> Human:
    return Human(tenant, "bernd")


@pytest.fixture
def hana(tenant: Tenant) -> Human:
    return Human(tenant, "hana", locale="en-GB")
