"""Lay the first tables.

Longer than other files: it is the whole first schema, in the order of its foreign keys, and is
never changed after a release.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table and index
    """Lay the first tables."""
    op.create_table(
        "chore",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore")),
        sa.UniqueConstraint("name", "subject", name=op.f("uq_chore_name_subject")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("chore", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chore_due"), ["due"], unique=False)

    op.create_table(
        "heard_event",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_heard_event")),
    )
    with op.batch_alter_table("heard_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heard_event_at"), ["at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mail_domains", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "web_chat",
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_web_chat")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "en", "de", name="language", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("hours_time_zone", sa.String(), nullable=False),
        sa.Column("hours_start", sa.Time(), nullable=False),
        sa.Column("hours_end", sa.Time(), nullable=False),
        sa.Column("hours_weekdays", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("subdivision", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("manager", sa.Integer(), nullable=True),
        sa.Column("competes_in", sa.String(), nullable=False),
        sa.Column("in_directory", sa.Boolean(), nullable=False),
        sa.Column("employed", sa.Boolean(), nullable=False),
        sa.Column("findable", sa.String(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.CheckConstraint("level BETWEEN 1 AND 9", name=op.f("ck_person_level")),
        sa.ForeignKeyConstraint(
            ["manager"], ["person.id"], name=op.f("fk_person_manager_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_person_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_manager"), ["manager"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_organisation_employed"),
            ["organisation", "employed"],
            unique=False,
        )
        batch_op.create_index(
            "uq_person_organisation_email",
            ["organisation", "email"],
            unique=True,
            sqlite_where=sa.text("email <> ''"),
            postgresql_where=sa.text("email <> ''"),
        )

    op.create_table(
        "web_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("provider_key", sa.String(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["web_chat.user"],
            name=op.f("fk_web_message_user_web_chat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_message")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("web_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_message_user_id"), ["user", "id"], unique=False)
        batch_op.create_index(
            "uq_web_message_user_provider_key",
            ["user", "provider_key"],
            unique=True,
            sqlite_where=sa.text("provider_key <> ''"),
            postgresql_where=sa.text("provider_key <> ''"),
        )

    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=False),
        sa.Column(
            "platform",
            sa.Enum(
                "slack",
                "teams",
                "web",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("fk_workspace_organisation_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("platform", "workspace", name=op.f("uq_workspace_platform_workspace")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workspace_organisation"), ["organisation"], unique=False
        )

    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column(
            "platform",
            sa.Enum(
                "slack",
                "teams",
                "web",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_address_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint(
            "platform", "workspace", "user", name=op.f("uq_address_platform_workspace_user")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_person"), ["person"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor"], ["person.id"], name=op.f("fk_audit_entry_actor_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "sending",
                "sent",
                "undeliverable",
                "expired",
                name="noticestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column(
            "address_platform",
            sa.Enum(
                "slack",
                "teams",
                "web",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("address_workspace", sa.String(), nullable=True),
        sa.Column("address_user", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("priority BETWEEN 0 AND 2", name=op.f("ck_notice_priority")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_notice_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("once", name=op.f("uq_notice_once")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_kind_subject"), ["kind", "subject"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_person_about_settled_at"),
            ["person", "about", "settled_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notice_state_leased_until"), ["state", "leased_until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_state_not_before_due"),
            ["state", "not_before", "due"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notice_state_priority_due"), ["state", "priority", "due"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_state_until"), ["state", "until"], unique=False)

    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column(
            "cadence",
            sa.Enum(
                "weekly",
                "fortnightly",
                "monthly",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("smallest_group", sa.Integer(), nullable=False),
        sa.Column("proposal_days", sa.Integer(), nullable=False),
        sa.Column("hr_leads", sa.JSON(), nullable=False),
        sa.Column("contact", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.CheckConstraint("smallest_group >= 5", name=op.f("ck_programme_smallest_group")),
        sa.CheckConstraint("threshold BETWEEN 0 AND 100", name=op.f("ck_programme_threshold")),
        sa.ForeignKeyConstraint(
            ["contact"],
            ["person.id"],
            name=op.f("fk_programme_contact_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("fk_programme_organisation_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_contact"), ["contact"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_programme_organisation"), ["organisation"], unique=False
        )

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("wants", sa.JSON(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("not_with", sa.JSON(), nullable=False),
        sa.Column("earlier_partners", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_suggestion_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("person", name=op.f("uq_suggestion_person")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_consent_person_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_consent_programme_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_programme"), ["programme"], unique=False)

    op.create_table(
        "frozen_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_frozen_figures_programme_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_figures")),
        sa.UniqueConstraint("programme", "week", name=op.f("uq_frozen_figures_programme_week")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "answering",
                "active",
                "paused",
                "left",
                name="participantstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "mentor",
                "mentee",
                "both",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("wants", sa.JSON(), nullable=False),
        sa.Column(
            "meeting",
            sa.Enum(
                "any",
                "same_site",
                "remote",
                name="meeting",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("not_with", sa.JSON(), nullable=False),
        sa.Column("earlier_partners", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("learning_goal", sa.String(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_participant_person_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_participant_programme_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("programme", "person", name=op.f("uq_participant_programme_person")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_person"), ["person"], unique=False)

    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "discarded",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unmatched", sa.JSON(), nullable=False),
        sa.Column("taken_out", sa.JSON(), nullable=False),
        sa.Column("proven_best", sa.Boolean(), nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["person.id"], name=op.f("fk_round_opened_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_round_programme_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_opened_by"), ["opened_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_programme"), ["programme"], unique=False)
        batch_op.create_index(
            "uq_round_one_draft",
            ["programme"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("mentor", sa.Integer(), nullable=False),
        sa.Column("mentee", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("mentor_accepted", sa.Boolean(), nullable=True),
        sa.Column("mentee_accepted", sa.Boolean(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by", sa.Integer(), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=False),
        sa.CheckConstraint("mentor <> mentee", name=op.f("ck_proposal_two_people")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_proposal_score")),
        sa.ForeignKeyConstraint(
            ["declined_by"], ["participant.id"], name=op.f("fk_proposal_declined_by_participant")
        ),
        sa.ForeignKeyConstraint(
            ["mentee"], ["participant.id"], name=op.f("fk_proposal_mentee_participant")
        ),
        sa.ForeignKeyConstraint(
            ["mentor"], ["participant.id"], name=op.f("fk_proposal_mentor_participant")
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_proposal_programme_programme")
        ),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name=op.f("fk_proposal_round_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_mentee"), ["mentee"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_mentor"), ["mentor"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_round"), ["round"], unique=False)

    op.create_table(
        "pairing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Integer(), nullable=False),
        sa.Column("mentor", sa.Integer(), nullable=False),
        sa.Column("mentee", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "suspended",
                "completed",
                "ended",
                name="pairingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hour_weekday", sa.Integer(), nullable=False),
        sa.Column("hour_at", sa.Time(), nullable=False),
        sa.Column("hour_time_zone", sa.String(), nullable=False),
        sa.Column(
            "hour_cadence",
            sa.Enum(
                "weekly",
                "fortnightly",
                "monthly",
                name="cadence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("hour_weekday BETWEEN 0 AND 6", name=op.f("ck_pairing_hour_weekday")),
        sa.CheckConstraint("mentor <> mentee", name=op.f("ck_pairing_two_people")),
        sa.ForeignKeyConstraint(
            ["mentee"], ["participant.id"], name=op.f("fk_pairing_mentee_participant")
        ),
        sa.ForeignKeyConstraint(
            ["mentor"], ["participant.id"], name=op.f("fk_pairing_mentor_participant")
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.id"], name=op.f("fk_pairing_programme_programme")
        ),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposal.id"], name=op.f("fk_pairing_proposal_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
        sa.UniqueConstraint("proposal", name=op.f("uq_pairing_proposal")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_mentee"), ["mentee"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_mentor"), ["mentor"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_programme"), ["programme"], unique=False)

    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "met",
                "missed",
                "skipped",
                "unknown",
                name="checkinstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("mentor_on", sa.Boolean(), nullable=False),
        sa.Column("mentee_on", sa.Boolean(), nullable=False),
        sa.Column("mentor_met", sa.Boolean(), nullable=True),
        sa.Column("mentee_met", sa.Boolean(), nullable=True),
        sa.Column("asked_again", sa.Boolean(), nullable=False),
        sa.Column("skip_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pairing"], ["pairing.id"], name=op.f("fk_check_in_pairing_pairing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("pairing", "week", name=op.f("uq_check_in_pairing_week")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_in", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exchanged", sa.Boolean(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column(
            "sentence_for",
            sa.Enum(
                "partner",
                "nobody",
                name="reader",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_feedback_useful")),
        sa.ForeignKeyConstraint(
            ["check_in"], ["check_in.id"], name=op.f("fk_feedback_check_in_check_in")
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_feedback_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("check_in", "person", name=op.f("uq_feedback_check_in_person")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_person"), ["person"], unique=False)
