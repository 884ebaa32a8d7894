"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = "${up_revision}"
down_revision = ${'None' if down_revision is None else '"%s"' % down_revision}


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}
