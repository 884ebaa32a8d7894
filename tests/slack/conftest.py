"""A company that talks over Slack."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adapters.slack import answering
from tests.people import Company
from tests.slack.workspace import Human, Workspace, running


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test machine may be slow; tests of slowness set their own limit."""
    monkeypatch.setattr(answering, "GRACE_SECONDS", 10.0)
    monkeypatch.setattr(answering, "SUBMIT_SECONDS", 10.0)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()


@pytest.fixture
async def workspace(company: Company) -> AsyncIterator[Workspace]:
    async with running(company) as workspace:
        yield workspace


@pytest.fixture
def asha(workspace: Workspace) -> Human:
    return Human(workspace, "UASHA")


@pytest.fixture
def hana(workspace: Workspace) -> Human:
    return Human(workspace, "UHANA")
