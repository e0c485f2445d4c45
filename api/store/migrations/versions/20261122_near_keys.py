"""Names are also compared with those near them: near sounds, cells, and names out of use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_near_keys"
down_revision = "20261122_search"
branch_labels = None
depends_on = None

WAS = ("full", "specific", "full_sound", "specific_sound")
IS = (*WAS, "near_sound", "old")

# Frozen as of this revision: a later change of the cells or sounds is another migration.
CELLS = """
UPDATE name_key k SET cell = floor((ST_Y(c.point) + 90) * 4)::integer * 10000
                           + floor((ST_X(c.point) + 180) * 20)::integer
FROM place_name n JOIN place p ON p.id = n.place_id
CROSS JOIN LATERAL (SELECT CASE WHEN ST_GeometryType(p.geom) = 'ST_Point' THEN p.geom
                                ELSE ST_PointOnSurface(p.geom) END AS point) c
WHERE n.id = k.place_name_id AND c.point IS NOT NULL
"""
NEAR_SOUNDS = r"""
INSERT INTO name_key (place_name_id, part, key, place_kind, county_id, province_id, cell)
SELECT DISTINCT place_name_id, 'near_sound', regexp_replace(regexp_replace(regexp_replace(
           regexp_replace(key, '(^| )([zcs])h', '\1\2', 'g'), '(^| )n', '\1l', 'g'),
           '(^| )hu(?= |$)', '\1fu', 'g'), '([aei])ng(?= |$)', '\1n', 'g'),
       place_kind, county_id, province_id, cell
FROM name_key WHERE part = 'specific_sound'
"""
OLD = """
INSERT INTO name_key (place_name_id, part, key, place_kind, county_id, province_id, cell)
SELECT k.place_name_id, 'old', k.key, k.place_kind, k.county_id, k.province_id, k.cell
FROM name_key k JOIN place_name n ON n.id = k.place_name_id
WHERE k.part = 'full' AND n.status IN ('former', 'vanished', 'retired')
"""
# The function gets its body from sql/ after the migrations; the trigger only needs its name.
FOLLOW = """
CREATE FUNCTION diming_keys_follow_place() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE TRIGGER keys_follow_place AFTER UPDATE OF kind, county_id, province_id, geom ON place
    FOR EACH ROW WHEN ((OLD.kind, OLD.county_id, OLD.province_id, OLD.geom::bytea)
                       IS DISTINCT FROM (NEW.kind, NEW.county_id, NEW.province_id, NEW.geom::bytea))
    EXECUTE FUNCTION diming_keys_follow_place();
"""


def _parts(parts: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_name_key_part"), "name_key")
    words = ", ".join(f"'{part}'" for part in parts)
    op.create_check_constraint(op.f("ck_name_key_part"), "name_key", f"part IN ({words})")


def _by_province(where: str | None) -> None:
    op.create_index(
        "ix_name_key_province",
        "name_key",
        ["key", "part", "place_kind", "province_id"],
        postgresql_where=sa.text(where) if where else None,
    )


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("name_key", sa.Column("cell", sa.Integer(), nullable=True))
    _parts(IS)
    op.drop_index("ix_name_key_province", table_name="name_key")
    for statement in (CELLS, NEAR_SOUNDS, OLD, FOLLOW):
        op.execute(statement)
    _by_province("part <> 'near_sound'")
    op.create_index(
        "ix_name_key_cell",
        "name_key",
        ["key", "part", "cell"],
        postgresql_where=sa.text("part IN ('specific', 'near_sound') AND cell IS NOT NULL"),
    )
    for where, column in (("county", "county_id"), ("cell", "cell")):
        op.create_index(
            f"ix_name_key_old_{where}",
            "name_key",
            [column],
            postgresql_where=sa.text("part = 'old'"),
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER keys_follow_place ON place")
    op.execute("DROP FUNCTION diming_keys_follow_place()")
    for index in ("old_cell", "old_county", "cell", "province"):
        op.drop_index(f"ix_name_key_{index}", table_name="name_key")
    op.execute("DELETE FROM name_key WHERE part IN ('near_sound', 'old')")
    _parts(WAS)
    op.drop_column("name_key", "cell")
    _by_province(None)
