"""Arcs, lines and areas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_boundaries"
down_revision = "20261122_divisions"
branch_labels = None
depends_on = None

# The functions get their bodies from sql/ after the migrations; triggers only need their names.
VERSION_GUARDS = """
CREATE FUNCTION diming_keep_approved_version() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE FUNCTION diming_keep_approved_arcs() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE TRIGGER keep_approved_version BEFORE UPDATE OR DELETE ON boundary_line_version
    FOR EACH ROW EXECUTE FUNCTION diming_keep_approved_version();
CREATE TRIGGER keep_approved_arcs BEFORE UPDATE OR DELETE ON arc
    FOR EACH ROW EXECUTE FUNCTION diming_keep_approved_arcs();
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")

    op.create_table(
        "boundary_line",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("left_division_id", sa.Integer(), nullable=False),
        sa.Column("right_division_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "left_division_id < right_division_id", name=op.f("ck_boundary_line_ordered")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_boundary_line_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["left_division_id"], ["division.id"], name=op.f("fk_boundary_line_left_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["right_division_id"], ["division.id"], name=op.f("fk_boundary_line_right_division_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_line")),
        sa.UniqueConstraint("code", name=op.f("uq_boundary_line_code")),
    )
    op.create_index(
        op.f("ix_boundary_line_left_division_id_right_division_id"),
        "boundary_line",
        ["left_division_id", "right_division_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_boundary_line_right_division_id"),
        "boundary_line",
        ["right_division_id"],
        unique=False,
    )
    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("accuracy_class", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('official', 'public', 'synthetic')", name=op.f("ck_coverage_status")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_coverage_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    op.create_table(
        "boundary_line_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("approved", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("length_m", sa.Double(), nullable=False),
        sa.Column("last_inspected_on", sa.Date(), nullable=True),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("line_id"), "="),
            (sa.column("coverage_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_boundary_line_version_life",
        ),
        sa.CheckConstraint(
            "status IN ('official', 'public', 'synthetic')",
            name=op.f("ck_boundary_line_version_status"),
        ),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverage.id"], name=op.f("fk_boundary_line_version_coverage_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_boundary_line_version_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["boundary_line.id"], name=op.f("fk_boundary_line_version_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_line_version")),
    )
    op.create_index(
        op.f("ix_boundary_line_version_coverage_id"),
        "boundary_line_version",
        ["coverage_id"],
        unique=False,
    )
    op.create_table(
        "division_area",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "label_point",
            Geometry(
                geometry_type="POINT",
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("division_id"), "="),
            (sa.column("coverage_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_area_life",
        ),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverage.id"], name=op.f("fk_division_area_coverage_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_area_division_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_area")),
    )
    op.create_index(
        op.f("ix_division_area_coverage_id"), "division_area", ["coverage_id"], unique=False
    )
    op.create_index(
        op.f("ix_division_area_geom"),
        "division_area",
        ["geom"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_table(
        "face",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverage.id"], name=op.f("fk_face_coverage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face")),
    )
    op.create_index(op.f("ix_face_coverage_id"), "face", ["coverage_id"], unique=False)
    op.create_table(
        "arc",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("left_face_id", sa.BigInteger(), nullable=True),
        sa.Column("right_face_id", sa.BigInteger(), nullable=True),
        sa.Column("length_m", sa.Double(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="LINESTRING",
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "left_face_id IS DISTINCT FROM right_face_id", name=op.f("ck_arc_two_sides")
        ),
        sa.CheckConstraint(
            "left_face_id IS NOT NULL OR right_face_id IS NOT NULL", name=op.f("ck_arc_a_side")
        ),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverage.id"], name=op.f("fk_arc_coverage_id")),
        sa.ForeignKeyConstraint(["left_face_id"], ["face.id"], name=op.f("fk_arc_left_face_id")),
        sa.ForeignKeyConstraint(["right_face_id"], ["face.id"], name=op.f("fk_arc_right_face_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arc")),
    )
    op.create_index(op.f("ix_arc_coverage_id"), "arc", ["coverage_id"], unique=False)
    op.create_index(op.f("ix_arc_geom"), "arc", ["geom"], unique=False, postgresql_using="gist")
    op.create_index(op.f("ix_arc_left_face_id"), "arc", ["left_face_id"], unique=False)
    op.create_index(op.f("ix_arc_right_face_id"), "arc", ["right_face_id"], unique=False)
    op.create_table(
        "face_division",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("face_id", sa.BigInteger(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("face_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_face_division_life",
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_face_division_division_id")
        ),
        sa.ForeignKeyConstraint(["face_id"], ["face.id"], name=op.f("fk_face_division_face_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_division")),
    )
    op.create_index(
        op.f("ix_face_division_division_id"), "face_division", ["division_id"], unique=False
    )
    op.create_table(
        "boundary_line_arc",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("arc_id", sa.BigInteger(), nullable=False),
        sa.Column("forward", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["arc_id"], ["arc.id"], name=op.f("fk_boundary_line_arc_arc_id")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["boundary_line_version.id"],
            name=op.f("fk_boundary_line_arc_version_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", "seq", name=op.f("pk_boundary_line_arc")),
    )
    op.create_index(
        op.f("ix_boundary_line_arc_arc_id"), "boundary_line_arc", ["arc_id"], unique=False
    )
    op.execute(VERSION_GUARDS)


def downgrade() -> None:
    op.drop_table("boundary_line_arc")
    op.drop_table("face_division")
    op.drop_table("arc")
    op.drop_table("face")
    op.drop_table("division_area")
    op.drop_table("boundary_line_version")
    op.drop_table("coverage")
    op.drop_table("boundary_line")
    op.execute("DROP FUNCTION diming_keep_approved_version()")
    op.execute("DROP FUNCTION diming_keep_approved_arcs()")
