"""Weigh related topics."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

USUAL_PERCENT = 15  # what a related topic counted while programmes could not say


def upgrade() -> None:
    """Keep what a related topic counts in a programme, and which topics HR calls related."""
    with op.batch_alter_table("topic_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("related", sa.JSON(), nullable=True))
    change = sa.table("topic_change", sa.column("related", sa.JSON()))
    op.execute(change.update().values(related=[]))
    programme = sa.table(
        "programme", sa.column("id", sa.Integer()), sa.column("weights", sa.JSON())
    )
    for number, weights in op.get_bind().execute(sa.select(programme)).all():
        said = {"related_percent": USUAL_PERCENT, **weights}
        op.execute(programme.update().where(programme.c.id == number).values(weights=said))
