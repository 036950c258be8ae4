"""The units of other rules that ride on an event."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up: what rides on the events there are is noted by the next plan."""
    op.add_column("event", sa.Column("also", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Go down."""
    op.drop_column("event", "also")
