"""Keep until when a notice may wait for a quiet day."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the moment; what is owed already waits as long as it is worth it."""
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("at_latest", sa.DateTime(timezone=True), nullable=True))
