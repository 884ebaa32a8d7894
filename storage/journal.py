"""What must outlive the database: the key of its hashes, and the journal of who was erased."""

import hashlib
import hmac
import os
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path

KEY, ERASED = "key", "erased"
KEY_BYTES = 32
OTHERS = 0o077  # what a file may not allow to anybody but its owner


class KeyMissing(Exception):
    """The journal has entries, but the key that they were made with is not there."""


class Journal:
    """A folder with a key and a file of erasures, one line each: the moment, and a keyed hash.

    Ids are never given twice, so a hash says for good that this person was erased, and to nobody
    without the key who it was. `new_key` makes the key when it is needed for the first time.
    """

    def __init__(self, folder: Path, new_key: Callable[[int], bytes]) -> None:
        self._folder = folder
        self._new_key = new_key

    def mark(self, words: str) -> str:
        """Return the keyed hash of these words, in hexadecimal digits."""
        return hmac.new(self._key, words.encode(), hashlib.sha256).hexdigest()

    def note(self, person: int, at: datetime) -> None:
        """Write down that a person is erased; it lies on the disk when this returns."""
        line = f"{at.isoformat()} {self.mark(_of(person))}\n"
        self._key  # noqa: B018 an entry without its key would be lost
        opened = os.open(self._folder / ERASED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(opened, line.encode())
            os.fsync(opened)
        finally:
            os.close(opened)

    def erased(self) -> frozenset[str]:
        """Return the hashes of everybody who was erased; raises KeyMissing."""
        file = self._folder / ERASED
        if not file.is_file():
            return frozenset()
        if not (self._folder / KEY).is_file():
            raise KeyMissing(f"{file} has entries, but {self._folder / KEY} is gone: put it back")
        lines = file.read_text("ascii").splitlines()
        return frozenset(line.split()[-1] for line in lines if line.strip())

    def holds(self, person: int, erased: frozenset[str]) -> bool:
        """Tell whether a person is among the erased."""
        return self.mark(_of(person)) in erased

    def problem(self) -> str:
        """Return what would keep an erasure from being noted, empty if nothing; changes nothing."""
        try:
            self.erased()
        except KeyMissing as problem:
            return str(problem)
        except OSError as problem:
            return f"{problem.filename} cannot be read: let this user own it"
        there = next(
            each for each in (self._folder, *self._folder.absolute().parents) if each.exists()
        )
        if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
            return f"{there} cannot be written: name a folder of this user in KEHRWERT_JOURNAL"
        key = self._folder / KEY
        if key.is_file() and key.stat().st_mode & OTHERS:
            return f"{key} can be read by others: chmod 600"
        return ""

    @cached_property
    def _key(self) -> bytes:
        file = self._folder / KEY
        if not file.is_file():
            self._make(file)
        return bytes.fromhex(file.read_text("ascii").strip())

    def _make(self, file: Path) -> None:
        """Make the key, readable for its owner only; of two processes the first one's counts."""
        if (self._folder / ERASED).is_file():
            raise KeyMissing(
                f"{self._folder / ERASED} has entries, but {file} is gone: put it back"
            )
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = file.with_name(f"{KEY}.{os.getpid()}")
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "w") as written:
            written.write(self._new_key(KEY_BYTES).hex() + "\n")
            written.flush()
            os.fsync(written.fileno())
        try:
            os.link(unfinished, file)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()


def _of(person: int) -> str:
    return f"person:{person}"
