"""Keep who is ready."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Keep for which seats people have prepared; who is in a tandem already is not asked again."""
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ready", sa.JSON(), nullable=True))
    participant = sa.table("participant", sa.column("id"), sa.column("ready", sa.JSON()))
    pairing = sa.table("pairing", sa.column("mentor"), sa.column("mentee"))
    mentors, mentees = sa.select(pairing.c.mentor), sa.select(pairing.c.mentee)
    is_mentor, is_mentee = participant.c.id.in_(mentors), participant.c.id.in_(mentees)
    for seats, condition in (
        ([], sa.true()),
        (["mentor"], is_mentor),
        (["mentee"], is_mentee),
        (["mentor", "mentee"], sa.and_(is_mentor, is_mentee)),
    ):
        op.execute(participant.update().where(condition).values(ready=seats))
    with op.batch_alter_table(
        "participant", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.alter_column("ready", existing_type=sa.JSON(), nullable=False)
