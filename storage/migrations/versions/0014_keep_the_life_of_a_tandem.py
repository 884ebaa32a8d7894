"""Keep the life of a tandem."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Lay the tables of goals, private answers and surveys; hours keep a next step."""
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
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
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
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "reached",
                "dropped",
                name="goalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("progress BETWEEN 0 AND 3", name=op.f("ck_goal_progress")),
        sa.ForeignKeyConstraint(["pairing"], ["pairing.id"], name=op.f("fk_goal_pairing_pairing")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["participant.id"], name=op.f("fk_goal_proposed_by_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_pairing"), ["pairing"], unique=False)
        batch_op.create_index(batch_op.f("ix_goal_proposed_by"), ["proposed_by"], unique=False)

    op.create_table(
        "pair_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column(
            "question",
            sa.Enum(
                "fit",
                "rhythm",
                "help",
                name="pairquestion",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing"], ["pairing.id"], name=op.f("fk_pair_answer_pairing_pairing")
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_pair_answer_person_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_answer")),
        sa.UniqueConstraint(
            "pairing", "person", "question", name=op.f("uq_pair_answer_pairing_person_question")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pair_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_answer_person"), ["person"], unique=False)

    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_step", sa.String(), nullable=True))
    op.execute("UPDATE check_in SET next_step = ''")
    with op.batch_alter_table(
        "check_in", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.alter_column("next_step", existing_type=sa.String(), nullable=False)
