"""Changes of lines: arcs hold for a time, and every change is kept with its document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_line_changes"
down_revision = "20261122_accounts"
branch_labels = None
depends_on = None

# The functions get their bodies from sql/ after the migrations; triggers only need their names.
GUARDS = """
CREATE FUNCTION diming_keep_approved_walk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE FUNCTION diming_keep_line_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE TRIGGER keep_approved_walk BEFORE INSERT OR UPDATE OR DELETE ON boundary_line_arc
    FOR EACH ROW EXECUTE FUNCTION diming_keep_approved_walk();
CREATE TRIGGER keep_line_change BEFORE UPDATE OR DELETE ON line_change
    FOR EACH ROW EXECUTE FUNCTION diming_keep_line_change();
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "arc",
        sa.Column("valid", postgresql.DATERANGE(), server_default="(,)", nullable=False),
    )
    op.create_table(
        "line_change",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("proposed", Geometry(srid=4490, spatial_index=False), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["boundary_line.id"], name=op.f("fk_line_change_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverage.id"], name=op.f("fk_line_change_coverage_id")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_line_change_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_change")),
    )
    op.create_index(op.f("ix_line_change_line_id"), "line_change", ["line_id"])
    op.create_index(op.f("ix_line_change_delivery_id"), "line_change", ["delivery_id"], unique=True)
    op.execute(GUARDS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER keep_approved_walk ON boundary_line_arc")
    op.execute("DROP FUNCTION diming_keep_approved_walk()")
    op.drop_table("line_change")
    op.execute("DROP FUNCTION diming_keep_line_change()")
    op.drop_column("arc", "valid")
