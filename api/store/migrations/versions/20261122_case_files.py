"""What lies in a case: papers, opinions, consultations, reports, filings, announcements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_case_files"
down_revision = "20261122_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column(
            "stored_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_stored_file_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", postgresql.UUID(), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("channels", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column(
            "published_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("cardinality(channels) > 0", name=op.f("ck_announcement_channels")),
        sa.CheckConstraint("jsonb_array_length(items) > 0", name=op.f("ck_announcement_items")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_announcement_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["county_id"], ["division.id"], name=op.f("fk_announcement_county_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("case_id", name=op.f("uq_announcement_case_id")),
        sa.UniqueConstraint("organ", "number", name=op.f("uq_announcement_organ_number")),
    )
    op.create_index("ix_announcement_published_at", "announcement", ["published_at"], unique=False)
    op.create_table(
        "case_document",
        sa.Column("id", postgresql.UUID(), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("issuer", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_by_name", sa.Text(), nullable=False),
        sa.Column(
            "written_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("removed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("jsonb_typeof(fields) = 'object'", name=op.f("ck_case_document_fields")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_case_document_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_document")),
    )
    op.create_index(op.f("ix_case_document_case_id"), "case_document", ["case_id"], unique=False)
    op.create_table(
        "case_opinion",
        sa.Column("id", postgresql.UUID(), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), server_default="", nullable=False),
        sa.Column("person", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('agree', 'agree_with_changes', 'disagree')",
            name=op.f("ck_case_opinion_answer"),
        ),
        sa.CheckConstraint("kind IN ('department', 'expert')", name=op.f("ck_case_opinion_kind")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_case_opinion_answered")
        ),
        sa.CheckConstraint("due_on >= asked_on", name=op.f("ck_case_opinion_due")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_case_opinion_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_opinion_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opinion")),
    )
    op.create_index(op.f("ix_case_opinion_case_id"), "case_opinion", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_case_opinion_organisation_id"), "case_opinion", ["organisation_id"], unique=False
    )
    op.create_table(
        "consultation",
        sa.Column("id", postgresql.UUID(), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_consultation_period")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_consultation_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_case_id"), "consultation", ["case_id"], unique=False)
    op.create_table(
        "filing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("papers_to", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (outcome_on IS NULL)", name=op.f("ck_filing_outcome_on")
        ),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'returned', 'filed')", name=op.f("ck_filing_outcome")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["naming_case.id"], name=op.f("fk_filing_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_case_id"), "filing", ["case_id"], unique=False)
    op.create_table(
        "case_document_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document_id", postgresql.UUID(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["case_document.id"], name=op.f("fk_case_document_file_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_case_document_file_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_document_file")),
        sa.UniqueConstraint(
            "document_id", "sha256", name=op.f("uq_case_document_file_document_id_sha256")
        ),
    )
    op.create_table(
        "case_release",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_case_release_reason")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_case_release_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["case_item.id"], name=op.f("fk_case_release_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_release")),
    )
    op.create_index(op.f("ix_case_release_case_id"), "case_release", ["case_id"], unique=False)
    op.create_table(
        "check_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", postgresql.UUID(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("catalogue", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "made_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "occasion IN ('draft', 'submission', 'approval')", name=op.f("ck_check_report_occasion")
        ),
        sa.CheckConstraint(
            "verdict IN ('pass', 'note', 'warn', 'block')", name=op.f("ck_check_report_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_check_report_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["case_item.id"], name=op.f("fk_check_report_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_report")),
    )
    op.create_index(
        "ix_check_report_case_id", "check_report", ["case_id", "occasion"], unique=False
    )
    op.create_index(op.f("ix_check_report_item_id"), "check_report", ["item_id"], unique=False)
    op.create_table(
        "consultation_comment",
        sa.Column("id", postgresql.UUID(), nullable=False),
        sa.Column("consultation_id", postgresql.UUID(), nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column(
            "received_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reply", sa.Text(), server_default="", nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=True),
        sa.Column("replied_by", sa.Text(), server_default="", nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('agree', 'agree_with_changes', 'disagree')",
            name=op.f("ck_consultation_comment_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_comment_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_comment")),
    )
    op.create_index(
        op.f("ix_consultation_comment_consultation_id"),
        "consultation_comment",
        ["consultation_id"],
        unique=False,
    )
    op.execute(
        "CREATE TRIGGER check_report_append_only BEFORE UPDATE OR DELETE ON check_report"
        " FOR EACH ROW EXECUTE FUNCTION diming_refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("consultation_comment")
    op.drop_table("check_report")
    op.drop_table("case_release")
    op.drop_table("case_document_file")
    op.drop_table("filing")
    op.drop_table("consultation")
    op.drop_table("case_opinion")
    op.drop_table("case_document")
    op.drop_table("announcement")
    op.drop_table("stored_file")
