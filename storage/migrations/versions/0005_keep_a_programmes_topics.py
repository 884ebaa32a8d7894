"""Keep a programme's topics."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Lay the table of what HR changed about a programme's topics."""
    op.create_table(
        "topic_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "add",
                "rename",
                "merge",
                name="topicaction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("de", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("into", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_topic_change_programme_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("topic_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_change_programme"), ["programme"], unique=False)
