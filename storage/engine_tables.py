"""The tables that Procrastinate brings: laid by its own steps, each at a migration of ours.

Procrastinate ships every step that its tables have taken since its first version, and they add up to
its present tables: procrastinate.readthedocs.io/en/stable/howto/production/migrations.html
"""

from collections.abc import Sequence
from importlib import resources

import psycopg
from sqlalchemy import JSON, Connection, String, cast, column, select, table

PREFIX = "procrastinate_"
JOB = table(f"{PREFIX}jobs", column("status"), column("args", JSON))
WAITS, RUNS = "todo", "doing"


def steps() -> Sequence[str]:
    """Return the names of the steps that the installed version knows, in their order."""
    folder = resources.files("procrastinate.sql") / "migrations"
    return sorted(each.name for each in folder.iterdir() if each.name.endswith(".sql"))


def take_steps(connection: Connection, after: str, until: str) -> None:
    """Take the steps between these two, the last one included; SQLite has no such engine."""
    if connection.dialect.name != "postgresql":
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    folder = resources.files("procrastinate.sql") / "migrations"
    for name in steps():
        if after < name <= until:
            driver.execute((folder / name).read_bytes())


def looked_at(session: Connection) -> tuple[frozenset[int], int]:
    """Return the people whom a job looks at or will look at, and how many jobs wait."""
    if session.dialect.name != "postgresql":
        return frozenset(), 0
    found = select(cast(JOB.c.status, String), JOB.c.args["person"].as_integer())
    rows = session.execute(found.where(cast(JOB.c.status, String).in_((WAITS, RUNS)))).all()
    return frozenset(person for _, person in rows), sum(status == WAITS for status, _ in rows)
