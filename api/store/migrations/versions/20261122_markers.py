"""Markers with positions, reference objects and conditions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_markers"
down_revision = "20261122_boundaries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")

    op.create_table(
        "marker",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), server_default="", nullable=False),
        sa.Column("caretaker_division_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "standing IN ('single', 'double', 'triple', 'tripoint')",
            name=op.f("ck_marker_standing"),
        ),
        sa.CheckConstraint(
            "status IN ('official', 'public', 'synthetic')", name=op.f("ck_marker_status")
        ),
        sa.ForeignKeyConstraint(
            ["caretaker_division_id"], ["division.id"], name=op.f("fk_marker_caretaker_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_marker_delivery_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["boundary_line.id"], name=op.f("fk_marker_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
    )
    op.create_index(op.f("ix_marker_line_id_number"), "marker", ["line_id", "number"], unique=True)
    op.create_table(
        "marker_condition",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "condition IN ('intact', 'damaged', 'lost', 'moved')",
            name=op.f("ck_marker_condition_condition"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_marker_condition_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["marker.id"], name=op.f("fk_marker_condition_marker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker_condition")),
    )
    op.create_index(
        op.f("ix_marker_condition_marker_id"), "marker_condition", ["marker_id"], unique=False
    )
    op.create_table(
        "marker_position",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("height_datum", sa.Text(), server_default="", nullable=False),
        sa.Column("measured_by", sa.Text(), server_default="", nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column(
            "geom",
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
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("marker_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_marker_position_life",
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_marker_position_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["marker.id"], name=op.f("fk_marker_position_marker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker_position")),
    )
    op.create_index(
        op.f("ix_marker_position_geom"),
        "marker_position",
        ["geom"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_table(
        "marker_reference",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), server_default="", nullable=False),
        sa.Column("grid_azimuth_deg", sa.Double(), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["marker.id"], name=op.f("fk_marker_reference_marker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker_reference")),
    )
    op.create_index(
        op.f("ix_marker_reference_marker_id"), "marker_reference", ["marker_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("marker_reference")
    op.drop_table("marker_position")
    op.drop_table("marker_condition")
    op.drop_table("marker")
