"""Measures have a responsible body and evidence; photos of stories an order and a source."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_measures_and_photos"
down_revision = "20261122_programme_reports"
branch_labels = None
depends_on = None

POLICIES = (
    "DROP POLICY IF EXISTS read ON heritage_measure",
    "DROP POLICY IF EXISTS kept ON heritage_measure",
    "DROP POLICY IF EXISTS changed ON heritage_measure",
    "DROP POLICY IF EXISTS read ON heritage_listing",
    "DROP POLICY IF EXISTS kept ON heritage_listing",
    "DROP POLICY IF EXISTS changed ON heritage_listing",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("story_photo", sa.Column("source", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "story_photo", sa.Column("position", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "story_photo",
        sa.Column("withdrawn", sa.Boolean(), server_default="false", nullable=False),
    )
    op.add_column(
        "heritage_measure", sa.Column("responsible", sa.Text(), server_default="", nullable=False)
    )
    for name in ("written_by", "why"):
        op.add_column(
            "heritage_listing", sa.Column(name, sa.Text(), server_default="", nullable=False)
        )
    op.create_table(
        "heritage_measure_file",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("measure_id", sa.UUID(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column(
            "added_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["heritage_measure.id"],
            name=op.f("fk_heritage_measure_file_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_heritage_measure_file_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heritage_measure_file")),
        sa.UniqueConstraint(
            "measure_id", "sha256", name=op.f("uq_heritage_measure_file_measure_id_sha256")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("heritage_measure_file")
    for policy in POLICIES:
        op.execute(sa.text(policy))
    op.execute("ALTER TABLE heritage_measure DISABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE heritage_listing DISABLE ROW LEVEL SECURITY")
    op.drop_column("heritage_measure", "responsible")
    for name in ("why", "written_by"):
        op.drop_column("heritage_listing", name)
    for name in ("withdrawn", "position", "source"):
        op.drop_column("story_photo", name)
