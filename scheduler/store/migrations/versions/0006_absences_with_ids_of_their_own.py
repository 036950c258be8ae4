"""No id of an absence that was taken back is given to another one."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Every absence written down stands in the ledger of at least one alliance: so many ids, or fewer,
# were given so far, those of absences taken back since among them.
_GIVEN = """
INSERT INTO sqlite_sequence (name, seq) SELECT 'blackout', max(
  (SELECT coalesce(max(id), 0) FROM blackout),
  (SELECT count(*) FROM change WHERE entity = 'blackout' AND kind = 'added')
)
"""


def upgrade() -> None:
    """Go up."""
    if _numbered(once=True):
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'blackout'")
        op.execute(_GIVEN)


def downgrade() -> None:
    """Go down."""
    _numbered(once=False)


def _numbered(*, once: bool) -> bool:
    """Tell whether the table was made anew: PostgreSQL gives a number once as it is."""
    if op.get_bind().dialect.name != "sqlite":
        return False
    made = {"sqlite_autoincrement": once}
    with op.batch_alter_table("blackout", recreate="always", table_kwargs=made):
        pass
    return True
