"""Keep HR's own words of a programme's announcement, so that they can be posted with the button."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the words; programmes that run are announced in the given ones."""
    with op.batch_alter_table("programme") as batch_op:
        batch_op.add_column(
            sa.Column("announcement", sa.String(), server_default="", nullable=False)
        )
