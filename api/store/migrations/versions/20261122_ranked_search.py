"""Names are searched by what bears them first, so that the best of many are found first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_ranked_search"
down_revision = "20261122_near_keys"
branch_labels = None
depends_on = None

BY_TEXT = ("name", "pinyin", "initials")
ENDS_WERE, ENDS, GAPS = range(2, 10), range(2, 13), range(2, 7)
# What the functions of search were called with until now, and are from now on.
CALLED_OTHERWISE = """
DROP FUNCTION IF EXISTS diming_names_initialled;
DROP FUNCTION IF EXISTS diming_names_tail;
DROP FUNCTION IF EXISTS diming_names_meant;
DROP FUNCTION IF EXISTS diming_names_written;
DROP FUNCTION IF EXISTS diming_names_miswritten;
DROP FUNCTION IF EXISTS diming_names_read;
DROP FUNCTION IF EXISTS diming_names_misread;
DROP FUNCTION IF EXISTS diming_search_names;
DROP FUNCTION IF EXISTS diming_sought
"""
CALLED_NOW = """
DROP TYPE IF EXISTS diming_name_wish CASCADE;
DROP TYPE IF EXISTS diming_name_place CASCADE;
DROP TYPE IF EXISTS diming_name_hit CASCADE
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(CALLED_OTHERWISE)
    _drop(ENDS_WERE, *(f"{column}_rank" for column in BY_TEXT))
    for column in BY_TEXT:
        _index(f"rank_{column}", column, None, ranked=True)
    _pieces(ENDS, ranked=True)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(CALLED_NOW)
    _drop(ENDS, *(f"rank_{column}" for column in BY_TEXT))
    for column in BY_TEXT:
        op.create_index(
            f"ix_place_name_{column}_rank",
            "place_name",
            [column, "place_rank"],
            postgresql_ops={column: "text_pattern_ops"},
        )
    _pieces(ENDS_WERE, ranked=False)


def _drop(ends: range, *more: str) -> None:
    for name in ("tail", *(f"gap_{at}" for at in GAPS), *(f"end_{at}" for at in ends), *more):
        op.drop_index(f"ix_place_name_{name}", table_name="place_name")


def _pieces(ends: range, *, ranked: bool) -> None:
    for at in ends:
        _index(f"end_{at}", f"substr(name, {at})", at, ranked=ranked)
    for at in GAPS:
        rest = f"(substr(name, 1, {at - 1}) || substr(name, {at + 1}))"
        _index(f"gap_{at}", rest, at, ranked=ranked)
    op.create_index(
        "ix_place_name_tail",
        "place_name",
        [sa.literal_column(f"diming_grams(substr(name, {ends.stop}))")],
        postgresql_using="gin",
        postgresql_where=sa.literal_column(f"char_length(name) >= {ends.stop}"),
    )


def _index(name: str, text: str, longer: int | None, *, ranked: bool) -> None:
    by_text: sa.Label[str] = sa.literal_column(text).label("text")
    op.create_index(
        f"ix_place_name_{name}",
        "place_name",
        ["place_rank", by_text] if ranked else [by_text],
        postgresql_ops={"text": "text_pattern_ops"},
        postgresql_where=longer and sa.literal_column(f"char_length(name) >= {longer}"),
    )
