"""Divisions as lives of dated facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_divisions"
down_revision = "20261122_ground"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")

    op.create_table(
        "division",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_division_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
    )
    op.create_table(
        "division_event",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level_text", sa.Text(), server_default="", nullable=False),
        sa.Column("happened", postgresql.DATERANGE(), nullable=False),
        sa.Column("happened_text", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("grade", sa.Text(), server_default="", nullable=False),
        sa.Column("before_text", sa.Text(), server_default="", nullable=False),
        sa.Column("after_text", sa.Text(), server_default="", nullable=False),
        sa.Column("place_text", sa.Text(), server_default="", nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_division_event_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_event")),
    )
    op.create_table(
        "division_code",
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
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
            (sa.column("division_id"), "="),
            (sa.column("scheme"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_code_life",
        ),
        postgresql.ExcludeConstraint(
            (sa.column("scheme"), "="),
            (sa.column("code"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_code_one_division",
        ),
        sa.CheckConstraint(
            "code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'", name=op.f("ck_division_code_digits")
        ),
        sa.CheckConstraint(
            "scheme IN ('gb2260', 'mca', 'nbs')", name=op.f("ck_division_code_scheme")
        ),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["division_event.id"], name=op.f("fk_division_code_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_division_code_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_code_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["division_event.id"], name=op.f("fk_division_code_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_code")),
    )
    op.create_index(op.f("ix_division_code_code"), "division_code", ["code"], unique=False)
    op.create_table(
        "division_event_part",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("share", sa.Numeric(precision=6, scale=5), nullable=True),
        sa.CheckConstraint(
            "role IN ('predecessor', 'successor')", name=op.f("ck_division_event_part_role")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_event_part_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["division_event.id"], name=op.f("fk_division_event_part_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_event_part")),
    )
    op.create_index(
        op.f("ix_division_event_part_division_id"),
        "division_event_part",
        ["division_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_division_event_part_event_id"), "division_event_part", ["event_id"], unique=False
    )
    op.create_table(
        "division_name",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
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
            (sa.column("division_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_name_life",
        ),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["division_event.id"], name=op.f("fk_division_name_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_division_name_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_name_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["division_event.id"], name=op.f("fk_division_name_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_name")),
    )
    op.create_index(op.f("ix_division_name_name"), "division_name", ["name"], unique=False)
    op.create_table(
        "division_parent",
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
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
            (sa.column("division_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_parent_life",
        ),
        sa.CheckConstraint("parent_id <> division_id", name=op.f("ck_division_parent_not_itself")),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["division_event.id"], name=op.f("fk_division_parent_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_division_parent_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_parent_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["division_event.id"], name=op.f("fk_division_parent_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["division.id"], name=op.f("fk_division_parent_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_parent")),
    )
    op.create_index(
        op.f("ix_division_parent_parent_id"), "division_parent", ["parent_id"], unique=False
    )
    op.create_table(
        "division_seat",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
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
            (sa.column("division_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_seat_life",
        ),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["division_event.id"], name=op.f("fk_division_seat_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_division_seat_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_seat_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["division_event.id"], name=op.f("fk_division_seat_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_seat")),
    )
    op.create_table(
        "division_type",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
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
            (sa.column("division_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_division_type_life",
        ),
        sa.ForeignKeyConstraint(
            ["begun_by"], ["division_event.id"], name=op.f("fk_division_type_begun_by")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_division_type_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_division_type_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["division_event.id"], name=op.f("fk_division_type_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_type")),
    )
    op.create_table(
        "organisation_jurisdiction",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("organisation_id"), "="),
            (sa.column("division_id"), "="),
            (sa.column("work"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_organisation_jurisdiction_life",
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_organisation_jurisdiction_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_jurisdiction_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_jurisdiction")),
    )
    op.create_index(
        op.f("ix_organisation_jurisdiction_division_id"),
        "organisation_jurisdiction",
        ["division_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("organisation_jurisdiction")
    op.drop_table("division_type")
    op.drop_table("division_seat")
    op.drop_table("division_parent")
    op.drop_table("division_name")
    op.drop_table("division_event_part")
    op.drop_table("division_code")
    op.drop_table("division_event")
    op.drop_table("division")
