"""Let Procrastinate carry deliveries on PostgreSQL."""

from alembic import op

from storage.engine_tables import take_steps

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Lay Procrastinate's tables as of its version 3.10."""
    take_steps(op.get_bind(), "", "03.04.00_50_post_add_retry_failed_job_procedure.sql")
