"""A post office for what the post is tried with."""

import pytest

from tests.core.office import PostOffice
from tests.people import Company


@pytest.fixture
def office(company: Company) -> PostOffice:
    return PostOffice(company)
