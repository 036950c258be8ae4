"""Scopes of subscriptions, and what is kept of feeds: blocks of events and validators."""

import sqlalchemy as sa
from alembic import op

from scheduler.store.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kinds", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("alarms", sa.JSON(), nullable=False, server_default="[]"))
    _subscription_alliance()
    _former_address()
    op.create_table(
        "feed_block",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("look", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uid"], ["event.uid"], name=op.f("fk_feed_block_uid_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", "look", name=op.f("pk_feed_block")),
    )
    op.create_table(
        "feed_state",
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("look", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscription.id"],
            name=op.f("fk_feed_state_subscription_subscription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription", "look", name=op.f("pk_feed_state")),
    )


def _subscription_alliance() -> None:
    op.create_table(
        "subscription_alliance",
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscription.id"],
            name=op.f("fk_subscription_alliance_subscription_subscription"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["alliance"],
            ["body.key"],
            name=op.f("fk_subscription_alliance_alliance_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription", "alliance", name=op.f("pk_subscription_alliance")),
    )
    with op.batch_alter_table("subscription_alliance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_alliance_alliance"), ["alliance"], unique=False
        )
    op.execute(
        "INSERT INTO subscription_alliance (subscription, alliance) "
        "SELECT subscription.id, body.key FROM subscription "
        "JOIN body ON subscription.scope = 'body:' || body.key"
    )


def _former_address() -> None:
    op.create_table(
        "former_address",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscription.id"],
            name=op.f("fk_former_address_subscription_subscription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_former_address")),
    )
    with op.batch_alter_table("former_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_address_subscription"), ["subscription"], unique=False
        )


def downgrade() -> None:
    """Go down; what shows less than a whole alliance has no place in the former schema."""
    op.drop_table("feed_state")
    op.drop_table("feed_block")
    op.drop_table("former_address")
    op.drop_table("subscription_alliance")
    op.execute("DELETE FROM subscription WHERE scope NOT LIKE 'body:%' OR scope LIKE '%,%'")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_column("alarms")
        batch_op.drop_column("until")
        batch_op.drop_column("since")
        batch_op.drop_column("kinds")
