"""A name has a life: events with their cases, records, versions, and no status without approval."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_name_life"
down_revision = "20261122_line_changes"
branch_labels = None
depends_on = None

STATUSES = "('standard', 'listed', 'colloquial', 'former', 'vanished', 'proposed', 'retired')"
SECRECIES = "('public', 'internal', 'confidential', 'secret', 'top_secret')"
OLD_EVENTS = (
    "'proposed', 'approved', 'recorded', 'altered', 'replaced', 'discontinued', 'vanished',"
    " 'restored', 'listed', 'unlisted'"
)
# The functions get their bodies from sql/ after the migrations; triggers only need their names.
GUARDS = """
CREATE FUNCTION diming_keep_name_version() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE FUNCTION diming_name_needs_ground() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE TRIGGER keep_name_version BEFORE UPDATE ON place_name
    FOR EACH ROW EXECUTE FUNCTION diming_keep_name_version();
CREATE CONSTRAINT TRIGGER new_standard_name_needs_approval AFTER INSERT ON place_name
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status = 'standard' AND NEW.delivery_id IS NULL AND NEW.version_of IS NULL)
    EXECUTE FUNCTION diming_name_needs_ground();
CREATE CONSTRAINT TRIGGER name_change_needs_ground AFTER UPDATE ON place_name
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.name <> NEW.name)
    EXECUTE FUNCTION diming_name_needs_ground();
CREATE TRIGGER name_event_only_grows BEFORE UPDATE OR DELETE ON name_event
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
CREATE TRIGGER name_version_only_grows BEFORE UPDATE OR DELETE ON name_version
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
"""
KEPT = ("place", "place_name", "name_event", "name_version", "name_record", "place_division")
GROWING = ("name_event", "name_version")
NEVER_DELETED = """
CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
"""
NEVER_TRUNCATED = """
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION diming_refuse_change();
"""
UNGUARDED = """
DROP TRIGGER place_is_kept ON place;
DROP TRIGGER place_name_is_kept ON place_name;
DROP TRIGGER place_is_not_emptied ON place;
DROP TRIGGER place_name_is_not_emptied ON place_name;
DROP TRIGGER name_event_is_not_emptied ON name_event;
DROP TRIGGER name_event_only_grows ON name_event;
DROP TRIGGER keep_name_version ON place_name;
DROP TRIGGER new_standard_name_needs_approval ON place_name;
DROP TRIGGER name_change_needs_ground ON place_name;
DROP FUNCTION diming_keep_name_version();
DROP FUNCTION diming_name_needs_ground();
DELETE FROM name_event WHERE kind IN ('protected', 'corrected');
"""
# functions of sql/ may take rows of these tables
UNWIDENED = """
DELETE FROM place_name WHERE version_of IS NOT NULL;
ALTER TABLE place_name
    DROP COLUMN version_of CASCADE, DROP COLUMN version CASCADE, DROP COLUMN published CASCADE,
    DROP COLUMN secrecy CASCADE, DROP COLUMN status_in_use CASCADE;
ALTER TABLE place DROP COLUMN place_code CASCADE;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("place", sa.Column("place_code", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_place_place_code"), "place", "place_code ~ '^[0-9]{9}[12][0-9]{4}[0-9]{6}$'"
    )
    op.create_check_constraint(
        op.f("ck_place_place_code_type"), "place", "substr(place_code, 10, 5) = type_code"
    )
    op.create_index(
        "ix_place_place_code",
        "place",
        ["place_code"],
        unique=True,
        postgresql_where=sa.literal_column("place_code IS NOT NULL"),
    )
    _names()
    _events()
    _records()
    op.execute(GUARDS)
    for table in KEPT:
        if table not in GROWING:
            op.execute(NEVER_DELETED.format(table=table))
        op.execute(NEVER_TRUNCATED.format(table=table))


def _names() -> None:
    op.add_column("place_name", sa.Column("status_in_use", sa.Text(), nullable=True))
    op.add_column(
        "place_name", sa.Column("secrecy", sa.Text(), server_default="public", nullable=False)
    )
    op.add_column(
        "place_name", sa.Column("published", sa.Boolean(), server_default="true", nullable=False)
    )
    op.add_column(
        "place_name", sa.Column("version", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("place_name", sa.Column("version_of", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_place_name_version_of"), "place_name", "place_name", ["version_of"], ["id"]
    )
    for name, text in (
        ("status_in_use", f"status_in_use IN {STATUSES}"),
        ("secrecy", f"secrecy IN {SECRECIES}"),
        ("published", "secrecy = 'public' OR NOT published"),
    ):
        op.create_check_constraint(op.f(f"ck_place_name_{name}"), "place_name", text)
    op.create_index(
        "ix_place_name_version_of",
        "place_name",
        ["version_of"],
        postgresql_where=sa.literal_column("version_of IS NOT NULL"),
    )


def _events() -> None:
    for name in ("source", "note"):
        op.add_column("name_event", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("name_event", sa.Column("case_id", sa.UUID(), nullable=True))
    op.add_column(
        "name_event",
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_name_event_case_id",
        "name_event",
        ["case_id"],
        postgresql_where=sa.literal_column("case_id IS NOT NULL"),
    )
    op.drop_constraint(op.f("ck_name_event_kind"), "name_event")
    op.create_check_constraint(
        op.f("ck_name_event_kind"),
        "name_event",
        f"kind IN ({OLD_EVENTS}, 'protected', 'corrected')",
    )


def _records() -> None:
    op.create_table(
        "place_division",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
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
            (sa.column("place_id"), "="),
            (sa.column("division_id"), "="),
            (sa.column("valid"), "&&"),
            where=sa.text("upper_inf(recorded)"),
            using="gist",
            name="ex_place_division_life",
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_place_division_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_division_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_division")),
    )
    for column in ("division_id", "place_id"):
        op.create_index(op.f(f"ix_place_division_{column}"), "place_division", [column])
    op.create_table(
        "name_record",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_name_id", sa.BigInteger(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "recorded",
            postgresql.TSTZRANGE(),
            server_default=sa.text("tstzrange(clock_timestamp(), NULL)"),
            nullable=False,
        ),
        sa.CheckConstraint("jsonb_typeof(fields) = 'object'", name=op.f("ck_name_record_fields")),
        sa.ForeignKeyConstraint(
            ["place_name_id"], ["place_name.id"], name=op.f("fk_name_record_place_name_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_record")),
    )
    op.create_index(op.f("ix_name_record_place_name_id"), "name_record", ["place_name_id"])
    op.create_index(
        "ix_name_record_current",
        "name_record",
        ["place_name_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_table(
        "name_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_name_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_name_id"], ["place_name.id"], name=op.f("fk_name_version_place_name_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_version")),
        sa.UniqueConstraint(
            "place_name_id", "version", name=op.f("uq_name_version_place_name_id_version")
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("name_version", "name_record", "place_division"):
        op.drop_table(table)
    op.execute(UNGUARDED)
    op.drop_constraint(op.f("ck_name_event_kind"), "name_event")
    op.create_check_constraint(op.f("ck_name_event_kind"), "name_event", f"kind IN ({OLD_EVENTS})")
    op.drop_index("ix_name_event_case_id", table_name="name_event")
    for column in ("recorded_at", "case_id", "note", "source"):
        op.drop_column("name_event", column)
    op.drop_constraint(op.f("fk_place_name_version_of"), "place_name")
    op.execute(UNWIDENED)
