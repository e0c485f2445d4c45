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
BY_TEXT = ("name", "pinyin", "initials")
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
    for column in BY_TEXT:
        op.create_index(
            f"ix_place_name_{column}_rank",
            "place_name",
            [column, "place_rank"],
            postgresql_ops={column: "text_pattern_ops"},
        )
    for at in ENDS:
        ending: sa.Label[str] = sa.literal_column(f"substr(name, {at})").label("ending")
        _index(f"ix_place_name_end_{at}", ending, at)
    for at in GAPS:
        rest = f"(substr(name, 1, {at - 1}) || substr(name, {at + 1}))"
        _index(f"ix_place_name_gap_{at}", sa.literal_column(rest).label("rest"), at)
    op.create_index(
        "ix_place_name_tail",
        "place_name",
        [sa.literal_column("diming_grams(substr(name, 10))")],
        postgresql_using="gin",
        postgresql_where=sa.literal_column("char_length(name) >= 10"),
    )


def _index(name: str, column: sa.Label[str], at: int) -> None:
    op.create_index(
        name,
        "place_name",
        [column],
        postgresql_ops={column.name: "text_pattern_ops"},
        postgresql_where=sa.literal_column(f"char_length(name) >= {at}"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_place_name_tail", table_name="place_name")
    for at in GAPS:
        op.drop_index(f"ix_place_name_gap_{at}", table_name="place_name")
    for at in ENDS:
        op.drop_index(f"ix_place_name_end_{at}", table_name="place_name")
    for column in BY_TEXT:
        op.drop_index(f"ix_place_name_{column}_rank", table_name="place_name")
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
