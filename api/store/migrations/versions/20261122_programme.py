"""Issues of the rural naming programme, and names sent to be put on maps."""

from __future__ import annotations

from alembic import op

revision = "20261122_programme"
down_revision = "20261122_journal_at_commit"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE programme_issue (
    id UUID NOT NULL,
    type TEXT NOT NULL,
    county_id INTEGER NOT NULL,
    place_name_id BIGINT,
    about TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    place TEXT DEFAULT '' NOT NULL,
    message TEXT NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    found_on DATE NOT NULL,
    found_by TEXT NOT NULL,
    by_audit BOOLEAN DEFAULT false NOT NULL,
    resolved_on DATE,
    resolution TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_programme_issue PRIMARY KEY (id),
    CONSTRAINT ck_programme_issue_type CHECK (type IN ('unnamed', 'several_names', 'same_name', 'irregular')),
    CONSTRAINT ck_programme_issue_days CHECK (resolved_on IS NULL OR resolved_on >= found_on),
    CONSTRAINT fk_programme_issue_county_id FOREIGN KEY(county_id) REFERENCES division (id),
    CONSTRAINT fk_programme_issue_place_name_id FOREIGN KEY(place_name_id) REFERENCES place_name (id)
);
CREATE INDEX ix_programme_issue_place_name_id ON programme_issue (place_name_id);
CREATE UNIQUE INDEX ix_programme_issue_open ON programme_issue (county_id, type, about)
    WHERE resolved_on IS NULL;
CREATE INDEX ix_programme_issue_found_on ON programme_issue (found_on);
CREATE TABLE map_sending (
    id UUID NOT NULL,
    county_id INTEGER NOT NULL,
    vendor TEXT NOT NULL,
    sent_on DATE NOT NULL,
    sent_by INTEGER NOT NULL,
    person TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    receipt TEXT DEFAULT '' NOT NULL,
    received_on DATE,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_map_sending PRIMARY KEY (id),
    CONSTRAINT ck_map_sending_vendor CHECK (vendor <> ''),
    CONSTRAINT ck_map_sending_receipt CHECK ((received_on IS NULL) = (receipt = '')),
    CONSTRAINT ck_map_sending_days CHECK (received_on >= sent_on),
    CONSTRAINT fk_map_sending_county_id FOREIGN KEY(county_id) REFERENCES division (id)
);
CREATE INDEX ix_map_sending_county_id ON map_sending (county_id);
CREATE TABLE map_sending_item (
    sending_id UUID NOT NULL,
    place_name_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    sent JSONB NOT NULL,
    CONSTRAINT pk_map_sending_item PRIMARY KEY (sending_id, place_name_id),
    CONSTRAINT fk_map_sending_item_sending_id FOREIGN KEY(sending_id) REFERENCES map_sending (id),
    CONSTRAINT fk_map_sending_item_place_name_id FOREIGN KEY(place_name_id) REFERENCES place_name (id)
);
CREATE INDEX ix_map_sending_item_place_name_id ON map_sending_item (place_name_id);
"""
GUARDS = """
CREATE TRIGGER programme_issue_is_kept BEFORE DELETE ON programme_issue
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
CREATE TRIGGER map_sending_is_kept BEFORE DELETE ON map_sending
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
CREATE TRIGGER map_sending_item_only_grows BEFORE UPDATE OR DELETE ON map_sending_item
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(TABLES)
    op.execute(GUARDS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("map_sending_item", "map_sending", "programme_issue"):
        op.drop_table(table)
