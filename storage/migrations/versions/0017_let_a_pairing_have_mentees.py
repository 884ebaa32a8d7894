"""Let a pairing have several mentees, and an hour know who said what."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

NEVER_REUSED = {"sqlite_autoincrement": True}
CHECK_IN = sa.table(
    "check_in",
    *(sa.column(name, sa.Integer()) for name in ("id", "pairing")),
    *(
        sa.column(f"{seat}_{said}", sa.Boolean())
        for seat in ("mentor", "mentee")
        for said in ("on", "met")
    ),
    *(sa.column(name, sa.JSON()) for name in ("confirmed", "said_met", "said_missed")),
)
PAIRING = sa.table(
    "pairing",
    *(sa.column(name, sa.Integer()) for name in ("id", "mentor", "mentee")),
    sa.column("mentees", sa.JSON()),
)


def upgrade() -> None:
    """Keep what was said by the participant's id, whatever her seat, and lay the seats of groups."""
    with op.batch_alter_table("pairing") as batch_op:
        for name in ("mentees", "left"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("topic", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("check_in") as batch_op:
        for name in ("confirmed", "said_met", "said_missed"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    _carry_over()
    with op.batch_alter_table("pairing", table_kwargs=NEVER_REUSED) as batch_op:
        for name in ("mentees", "left", "topic"):
            batch_op.alter_column(name, server_default=None)
        for name in ("mentee", "proposal"):
            batch_op.alter_column(name, nullable=True)
    with op.batch_alter_table("check_in", table_kwargs=NEVER_REUSED) as batch_op:
        for name in ("confirmed", "said_met", "said_missed"):
            batch_op.alter_column(name, server_default=None)
        for name in ("mentor_on", "mentee_on", "mentor_met", "mentee_met"):
            batch_op.drop_column(name)
    op.create_table(
        "group_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.Integer(), nullable=False),
        sa.Column("mentee", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentee"], ["participant.id"], name=op.f("fk_group_seat_mentee_participant")
        ),
        sa.ForeignKeyConstraint(
            ["pairing"], ["pairing.id"], name=op.f("fk_group_seat_pairing_pairing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_seat")),
        sa.UniqueConstraint("mentee", "pairing", name=op.f("uq_group_seat_mentee_pairing")),
        **NEVER_REUSED,
    )
    with op.batch_alter_table("group_seat") as batch_op:
        batch_op.create_index(batch_op.f("ix_group_seat_pairing"), ["pairing"], unique=False)


def _carry_over() -> None:
    connection = op.get_bind()
    for pairing in connection.execute(sa.select(PAIRING)).all():
        where = PAIRING.c.id == pairing.id
        connection.execute(sa.update(PAIRING).where(where).values(mentees=[pairing.mentee]))
    said = (CHECK_IN.c.mentor_on | CHECK_IN.c.mentee_on) | sa.or_(
        CHECK_IN.c.mentor_met.is_not(None), CHECK_IN.c.mentee_met.is_not(None)
    )
    seats = (PAIRING.c.mentor, PAIRING.c.mentee)
    asked = sa.select(CHECK_IN, *seats).join(PAIRING, PAIRING.c.id == CHECK_IN.c.pairing)
    for row in connection.execute(asked.where(said)).all():
        on = ((row.mentor, row.mentor_on), (row.mentee, row.mentee_on))
        met = ((row.mentor, row.mentor_met), (row.mentee, row.mentee_met))
        kept = {
            "confirmed": [who for who, confirmed in on if confirmed],
            "said_met": [who for who, answer in met if answer is True],
            "said_missed": [who for who, answer in met if answer is False],
        }
        connection.execute(sa.update(CHECK_IN).where(CHECK_IN.c.id == row.id).values(kept))
