"""Let HR try a round."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Remember what HR keeps, the degree she asks for, and what the last draft changed."""
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trial", sa.JSON(), nullable=True))
