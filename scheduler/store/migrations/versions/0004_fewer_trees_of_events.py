"""Fewer and narrower trees of events and their links: a plan of many is stored sooner."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up: one index for an owner's events and those of its rules, and places where one is."""
    op.drop_index("ix_event_unit", table_name="event")
    op.drop_index("ix_event_owner", table_name="event")
    op.drop_index("ix_event_venue", table_name="event")
    op.create_index(
        op.f("ix_event_owner_rule_period"), "event", ["owner", "rule", "period"], unique=False
    )
    placed = sa.text("venue IS NOT NULL")
    op.create_index(
        op.f("ix_event_venue"),
        "event",
        ["venue"],
        unique=False,
        sqlite_where=placed,
        postgresql_where=placed,
    )
    _links(with_rowid=False)


def downgrade() -> None:
    """Go down."""
    _links(with_rowid=True)
    op.drop_index("ix_event_venue", table_name="event")
    op.drop_index("ix_event_owner_rule_period", table_name="event")
    op.create_index(op.f("ix_event_venue"), "event", ["venue"], unique=False)
    op.create_index(op.f("ix_event_owner"), "event", ["owner"], unique=False)
    op.create_index(
        op.f("ix_event_unit"),
        "event",
        ["rule", "scope", "period", "cell", "ordinal"],
        unique=False,
    )


def _links(*, with_rowid: bool) -> None:
    """Keep the links in the tree of their key, which alone is all that a link is, or beside it."""
    if op.get_bind().dialect.name == "sqlite":
        made = {"sqlite_with_rowid": with_rowid}
        with op.batch_alter_table("event_alliance", recreate="always", table_kwargs=made):
            pass
