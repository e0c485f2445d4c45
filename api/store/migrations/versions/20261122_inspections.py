"""Joint inspections: rounds, tasks, records with their revisions and steps, photos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_inspections"
down_revision = "20261122_name_files"
branch_labels = None
depends_on = None

KEPT = ("inspection_revision", "inspection_step", "inspection_photo")
# The functions get their bodies from sql/ after the migrations; triggers only need their names.
GUARDS = """
CREATE FUNCTION diming_keep_filed_record() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE FUNCTION diming_keep_filed_part() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE TRIGGER keep_filed_record BEFORE UPDATE OR DELETE ON inspection_record
    FOR EACH ROW EXECUTE FUNCTION diming_keep_filed_record();
"""
PART = """
CREATE TRIGGER keep_filed_part BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION diming_keep_filed_part();
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "inspection_round",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_inspection_round_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_round")),
    )
    op.create_index(
        op.f("ix_inspection_round_level_number"),
        "inspection_round",
        ["level", "number"],
        unique=True,
    )
    op.create_table(
        "inspection_task",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("round_id", sa.UUID(), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), server_default="", nullable=False),
        sa.Column("from_m", sa.Double(), nullable=True),
        sa.Column("to_m", sa.Double(), nullable=True),
        sa.Column("lead_division_id", sa.Integer(), nullable=False),
        sa.Column("assist_division_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("cancelled_for", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('routine', 'ad_hoc')", name=op.f("ck_inspection_task_kind")),
        sa.CheckConstraint(
            "(from_m IS NULL) = (to_m IS NULL) AND from_m < to_m",
            name=op.f("ck_inspection_task_section"),
        ),
        sa.CheckConstraint(
            "lead_division_id <> assist_division_id", name=op.f("ck_inspection_task_two_sides")
        ),
        sa.ForeignKeyConstraint(
            ["assist_division_id"],
            ["division.id"],
            name=op.f("fk_inspection_task_assist_division_id"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_division_id"], ["division.id"], name=op.f("fk_inspection_task_lead_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["boundary_line.id"], name=op.f("fk_inspection_task_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["inspection_round.id"], name=op.f("fk_inspection_task_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_task")),
    )
    op.create_index(
        op.f("ix_inspection_task_assist_division_id"),
        "inspection_task",
        ["assist_division_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_task_lead_division_id"),
        "inspection_task",
        ["lead_division_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_task_line_id"), "inspection_task", ["line_id"], unique=False
    )
    op.create_index(
        op.f("ix_inspection_task_round_id_line_id"),
        "inspection_task",
        ["round_id", "line_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'routine'"),
    )
    op.create_table(
        "inspection_record",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=True),
        sa.Column("stage", sa.Text(), server_default="drafted", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("submitter_code", sa.Text(), nullable=True),
        sa.Column("supersedes_id", sa.UUID(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('drafted', 'submitted', 'confirmed', 'reported', 'filed')",
            name=op.f("ck_inspection_record_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["boundary_line.id"], name=op.f("fk_inspection_record_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["inspection_record.id"],
            name=op.f("fk_inspection_record_supersedes_id"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["inspection_task.id"], name=op.f("fk_inspection_record_task_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_record")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_inspection_record_supersedes_id")),
    )
    op.create_index(
        op.f("ix_inspection_record_line_id"), "inspection_record", ["line_id"], unique=False
    )
    op.create_index(
        op.f("ix_inspection_record_task_id"), "inspection_record", ["task_id"], unique=False
    )
    op.create_table(
        "inspection_photo",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("whole", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("taken_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "received BETWEEN 0 AND size AND size > 0", name=op.f("ck_inspection_photo_received")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_record.id"], name=op.f("fk_inspection_photo_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_photo")),
    )
    op.create_index(
        op.f("ix_inspection_photo_record_id"), "inspection_photo", ["record_id"], unique=False
    )
    op.create_table(
        "inspection_revision",
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column(
            "written_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_record.id"], name=op.f("fk_inspection_revision_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "revision", name=op.f("pk_inspection_revision")),
    )
    op.create_table(
        "inspection_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "taken_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["inspection_record.id"], name=op.f("fk_inspection_step_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_step")),
    )
    op.create_index(
        op.f("ix_inspection_step_record_id"), "inspection_step", ["record_id"], unique=False
    )
    op.create_table(
        "inspection_photo_part",
        sa.Column("photo_id", sa.UUID(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["inspection_photo.id"],
            name=op.f("fk_inspection_photo_part_photo_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("photo_id", "start", name=op.f("pk_inspection_photo_part")),
    )
    op.execute(GUARDS)
    for table in KEPT:
        op.execute(PART.format(table=table))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("inspection_photo_part")
    op.drop_index(op.f("ix_inspection_step_record_id"), table_name="inspection_step")
    op.drop_table("inspection_step")
    op.drop_table("inspection_revision")
    op.drop_index(op.f("ix_inspection_photo_record_id"), table_name="inspection_photo")
    op.drop_table("inspection_photo")
    op.drop_index(op.f("ix_inspection_record_task_id"), table_name="inspection_record")
    op.drop_index(op.f("ix_inspection_record_line_id"), table_name="inspection_record")
    op.drop_table("inspection_record")
    op.drop_index(
        op.f("ix_inspection_task_round_id_line_id"),
        table_name="inspection_task",
        postgresql_where=sa.text("kind = 'routine'"),
    )
    op.drop_index(op.f("ix_inspection_task_line_id"), table_name="inspection_task")
    op.drop_index(op.f("ix_inspection_task_lead_division_id"), table_name="inspection_task")
    op.drop_index(op.f("ix_inspection_task_assist_division_id"), table_name="inspection_task")
    op.drop_table("inspection_task")
    op.drop_index(op.f("ix_inspection_round_level_number"), table_name="inspection_round")
    op.drop_table("inspection_round")
    op.execute("DROP FUNCTION diming_keep_filed_record()")
    op.execute("DROP FUNCTION diming_keep_filed_part()")
