"""Places, names, comparison keys and heritage lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_names"
down_revision = "20261122_markers"
branch_labels = None
depends_on = None

# A generated column needs the function before the table: every one- and two-character piece.
GRAMS = """
CREATE FUNCTION diming_grams(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
        SELECT substr(name, i, n) AS gram
        FROM generate_series(1, char_length(name)) AS i, generate_series(1, 2) AS n
        WHERE i + n - 1 <= char_length(name)) pieces
$$;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(GRAMS)

    op.create_table(
        "heritage_list",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "level IN ('nation', 'province', 'prefecture', 'county')",
            name=op.f("ck_heritage_list_lv"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_heritage_list_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heritage_list")),
        sa.UniqueConstraint("title", name=op.f("uq_heritage_list_title")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("external_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=True),
        sa.Column("type_words", sa.Text(), server_default="", nullable=False),
        sa.Column("is_division_id", sa.Integer(), nullable=True),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("province_id", sa.Integer(), nullable=True),
        sa.Column("location_status", sa.Text(), server_default="unknown", nullable=False),
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
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "location_status IN ('official', 'public', 'synthetic', 'unknown')",
            name=op.f("ck_place_location_status"),
        ),
        sa.ForeignKeyConstraint(["county_id"], ["division.id"], name=op.f("fk_place_county_id")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_place_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_place_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["is_division_id"], ["division.id"], name=op.f("fk_place_is_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["division.id"], name=op.f("fk_place_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("external_key", name=op.f("uq_place_external_key")),
    )
    op.create_index(op.f("ix_place_county_id"), "place", ["county_id"], unique=False)
    op.create_index(op.f("ix_place_division_id"), "place", ["division_id"], unique=False)
    op.create_index(op.f("ix_place_geom"), "place", ["geom"], unique=False, postgresql_using="gist")
    op.create_index(op.f("ix_place_is_division_id"), "place", ["is_division_id"], unique=False)
    op.create_table(
        "place_name",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("specific", sa.Text(), nullable=False),
        sa.Column("generic", sa.Text(), nullable=False),
        sa.Column("romanization", sa.Text(), nullable=False),
        sa.Column("romanization_plain", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("sounds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("reading_sure", sa.Boolean(), nullable=False),
        sa.Column(
            "grams",
            sa.ARRAY(sa.Text()),
            sa.Computed("diming_grams(name)", persisted=True),
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
            (sa.column("place_id"), "="),
            (sa.column("kind"), "="),
            (sa.column("name"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_place_name_life",
        ),
        sa.CheckConstraint(
            "kind IN ('standard', 'former', 'alias', 'short', 'colloquial', 'minority')",
            name=op.f("ck_place_name_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('standard', 'listed', 'colloquial', 'former', 'vanished', 'proposed', 'retired')",
            name=op.f("ck_place_name_status"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_place_name_delivery_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_name_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_name")),
    )
    op.create_index(
        op.f("ix_place_name_grams"), "place_name", ["grams"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_place_name_initials_prefix",
        "place_name",
        ["initials"],
        unique=False,
        postgresql_ops={"initials": "text_pattern_ops"},
    )
    op.create_index(
        "ix_place_name_name_trgm",
        "place_name",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(
        "ix_place_name_pinyin_prefix",
        "place_name",
        ["pinyin"],
        unique=False,
        postgresql_ops={"pinyin": "text_pattern_ops"},
    )
    op.create_index(op.f("ix_place_name_place_id"), "place_name", ["place_id"], unique=False)
    op.create_table(
        "heritage_listing",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type_words", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("county_text", sa.Text(), server_default="", nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("place_name_id", sa.BigInteger(), nullable=True),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(now(), NULL)"),
            nullable=False,
        ),
        sa.Column("valid_text", sa.Text(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "standing IN ('protected', 'historical', 'vanished')",
            name=op.f("ck_heritage_listing_standing"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_heritage_listing_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_heritage_listing_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["heritage_list.id"], name=op.f("fk_heritage_listing_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_name_id"], ["place_name.id"], name=op.f("fk_heritage_listing_place_name_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heritage_listing")),
    )
    op.create_index(
        op.f("ix_heritage_listing_division_id"), "heritage_listing", ["division_id"], unique=False
    )
    op.create_index(op.f("ix_heritage_listing_key"), "heritage_listing", ["key"], unique=False)
    op.create_index(
        op.f("ix_heritage_listing_list_id_name_county_text"),
        "heritage_listing",
        ["list_id", "name", "county_text"],
        unique=True,
    )
    op.create_table(
        "name_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_name_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened", postgresql.DATERANGE(), nullable=True),
        sa.Column("happened_text", sa.Text(), server_default="", nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('proposed', 'approved', 'recorded', 'altered', 'replaced', 'discontinued', 'vanished', 'restored', 'listed', 'unlisted')",
            name=op.f("ck_name_event_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_name_event_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_name_id"], ["place_name.id"], name=op.f("fk_name_event_place_name_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_event")),
    )
    op.create_index(
        op.f("ix_name_event_place_name_id"), "name_event", ["place_name_id"], unique=False
    )
    op.create_table(
        "name_key",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_name_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("place_kind", sa.Text(), nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("province_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "part IN ('full', 'specific', 'full_sound', 'specific_sound')",
            name=op.f("ck_name_key_part"),
        ),
        sa.ForeignKeyConstraint(
            ["place_name_id"],
            ["place_name.id"],
            name=op.f("fk_name_key_place_name_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_key")),
    )
    op.create_index("ix_name_key_county", "name_key", ["key", "part", "county_id"], unique=False)
    op.create_index(op.f("ix_name_key_place_name_id"), "name_key", ["place_name_id"], unique=False)
    op.create_index(
        "ix_name_key_province",
        "name_key",
        ["key", "part", "place_kind", "province_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("name_key")
    op.drop_table("name_event")
    op.drop_table("heritage_listing")
    # functions of sql/ may take its rows
    op.execute("DROP TABLE place_name CASCADE")
    op.drop_table("place")
    op.drop_table("heritage_list")
    op.execute("DROP FUNCTION diming_grams(text)")
