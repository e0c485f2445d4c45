"""Versions of marker sheets, pictures of markers, documents of a line, monuments, kept files."""

from __future__ import annotations

import geoalchemy2
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_marker_register"
down_revision = "20261122_name_life"
branch_labels = None
depends_on = None

APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change()
"""


def _version() -> list[sa.Column[object]]:
    """Return the columns that a version of any sheet has."""
    return [
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("sheet", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("change", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("write_id", sa.UUID(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("division_code", sa.Text(), server_default="", nullable=False),
        _now("written_at"),
    ]


def _now(name: str) -> sa.Column[object]:
    return sa.Column(
        name, postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "kept_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _now("received_at"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_file")),
    )
    op.create_table(
        "marker_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        *_version(),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_marker_version_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["marker.id"], name=op.f("fk_marker_version_marker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker_version")),
        sa.UniqueConstraint("write_id", name=op.f("uq_marker_version_write_id")),
    )
    op.create_index(
        op.f("ix_marker_version_marker_id_revision"),
        "marker_version",
        ["marker_id", "revision"],
        unique=True,
    )
    op.create_table(
        "marker_picture",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), server_default="", nullable=False),
        sa.Column("taken_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        _now("added_at"),
        sa.CheckConstraint("kind IN ('photo', 'sketch')", name=op.f("ck_marker_picture_kind")),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["marker.id"], name=op.f("fk_marker_picture_marker_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["kept_file.sha256"], name=op.f("fk_marker_picture_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker_picture")),
    )
    op.create_index(op.f("ix_marker_picture_marker_id"), "marker_picture", ["marker_id"])
    op.create_table(
        "line_document",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("shelf", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), server_default="", nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        _now("registered_at"),
        sa.Column("withdrawn_for", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["line_id"], ["boundary_line.id"], name=op.f("fk_line_document_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["kept_file.sha256"], name=op.f("fk_line_document_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_document")),
    )
    op.create_index(op.f("ix_line_document_line_id"), "line_document", ["line_id"])
    op.create_table(
        "boundary_monument",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('culture_marker', 'covenant_stele')", name=op.f("ck_boundary_monument_kind")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["boundary_line.id"], name=op.f("fk_boundary_monument_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_monument")),
    )
    op.create_index(op.f("ix_boundary_monument_line_id"), "boundary_monument", ["line_id"])
    op.create_table(
        "boundary_monument_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("monument_id", sa.UUID(), nullable=False),
        *_version(),
        sa.Column(
            "geom",
            geoalchemy2.Geometry("POINT", srid=4490, spatial_index=False),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["monument_id"],
            ["boundary_monument.id"],
            name=op.f("fk_boundary_monument_version_monument_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_monument_version")),
        sa.UniqueConstraint("write_id", name=op.f("uq_boundary_monument_version_write_id")),
    )
    op.create_index(
        op.f("ix_boundary_monument_version_monument_id_revision"),
        "boundary_monument_version",
        ["monument_id", "revision"],
        unique=True,
    )
    for table in ("kept_file", "marker_version", "boundary_monument_version"):
        op.execute(APPEND_ONLY.format(table=table))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in (
        "boundary_monument_version",
        "boundary_monument",
        "line_document",
        "marker_picture",
        "marker_version",
        "kept_file",
    ):
        op.drop_table(table)
