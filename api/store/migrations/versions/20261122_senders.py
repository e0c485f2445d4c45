"""Tables of names belong to who sent them; requests are counted for all processes at once."""

from __future__ import annotations

from alembic import op

revision = "20261122_senders"
down_revision = "20261122_photos_have_captions"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE name_file ADD COLUMN account_id INTEGER;
ALTER TABLE name_file ADD COLUMN organisation_id INTEGER;
ALTER TABLE name_file ADD COLUMN visitor BYTEA;
ALTER TABLE name_file ADD CONSTRAINT fk_name_file_account_id
    FOREIGN KEY (account_id) REFERENCES account (id);
ALTER TABLE name_file ADD CONSTRAINT fk_name_file_organisation_id
    FOREIGN KEY (organisation_id) REFERENCES organisation (id);
CREATE UNLOGGED TABLE request_count (
    who TEXT NOT NULL,
    minute INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    CONSTRAINT pk_request_count PRIMARY KEY (who, minute)
);
CREATE INDEX ix_request_count_minute ON request_count (minute);
"""
FILES = (
    *("marker_picture", "sign_photo", "story_photo", "line_document", "case_document_file"),
    "heritage_measure_file",
)
# policies are made by sql/; what comes before this revision knows none of these tables in them
UNHELD = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT p.polname, p.polrelid::regclass AS held FROM pg_policy p
               WHERE p.polrelid = ANY (CAST('{kept_file, stored_file, name_file, name_file_piece,
                   name_key, name_reservation, case_counter, heritage_list, heritage_listing,
                   heritage_measure, division_name, division_event, division_event_part, marker,
                   marker_picture, marker_position, marker_reference, marker_condition,
                   boundary_line_version}' AS regclass[]))
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', one.polname, one.held);
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', one.held);
    END LOOP;
END $$;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(TABLES)
    for table in FILES:
        op.create_index(op.f(f"ix_{table}_sha256"), table, ["sha256"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(UNHELD)
    for table in FILES:
        op.drop_index(op.f(f"ix_{table}_sha256"), table_name=table)
    op.drop_table("request_count")
    for column in ("visitor", "organisation_id", "account_id"):
        op.drop_column("name_file", column)
