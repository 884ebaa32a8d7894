"""Let a programme match groups, and put a group to its mentor and each mentee."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

NEVER_REUSED = {"sqlite_autoincrement": True}
STATES = ("draft", "open", "begun", "closed")


def upgrade() -> None:
    """Lay the table of groups that are put to people; programmes that run go on matching pairs."""
    op.create_table(
        "group_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("programme", "mentor")),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("state", _one_of(*STATES, name="groupproposalstate"), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("least", "most")),
        sa.Column("reasons", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("pairing", "round")),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("sent_at", "expires_at", "closed_at")
        ),
        sa.CheckConstraint("least BETWEEN 1 AND most", name=op.f("ck_group_proposal_size")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_group_proposal_{column}_{target}")
            )
            for column, target in (
                ("mentor", "participant"),
                ("programme", "programme"),
                ("round", "round"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_proposal")),
        **NEVER_REUSED,
    )
    with op.batch_alter_table("group_proposal") as batch_op:
        for column in ("mentor", "programme"):
            batch_op.create_index(batch_op.f(f"ix_group_proposal_{column}"), [column])
    with op.batch_alter_table("programme", table_kwargs=NEVER_REUSED) as batch_op:
        batch_op.add_column(
            sa.Column(
                "format",
                _one_of("one_to_one", "group", name="format"),
                server_default=sa.text("'one_to_one'"),
                nullable=False,
            )
        )
        for column, mentees in (("group_least", "2"), ("group_most", "6")):
            batch_op.add_column(
                sa.Column(column, sa.Integer(), server_default=mentees, nullable=False)
            )
        batch_op.create_check_constraint(
            batch_op.f("ck_programme_group_size"), "group_least BETWEEN 1 AND group_most"
        )
    with op.batch_alter_table("proposal", table_kwargs=NEVER_REUSED) as batch_op:
        batch_op.add_column(sa.Column("group", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_proposal_group"), ["group"])
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_group_group_proposal"), "group_proposal", ["group"], ["id"]
        )


def _one_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
