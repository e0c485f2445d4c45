"""Names are searched through ordered indexes on their beginnings, ends and gaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_search"
down_revision = "20261122_listings_keep_history"
branch_labels = None
depends_on = None

# Frozen as of this revision: a later change of the order is another migration.
RANK = """
UPDATE place_name n SET place_rank = coalesce(array_position(
    ARRAY['division', 'township', 'committee', 'natural', 'village', 'street', 'facility', 'park',
          'zone', 'building'], o.kind), 11)
FROM place o WHERE o.id = n.place_id
"""
BY_TEXT = {
    "ix_place_name_name_rank": ["name text_pattern_ops", "place_rank"],
    "ix_place_name_pinyin_rank": ["pinyin text_pattern_ops", "place_rank"],
    "ix_place_name_initials_rank": ["initials text_pattern_ops", "place_rank"],
}
ENDS = range(2, 10)
GAPS = range(2, 7)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "place_name",
        sa.Column("place_rank", sa.SmallInteger(), server_default="11", nullable=False),
    )
    op.execute(RANK)
    for index in ("grams", "name_trgm", "pinyin_prefix", "initials_prefix"):
        op.drop_index(f"ix_place_name_{index}", table_name="place_name")
    op.drop_column("place_name", "grams")
    for index, columns in BY_TEXT.items():
        op.execute(f"CREATE INDEX {index} ON place_name ({', '.join(columns)})")
    for at in ENDS:
        op.execute(
            f"CREATE INDEX ix_place_name_end_{at} ON place_name (substr(name, {at}) text_pattern_ops)"
            f" WHERE char_length(name) >= {at}"
        )
    for at in GAPS:
        op.execute(
            f"CREATE INDEX ix_place_name_gap_{at} ON place_name"
            f" ((substr(name, 1, {at - 1}) || substr(name, {at + 1})) text_pattern_ops)"
            f" WHERE char_length(name) >= {at}"
        )
    op.execute(
        "CREATE INDEX ix_place_name_tail ON place_name USING gin (diming_grams(substr(name, 10)))"
        " WHERE char_length(name) >= 10"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_place_name_tail", table_name="place_name")
    for at in GAPS:
        op.drop_index(f"ix_place_name_gap_{at}", table_name="place_name")
    for at in ENDS:
        op.drop_index(f"ix_place_name_end_{at}", table_name="place_name")
    for index in BY_TEXT:
        op.drop_index(index, table_name="place_name")
    op.drop_column("place_name", "place_rank")
    op.add_column(
        "place_name",
        sa.Column(
            "grams",
            sa.ARRAY(sa.Text()),
            sa.Computed("diming_grams(name)", persisted=True),
            nullable=False,
        ),
    )
    op.create_index("ix_place_name_grams", "place_name", ["grams"], postgresql_using="gin")
    op.create_index(
        "ix_place_name_name_trgm",
        "place_name",
        ["name"],
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    for column in ("pinyin", "initials"):
        op.create_index(
            f"ix_place_name_{column}_prefix",
            "place_name",
            [column],
            postgresql_ops={column: "text_pattern_ops"},
        )
