"""Keep what was answered to an event, for whoever's answer got lost on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Let an event remember whom it was from and what was answered."""
    with op.batch_alter_table("heard_event") as batch:
        batch.add_column(sa.Column("person", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("answer", sa.String(), nullable=True))
        batch.create_index(batch.f("ix_heard_event_person"), ["person"])
        batch.create_foreign_key(
            batch.f("fk_heard_event_person_person"),
            "person",
            ["person"],
            ["id"],
            ondelete="CASCADE",
        )
