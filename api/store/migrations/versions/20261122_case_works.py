"""Works on cases that are done beside the requests, with how far each has come."""

from __future__ import annotations

from alembic import op

revision = "20261122_case_works"
down_revision = "20261122_programme"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE case_work (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    case_id UUID NOT NULL,
    work TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    person TEXT NOT NULL,
    on_day DATE NOT NULL,
    wish JSONB DEFAULT '{}' NOT NULL,
    content BYTEA,
    state TEXT DEFAULT 'waiting' NOT NULL,
    attempts SMALLINT DEFAULT '0' NOT NULL,
    phase TEXT DEFAULT '' NOT NULL,
    rows_total INTEGER DEFAULT '0' NOT NULL,
    rows_done INTEGER DEFAULT '0' NOT NULL,
    outcome JSONB DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_case_work PRIMARY KEY (id),
    CONSTRAINT ck_case_work_work CHECK (work IN ('fill', 'check', 'submit', 'approve')),
    CONSTRAINT ck_case_work_state CHECK (state IN ('waiting', 'working', 'done', 'failed')),
    CONSTRAINT ck_case_work_ended CHECK
        ((ended_at IS NULL) = (state IN ('waiting', 'working'))),
    CONSTRAINT fk_case_work_case_id FOREIGN KEY(case_id) REFERENCES naming_case (id)
);
CREATE INDEX ix_case_work_case_id ON case_work (case_id);
CREATE UNIQUE INDEX uq_case_work_open ON case_work (case_id) WHERE ended_at IS NULL;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("case_work")
