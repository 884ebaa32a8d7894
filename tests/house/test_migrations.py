"""The migrations follow each other in one line, also where two people added one on the same day."""

from collections.abc import Sequence

from tests.house.tree import ROOT


def gaps(names: Sequence[str]) -> list[str]:
    """Return the migrations whose number is not the one that follows the one before."""
    return [
        name
        for number, name in enumerate(sorted(names), 1)
        if not name.startswith(f"{number:04d}_")
    ]


def test_each_migration_has_a_number_of_its_own() -> None:
    files = (ROOT / "storage/migrations/versions").glob("[0-9]*.py")
    assert gaps([file.name for file in files]) == []


def test_two_of_one_number_are_noticed() -> None:
    assert gaps(["0001_a.py", "0002_b.py", "0002_c.py"]) == ["0002_c.py"]
