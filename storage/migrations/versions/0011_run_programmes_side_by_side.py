"""Run programmes side by side."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Keep earlier partners as hashes, and what several programmes and their settings need."""
    op.create_table(
        "earlier_partners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=False),
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("fk_earlier_partners_organisation_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_partners")),
        sa.UniqueConstraint("one", "other", name=op.f("uq_earlier_partners_one_other")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("earlier_partners", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_earlier_partners_organisation"), ["organisation"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_earlier_partners_other"), ["other"], unique=False)

    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unanswered", sa.Integer(), server_default="0", nullable=False)
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("most_tandems", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("programme", sa.Integer(), nullable=True))

    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("targets", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column("reviews_rolling", sa.Boolean(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("reminder_days", sa.Integer(), server_default="1", nullable=False)
        )

    # Beside a batch: it would build the table anew for such a default, and lose AUTOINCREMENT.
    for name in ("country", "subdivision"):
        empty = sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False)
        op.add_column("programme", empty)
