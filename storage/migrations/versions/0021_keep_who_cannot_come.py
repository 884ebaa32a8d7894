"""Keep who of a group cannot come to an hour, and who has agreed to a goal."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

NEVER_REUSED = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Add both lists; so far nobody stayed away, and a goal needed one other yes."""
    for table, column in (("check_in", "absent"), ("goal", "agreed_by")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(column, sa.JSON(), nullable=False, server_default="[]"))
        with op.batch_alter_table(table, table_kwargs=NEVER_REUSED) as batch_op:
            batch_op.alter_column(column, server_default=None)
