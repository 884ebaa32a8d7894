"""Keep where the bot is installed on Slack."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Lay the tables of installations and of the marks of those that have begun."""
    op.create_table(
        "slack_installation",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bot_user", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_slack_installation")),
    )
    op.create_table(
        "slack_install_state",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_slack_install_state")),
    )
    with op.batch_alter_table("slack_install_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slack_install_state_until"), ["until"], unique=False)
