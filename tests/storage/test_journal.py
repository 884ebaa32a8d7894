"""The journal outlives the database: it knows for good who was erased, and tells nobody who it was."""

from pathlib import Path

import pytest

from storage.journal import Journal, KeyMissing
from tests.storage.company import NOW


def journal(folder: Path, letter: bytes = b"k") -> Journal:
    return Journal(folder / "journal", lambda size: letter * size)


def test_who_was_noted_is_known_after_a_restart_and_nobody_else(tmp_path: Path) -> None:
    journal(tmp_path).note(7, NOW)
    again = journal(tmp_path, b"another key would be made")
    erased = again.erased()
    assert [each for each in range(20) if again.holds(each, erased)] == [7]


def test_nothing_is_written_before_somebody_is_erased(tmp_path: Path) -> None:
    assert journal(tmp_path).erased() == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_nobody_can_read_the_key_or_the_journal_but_their_owner(tmp_path: Path) -> None:
    journal(tmp_path).note(7, NOW)
    kept = list((tmp_path / "journal").iterdir())
    assert sorted(each.name for each in kept) == ["erased", "key"]
    assert [each for each in kept if each.stat().st_mode & 0o077] == []


def test_of_two_processes_that_make_a_key_one_counts(tmp_path: Path) -> None:
    first, second = journal(tmp_path, b"a"), journal(tmp_path, b"b")
    assert first.mark("x") == second.mark("x")
    assert journal(tmp_path, b"c").mark("x") == first.mark("x")


def test_a_journal_without_its_key_is_noticed(tmp_path: Path) -> None:
    journal(tmp_path).note(7, NOW)
    (tmp_path / "journal" / "key").unlink()
    with pytest.raises(KeyMissing, match="put it back"):
        journal(tmp_path).erased()
    with pytest.raises(KeyMissing, match="put it back"):
        journal(tmp_path).note(8, NOW)


def test_a_look_at_a_good_journal_finds_nothing_and_makes_nothing(tmp_path: Path) -> None:
    assert journal(tmp_path).problem() == ""
    assert list(tmp_path.iterdir()) == []
    journal(tmp_path).note(7, NOW)
    assert journal(tmp_path).problem() == ""


def test_a_look_finds_a_lost_key_an_open_key_and_a_folder_that_cannot_be(tmp_path: Path) -> None:
    journal(tmp_path).note(7, NOW)
    key = tmp_path / "journal" / "key"
    key.chmod(0o644)
    assert journal(tmp_path).problem() == f"{key} can be read by others: chmod 600"
    key.unlink()
    assert "put it back" in journal(tmp_path).problem()
    (tmp_path / "file").touch()
    assert "cannot be written" in Journal(tmp_path / "file" / "journal", bytes).problem()
