"""Golden files: what a platform showed when we looked at it, a file for a conversation and language."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

KEEPS = bool(os.environ.get("UPDATE_GOLDEN"))  # as `make golden` does


@dataclass(frozen=True)
class Golden:
    """A folder of golden files."""

    folder: Path

    def shows(self, name: str, shown: str) -> bool:
        """Tell whether this is what was looked at; when golden files are kept, it is from now on."""
        file = self.folder / f"{name}.json"
        if KEEPS:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(shown, encoding="utf-8")
        return file.read_text("utf-8") == shown

    def has_just(self, names: Collection[str]) -> bool:
        """Tell whether there is a file for each name and no other; when they are kept, it is so."""
        found = {file.stem: file for file in self.folder.glob("*.json")}
        for name in found.keys() - set(names) if KEEPS else ():
            found.pop(name).unlink()
        return found.keys() == set(names)
