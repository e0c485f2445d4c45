"""In what capacity an opinion is asked: the law wants the place-name authority's for estates."""

from __future__ import annotations

from alembic import op

revision = "20261122_opinions_asked_as"
down_revision = "20261122_channels_may_lack"
branch_labels = None
depends_on = None

# what was asked before of organisations of the register was asked in the capacity that they have
KNOWN = """
UPDATE case_opinion o
SET asked_as = CASE g.kind WHEN 'civil_affairs' THEN 'name_authority' ELSE 'local_government' END
FROM organisation g
WHERE g.id = o.organisation_id AND o.kind = 'department'
  AND g.kind IN ('civil_affairs', 'government')
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE case_opinion ADD COLUMN asked_as text NOT NULL DEFAULT ''")
    op.create_check_constraint(
        "ck_case_opinion_asked_as",
        "case_opinion",
        "asked_as IN ('', 'name_authority', 'local_government')",
    )
    op.execute(KNOWN)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("case_opinion", "asked_as")
