"""A CSV file as a directory: the people file read, checked and written."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from adapters.directory.csv_read import read_people
from adapters.directory.csv_write import save_people, write_people
from adapters.directory.person_row import PeopleFile, PersonRow, Problem, directory_entry
from adapters.directory.text_file import read_text
from bot.model import Language
from bot.ports import DirectoryEntry

__all__ = [
    "CsvDirectory",
    "PeopleFile",
    "PersonRow",
    "Problem",
    "check_file",
    "entries_of",
    "save_people",
    "write_people",
]


def check_file(path: Path | str, known_emails: Collection[str] = ()) -> PeopleFile:
    """Read a people file, as docs/people-file.md describes it; all its problems at once.

    `known_emails` are people outside the file whom it may name as managers. ValueError, in one
    sentence, when the file is missing, empty, larger than 50 MB, or no text at all.
    """
    return read_people(read_text(Path(path)), known_emails)


def entries_of(
    rows: Iterable[PersonRow], organisation: int, language: Language
) -> Iterator[DirectoryEntry]:
    """Yield the rows as a directory would: people of an organisation, and what pre-fills forms."""
    return (directory_entry(row, organisation, language) for row in rows)


class CsvDirectory:
    """A people file as a bot.ports.Directory; `skip_bad` leaves bad rows out instead of refusing."""

    def __init__(
        self,
        path: Path | str,
        organisation: int,
        language: Language = Language.DE,
        *,
        skip_bad: bool = False,
    ) -> None:
        self._path = Path(path)
        self._organisation = organisation
        self._language = language
        self._skip_bad = skip_bad

    def entries(self) -> Iterable[DirectoryEntry]:
        """Yield everybody in the file; ValueError, a line for each problem, when it has any."""
        people = check_file(self._path)
        if people.problems and not (self._skip_bad and people.rows):
            raise ValueError("\n".join(map(str, people.problems)))
        return entries_of(people.rows, self._organisation, self._language)
