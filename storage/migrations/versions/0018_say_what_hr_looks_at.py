"""Say what HR looks at before it goes out, and in which languages pairs may meet."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

NEVER_REUSED = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Add both; programmes that run keep their review of rounds and every language."""
    with op.batch_alter_table("programme", table_kwargs=NEVER_REUSED) as batch_op:
        batch_op.add_column(
            sa.Column("reviews_rounds", sa.Boolean(), server_default="1", nullable=False)
        )
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=True))
    programme = sa.table("programme", sa.column("languages", sa.JSON()))
    op.execute(programme.update().values(languages=[]))
    with op.batch_alter_table("programme", table_kwargs=NEVER_REUSED) as batch_op:
        batch_op.alter_column("languages", existing_type=sa.JSON(), nullable=False)
