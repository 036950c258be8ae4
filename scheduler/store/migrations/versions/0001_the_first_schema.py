"""The first schema."""

import sqlalchemy as sa
from alembic import op

from scheduler.store.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "activity_kind",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_activity_kind")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("alliances", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_table(
        "blackout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blackout")),
    )
    with op.batch_alter_table("blackout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blackout_resource"), ["resource"], unique=False)

    op.create_table(
        "body",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("public_calendar", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["body.key"], name=op.f("fk_body_parent_body")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_body")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_parent"), ["parent"], unique=False)

    op.create_table(
        "change",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("plan_relevant", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", "seq", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_entity_entity_id", ["entity", "entity_id"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("client", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_run")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("plan_seq", sa.Integer(), nullable=False),
        sa.Column("feed_seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "name",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_name")),
    )
    op.create_table(
        "op_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("server_time", UtcDateTime(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_op_attempt")),
    )
    with op.batch_alter_table("op_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_op_attempt_op_id"), ["op_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_op_attempt_uid"), ["uid"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin_key", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "plan_apply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("alliances", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("diff", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_apply")),
        sa.UniqueConstraint("hash", name=op.f("uq_plan_apply_hash")),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("last_fetch_at", UtcDateTime(), nullable=True),
        sa.Column("last_client", sa.String(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_subscription_token_hash")),
    )
    op.create_table(
        "workday_notice",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("notice_date", sa.Date(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("year", "revision", name=op.f("pk_workday_notice")),
    )
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("party_group", sa.String(), nullable=False),
        sa.Column("outside_branch", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body"], ["body.key"], name=op.f("fk_affiliation_body_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_affiliation_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affiliation_body"), ["body"], unique=False)
        batch_op.create_index(batch_op.f("ix_affiliation_person"), ["person"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance"],
            ["body.key"],
            name=op.f("fk_group_member_alliance_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_key", "alliance", name=op.f("pk_group_member")),
    )
    op.create_table(
        "matter",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("proxy", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance"], ["body.key"], name=op.f("fk_matter_alliance_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_matter")),
    )
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_alliance"), ["alliance"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body"], ["body.key"], name=op.f("fk_membership_body_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_body"), ["body"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_member"), ["member"], unique=False)

    op.create_table(
        "named_list",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance"], ["body.key"], name=op.f("fk_named_list_alliance_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alliance", "name", name=op.f("pk_named_list")),
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body"], ["body.key"], name=op.f("fk_officer_body_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_officer_person_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.create_index("ix_officer_body_role", ["body", "role"], unique=False)
        batch_op.create_index(batch_op.f("ix_officer_person"), ["person"], unique=False)

    op.create_table(
        "rule",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance"], ["body.key"], name=op.f("fk_rule_alliance_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alliance", "key", name=op.f("pk_rule")),
    )
    op.create_table(
        "turn_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("eligible", sa.JSON(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("counter", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance"], ["body.key"], name=op.f("fk_turn_entry_alliance_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_entry")),
    )
    with op.batch_alter_table("turn_entry", schema=None) as batch_op:
        batch_op.create_index("ix_turn_entry_alliance_rule", ["alliance", "rule"], unique=False)
        batch_op.create_index(batch_op.f("ix_turn_entry_uid"), ["uid"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_user_person_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
    )
    op.create_table(
        "venue",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.key"], name=op.f("fk_venue_organisation_organisation")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_venue")),
    )
    op.create_table(
        "event",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("start", UtcDateTime(), nullable=False),
        sa.Column("end", UtcDateTime(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tentative", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("cell", sa.String(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("host_name", sa.String(), nullable=False),
        sa.Column("co_hosts", sa.JSON(), nullable=False),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("venue_name", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("matters", sa.JSON(), nullable=False),
        sa.Column("why_date", sa.JSON(), nullable=False),
        sa.Column("why_host", sa.JSON(), nullable=False),
        sa.Column("seal_code", sa.String(), nullable=False),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.Column("waive_reason", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"], ["body.key"], name=op.f("fk_event_owner_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["venue"], ["venue.key"], name=op.f("fk_event_venue_venue")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_start"), ["start"], unique=False)
        batch_op.create_index(
            "ix_event_unit", ["rule", "scope", "period", "cell", "ordinal"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_event_venue"), ["venue"], unique=False)

    op.create_table(
        "grant",
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"], ["user.id"], name=op.f("fk_grant_user_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user", "role", "scope", name=op.f("pk_grant")),
    )
    op.create_table(
        "matter_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter"],
            ["matter.key"],
            name=op.f("fk_matter_step_matter_matter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_step")),
    )
    with op.batch_alter_table("matter_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_step_matter"), ["matter"], unique=False)

    op.create_table(
        "event_alliance",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance"],
            ["body.key"],
            name=op.f("fk_event_alliance_alliance_body"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uid"], ["event.uid"], name=op.f("fk_event_alliance_uid_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", "alliance", name=op.f("pk_event_alliance")),
    )
    with op.batch_alter_table("event_alliance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_alliance_alliance"), ["alliance"], unique=False)

    op.create_table(
        "register",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("actual_start", UtcDateTime(), nullable=True),
        sa.Column("actual_end", UtcDateTime(), nullable=True),
        sa.Column("presider", sa.String(), nullable=False),
        sa.Column("recorder", sa.String(), nullable=False),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("op_seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uid"], ["event.uid"], name=op.f("fk_register_uid_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_register")),
    )
    op.create_table(
        "mark",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uid"], ["register.uid"], name=op.f("fk_mark_uid_register"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", "person", name=op.f("pk_mark")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_person"), ["person"], unique=False)

    op.create_table(
        "op",
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("client_time", UtcDateTime(), nullable=True),
        sa.Column("server_time", UtcDateTime(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("retracts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_digest", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uid"], ["register.uid"], name=op.f("fk_op_uid_register"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_op")),
    )
    with op.batch_alter_table("op", schema=None) as batch_op:
        batch_op.create_index("ix_op_uid_seq", ["uid", "seq"], unique=True)

    op.create_table(
        "roster_line",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin_key", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=True),
        sa.Column("party_group", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("expectation", sa.String(), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uid"], ["register.uid"], name=op.f("fk_roster_line_uid_register"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", "person", name=op.f("pk_roster_line")),
    )
    with op.batch_alter_table("roster_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_line_person"), ["person"], unique=False)

    op.create_table(
        "seal",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("second_actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uid"], ["register.uid"], name=op.f("fk_seal_uid_register"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uid", "version", name=op.f("pk_seal")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("seal")
    with op.batch_alter_table("roster_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_line_person"))

    op.drop_table("roster_line")
    with op.batch_alter_table("op", schema=None) as batch_op:
        batch_op.drop_index("ix_op_uid_seq")

    op.drop_table("op")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_person"))

    op.drop_table("mark")
    op.drop_table("register")
    with op.batch_alter_table("event_alliance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_alliance_alliance"))

    op.drop_table("event_alliance")
    with op.batch_alter_table("matter_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_step_matter"))

    op.drop_table("matter_step")
    op.drop_table("grant")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_venue"))
        batch_op.drop_index("ix_event_unit")
        batch_op.drop_index(batch_op.f("ix_event_start"))
        batch_op.drop_index(batch_op.f("ix_event_owner"))

    op.drop_table("event")
    op.drop_table("venue")
    op.drop_table("user")
    with op.batch_alter_table("turn_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_turn_entry_uid"))
        batch_op.drop_index("ix_turn_entry_alliance_rule")

    op.drop_table("turn_entry")
    op.drop_table("rule")
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_person"))
        batch_op.drop_index("ix_officer_body_role")

    op.drop_table("officer")
    op.drop_table("named_list")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_member"))
        batch_op.drop_index(batch_op.f("ix_membership_body"))

    op.drop_table("membership")
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_alliance"))

    op.drop_table("matter")
    op.drop_table("group_member")
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affiliation_person"))
        batch_op.drop_index(batch_op.f("ix_affiliation_body"))

    op.drop_table("affiliation")
    op.drop_table("workday_notice")
    op.drop_table("subscription")
    op.drop_table("plan_apply")
    op.drop_table("person")
    op.drop_table("organisation")
    with op.batch_alter_table("op_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_op_attempt_uid"))
        batch_op.drop_index(batch_op.f("ix_op_attempt_op_id"))

    op.drop_table("op_attempt")
    op.drop_table("name")
    op.drop_table("ledger_head")
    op.drop_table("job_run")
    op.drop_table("idempotency_key")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_entity_entity_id")

    op.drop_table("change")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_parent"))
        batch_op.drop_index(batch_op.f("ix_body_kind"))

    op.drop_table("body")
    with op.batch_alter_table("blackout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blackout_resource"))

    op.drop_table("blackout")
    op.drop_table("api_token")
    op.drop_table("activity_kind")
