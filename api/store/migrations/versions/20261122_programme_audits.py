"""Audits of counties are done beside the requests, with how far each has come and what it found."""

from __future__ import annotations

from alembic import op

revision = "20261122_programme_audits"
down_revision = "20261122_more_case_works"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE programme_audit (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    account_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    person TEXT NOT NULL,
    organisation TEXT NOT NULL,
    on_day DATE NOT NULL,
    counties JSONB NOT NULL,
    results JSONB DEFAULT '[]' NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    attempts SMALLINT DEFAULT '0' NOT NULL,
    failure TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_programme_audit PRIMARY KEY (id),
    CONSTRAINT ck_programme_audit_state
        CHECK (state IN ('waiting', 'working', 'done', 'failed')),
    CONSTRAINT ck_programme_audit_ended
        CHECK ((ended_at IS NULL) = (state IN ('waiting', 'working')))
);
CREATE UNIQUE INDEX uq_programme_audit_open ON programme_audit (organisation_id)
    WHERE ended_at IS NULL;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("programme_audit")
