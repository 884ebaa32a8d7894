"""How far a directory was read is kept for each source, on both databases."""

from datetime import UTC, datetime

from storage.books import SqlBooks
from storage.marks import SqlDirectoryMarks

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_each_source_has_a_mark_of_its_own_and_the_newest_counts(books: SqlBooks) -> None:
    marks = SqlDirectoryMarks(books)
    assert not marks.find("graph:one")
    marks.keep("graph:one", "first", NOW)
    marks.keep("graph:one", "second", NOW)
    marks.keep("graph:other", "third", NOW)
    assert (marks.find("graph:one"), marks.find("graph:other")) == ("second", "third")
