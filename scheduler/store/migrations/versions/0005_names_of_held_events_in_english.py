"""The names that a held event keeps of its host and its place, in English too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAMES = ("host_name_en", "venue_name_en")


def upgrade() -> None:
    """Go up: what was held before is told in Chinese still, whatever names there are today."""
    for name in _NAMES:
        op.add_column("event", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Go down."""
    for name in _NAMES:
        op.drop_column("event", name)
