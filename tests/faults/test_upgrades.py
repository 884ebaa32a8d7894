"""An upgrade under traffic: who starts meanwhile is refused, who works goes on, nothing is lost."""

import shutil
import subprocess
import threading
from pathlib import Path

from storage.schema import MIGRATIONS, head, upgrade
from tests.app.test_serving import START_SECONDS, command, free_port, serving, settings
from tests.databases import PostgresServer
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, LONG, PEOPLE, holds
from tests.faults.world import world

FAULT = "upgrade under traffic"
SLOWLY = """    import time
    from pathlib import Path

    while not Path({go!r}).exists():
        time.sleep(0.1)
"""
LATER = '''"""Let a later version remember more."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    """Add a column and a table that this version does not know."""
    op.add_column("notice", sa.Column("mood", sa.String(), nullable=True))
    op.create_table("mood", sa.Column("name", sa.String(), primary_key=True))
'''


def folder_of(path: Path, name: str) -> Path:
    """Return a copy of our migrations."""
    copy = path / name
    shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def newest_in(folder: Path) -> Path:
    """Return the file of the newest migration."""
    return next((folder / "versions").glob(f"{head()}_*.py"))


def a_database_before(tmp_path: Path, server: PostgresServer | None) -> str:
    """Return the address of a database that one migration is missing of."""
    before = folder_of(tmp_path, "before")
    newest_in(before).unlink()
    url = server.new_database() if server else f"sqlite:///{tmp_path}/before.db"
    upgrade(url, before)
    return url


def started(url: str) -> subprocess.CompletedProcess[str]:
    """Start `kehrwert serve`, which must end by itself."""
    return subprocess.run(
        command("worker", free_port()),
        env=dict(settings(url)),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


def refuses_meanwhile(url: str, tmp_path: Path) -> None:
    """Hold that a start in the middle of a migration is refused in one sentence."""
    slow = folder_of(tmp_path, "slow")
    newest = newest_in(slow)
    words = newest.read_text("utf-8")
    first, go = "def upgrade() -> None:\n", tmp_path / "go"
    newest.write_text(words.replace(first, first + SLOWLY.format(go=str(go))), "utf-8")
    migrating = threading.Thread(target=upgrade, args=(url, slow))
    migrating.start()
    try:
        refused = started(url)
        assert migrating.is_alive(), "the migration was over before anybody could start"
    finally:
        go.touch()
        migrating.join()
    assert refused.returncode == 1
    assert "run kehrwert db upgrade" in refused.stderr
    assert "Traceback" not in refused.stderr
    with serving(url, "worker", tmp_path):
        pass  # and after it, the same start succeeds


@LONG
def test_a_start_while_sqlite_is_migrated_is_refused_in_one_sentence(tmp_path: Path) -> None:
    refuses_meanwhile(a_database_before(tmp_path, None), tmp_path)


@LONG
def test_a_start_while_postgresql_is_migrated_is_refused_in_one_sentence(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    refuses_meanwhile(a_database_before(tmp_path, postgres_server), tmp_path)


@LONG
def test_old_processes_go_on_while_a_later_version_adds_to_the_tables(
    tmp_path: Path, ledger: Ledger, postgres_server: PostgresServer
) -> None:
    for url in (f"sqlite:///{tmp_path}/busy.db", postgres_server.new_database()):
        upgrade(url)
        later = folder_of(tmp_path, f"later-{url.partition(':')[0]}")
        file = later / "versions" / "9999_let_a_later_version_remember_more.py"
        file.write_text(LATER.format(before=head()), "utf-8")
        with world(url, tmp_path, PEOPLE) as broken:
            broken.mood(slow=0.1)
            broken.works(2)
            broken.waits_for(ALL // 4)
            upgrade(url, later)
            holds(broken, ledger, FAULT)
