"""Writes the next migration from what changed in the tables: python -m storage.revise "Words"."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from storage.schema import MIGRATIONS, connected, settings, upgrade


def revise(words: str, migrations: Path = MIGRATIONS) -> Path:
    """Write what leads from the newest revision to the tables of this code; return the file.

    The result is a proposal: read it, format it, and add what happens to data.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/newest.db"
        upgrade(url, migrations)
        with connected(url) as connection:
            config = settings(connection, migrations)
            known = list(ScriptDirectory.from_config(config).walk_revisions())
            number = f"{len(known) + 1:04d}"
            command.revision(config, words, autogenerate=True, rev_id=number)
            written = ScriptDirectory.from_config(config).get_revision(number)
    assert written is not None
    file = Path(written.path)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    return file


if __name__ == "__main__":
    match sys.argv[1:]:
        case [str(change)]:
            sys.stdout.write(f"{revise(change)}\n")
        case _:
            sys.exit('say what changes: python -m storage.revise "Add the mood of a pairing"')
