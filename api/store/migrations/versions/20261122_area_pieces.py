"""Areas are also kept in small pieces, by which points are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "20261122_area_pieces"
down_revision = "20261122_inspections"
branch_labels = None
depends_on = None

# The function gets its body from sql/ after the migrations; the trigger only needs its name.
# Always: whoever writes areas with triggers put off (a bulk load) must not lose the pieces.
CUT = """
CREATE FUNCTION diming_cut_area() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE TRIGGER cut_area AFTER INSERT OR UPDATE OF geom ON division_area
    FOR EACH ROW EXECUTE FUNCTION diming_cut_area();
ALTER TABLE division_area ENABLE ALWAYS TRIGGER cut_area;
INSERT INTO division_area_piece (area_id, geom) SELECT id, ST_Subdivide(geom, 64) FROM division_area;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "division_area_piece",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("geom", Geometry("POLYGON", srid=4490, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["division_area.id"],
            name=op.f("fk_division_area_piece_area_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_area_piece")),
    )
    op.create_index(op.f("ix_division_area_piece_area_id"), "division_area_piece", ["area_id"])
    op.create_index(
        op.f("ix_division_area_piece_geom"),
        "division_area_piece",
        ["geom"],
        postgresql_using="gist",
    )
    op.execute(CUT)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER cut_area ON division_area")
    op.execute("DROP FUNCTION diming_cut_area()")
    op.drop_table("division_area_piece")
