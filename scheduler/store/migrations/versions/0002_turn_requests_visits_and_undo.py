"""Requests about turns, visits, former versions of rules, and the undoing of an applied plan."""

import sqlalchemy as sa
from alembic import op

from scheduler.store.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _turn_request()
    _visit()
    _rule_version()
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("plan_apply", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undone_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("undone_by", sa.String(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("plan_apply", schema=None) as batch_op:
        batch_op.drop_column("undone_by")
        batch_op.drop_column("undone_at")
    op.drop_table("rule_version")
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.drop_column("basis")
    op.drop_table("visit")
    op.drop_table("turn_request")


def _turn_request() -> None:
    op.create_table(
        "turn_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("other_uid", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=True),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("member_agreed_by", sa.String(), nullable=True),
        sa.Column("other_agreed_by", sa.String(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alliance"],
            ["body.key"],
            name=op.f("fk_turn_request_alliance_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_request")),
    )
    with op.batch_alter_table("turn_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_turn_request_alliance"), ["alliance"], unique=False)
        batch_op.create_index(batch_op.f("ix_turn_request_uid"), ["uid"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alliance"], ["body.key"], name=op.f("fk_visit_alliance_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_alliance_day", ["alliance", "day"], unique=False)


def _rule_version() -> None:
    op.create_table(
        "rule_version",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alliance", "key"],
            ["rule.alliance", "rule.key"],
            name=op.f("fk_rule_version_alliance_rule"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("alliance", "key", "revision", name=op.f("pk_rule_version")),
    )
