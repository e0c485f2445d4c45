"""Cases about names: what is asked, what is held for it, the steps taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_cases"
down_revision = "20261122_inspection_tracks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "case_counter",
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["county_id"], ["division.id"], name=op.f("fk_case_counter_county_id")
        ),
        sa.PrimaryKeyConstraint("county_id", "year", name=op.f("pk_case_counter")),
    )
    op.create_table(
        "naming_case",
        sa.Column("id", postgresql.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), server_default="drafted", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("code_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("applicant_type", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("province_id", sa.Integer(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("major_matter", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("famous", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("with_project", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("joint_meeting", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("rural", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("approver_type", sa.Text(), nullable=True),
        sa.Column("approver", sa.Text(), server_default="", nullable=False),
        sa.Column("approval_number", sa.Text(), server_default="", nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approving_organisation_id", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "changed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('naming', 'renaming', 'retirement', 'correction', 'heritage_listing', 'filing_received')",
            name=op.f("ck_naming_case_kind"),
        ),
        sa.CheckConstraint(
            "stage IN ('drafted', 'submitted', 'returned', 'accepted', 'reviewed', 'approved', 'reported', 'filing_returned', 'filed', 'closed', 'refused', 'withdrawn')",
            name=op.f("ck_naming_case_stage"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('approved', 'reported', 'filing_returned', 'filed', 'closed') OR approved_on IS NOT NULL",
            name=op.f("ck_naming_case_approved"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_naming_case_version")),
        sa.ForeignKeyConstraint(
            ["approving_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_naming_case_approving_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["county_id"], ["division.id"], name=op.f("fk_naming_case_county_id")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["organisation.id"], name=op.f("fk_naming_case_handler_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_naming_case_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["division.id"], name=op.f("fk_naming_case_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_naming_case")),
        sa.UniqueConstraint("number", name=op.f("uq_naming_case_number")),
    )
    op.create_index("ix_naming_case_changed", "naming_case", ["changed_at"], unique=False)
    op.create_index(op.f("ix_naming_case_county_id"), "naming_case", ["county_id"], unique=False)
    op.create_index(
        op.f("ix_naming_case_organisation_id"), "naming_case", ["organisation_id"], unique=False
    )
    op.create_index("ix_naming_case_stage", "naming_case", ["stage", "county_id"], unique=False)
    op.create_table(
        "case_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place_type", sa.Text(), server_default="", nullable=False),
        sa.Column("place_kind", sa.Text(), nullable=True),
        sa.Column("romanization", sa.Text(), server_default="", nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("place_name_id", sa.BigInteger(), nullable=True),
        sa.Column("former_name", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("meaning", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("location", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Text(), server_default="", nullable=False),
        sa.Column("length_m", sa.Double(), nullable=True),
        sa.Column("width_m", sa.Double(), nullable=True),
        sa.Column("measured_length_m", sa.Double(), nullable=True),
        sa.Column("significant_orientation", sa.Boolean(), nullable=True),
        sa.Column(
            "details",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "change", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("state", sa.Text(), server_default="proposed", nullable=False),
        sa.Column("struck_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("approved_name_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'struck') = (struck_reason <> '')", name=op.f("ck_case_item_struck")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'struck', 'approved', 'refused')",
            name=op.f("ck_case_item_state"),
        ),
        sa.CheckConstraint("row > 0", name=op.f("ck_case_item_row")),
        sa.ForeignKeyConstraint(
            ["approved_name_id"], ["place_name.id"], name=op.f("fk_case_item_approved_name_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["naming_case.id"], name=op.f("fk_case_item_case_id")),
        sa.ForeignKeyConstraint(
            ["county_id"], ["division.id"], name=op.f("fk_case_item_county_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_case_item_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_name_id"], ["place_name.id"], name=op.f("fk_case_item_place_name_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_item")),
        sa.UniqueConstraint("case_id", "row", name=op.f("uq_case_item_case_id_row")),
    )
    op.create_index(
        op.f("ix_case_item_approved_name_id"), "case_item", ["approved_name_id"], unique=False
    )
    op.create_index(op.f("ix_case_item_division_id"), "case_item", ["division_id"], unique=False)
    op.create_index(
        op.f("ix_case_item_geom"), "case_item", ["geom"], unique=False, postgresql_using="gist"
    )
    op.create_index(
        op.f("ix_case_item_place_name_id"), "case_item", ["place_name_id"], unique=False
    )
    op.create_table(
        "case_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("clause", sa.Text(), server_default="", nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column(
            "taken_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["case_id"], ["naming_case.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "name_reservation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("place_kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("held", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("key"), "="),
            (sa.column("part"), "="),
            (sa.column("place_kind"), "="),
            (sa.column("scope"), "="),
            (sa.column("scope_id"), "="),
            (sa.column("case_id"), "<>"),
            (sa.column("held"), "&&"),
            using="gist",
            name="ex_name_reservation_once",
        ),
        sa.CheckConstraint("part IN ('full', 'full_sound')", name=op.f("ck_name_reservation_part")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_name_reservation_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["case_item.id"], name=op.f("fk_name_reservation_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_reservation")),
    )
    op.create_index("ix_name_reservation_case_id", "name_reservation", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_name_reservation_item_id"), "name_reservation", ["item_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("name_reservation")
    op.drop_table("case_step")
    op.drop_table("case_item")
    op.drop_table("naming_case")
    op.drop_table("case_counter")
