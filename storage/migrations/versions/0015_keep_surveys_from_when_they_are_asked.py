"""Keep surveys from when they are asked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Lay the survey's table anew, in which nobody has written yet, and one for farewells."""
    op.drop_table("survey")
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column(
            "time",
            sa.Enum(
                "entry",
                "day30",
                "end",
                "later",
                name="surveytime",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant"], ["participant.id"], name=op.f("fk_survey_participant_participant")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_survey_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("participant", "time", name=op.f("uq_survey_participant_time")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_person"), ["person"], unique=False)

    op.create_table(
        "farewell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "next",
            sa.Enum(
                "on",
                "again",
                "swap",
                "stop",
                name="whatnext",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("takeaway", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing"], ["pairing.id"], name=op.f("fk_farewell_pairing_pairing")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_farewell_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farewell")),
        sa.UniqueConstraint("pairing", "person", name=op.f("uq_farewell_pairing_person")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("farewell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_farewell_person"), ["person"], unique=False)
