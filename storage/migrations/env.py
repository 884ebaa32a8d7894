"""Runs the migrations over the connection that `storage.schema` opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage.tables import TABLES


def in_plain_words(kind: str, item: Any, _autogenerate: AutogenContext) -> str | Literal[False]:
    """Write SQLModel's types as what they are in a database: a migration outlives a library."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    render_item=in_plain_words,
    compare_type=True,
    compare_server_default=True,
    # SQLite changes a table by copying it: alembic.sqlalchemy.org/en/latest/batch.html
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
