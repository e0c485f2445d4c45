"""What is known of listed names, measures that protect them, scores of experts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_heritage_care"
down_revision = "20261122_marker_register"
branch_labels = None
depends_on = None

KNOWN = ("origin", "overview", "vanished_reason", "vanished_text")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in KNOWN:
        op.add_column(
            "heritage_listing", sa.Column(name, sa.Text(), server_default="", nullable=False)
        )
    op.add_column("heritage_listing", sa.Column("case_id", sa.UUID(), nullable=True))
    op.create_index(op.f("ix_heritage_listing_case_id"), "heritage_listing", ["case_id"])
    op.create_table(
        "heritage_measure",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("content <> ''", name=op.f("ck_heritage_measure_content")),
        sa.CheckConstraint(
            "done_on IS NULL OR done_on >= decided_on", name=op.f("ck_heritage_measure_days")
        ),
        sa.CheckConstraint(
            "kind IN ('sign', 'derived_naming', 'live_reuse', 'product', 'publicity', 'marker',"
            " 'other')",
            name=op.f("ck_heritage_measure_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["heritage_listing.id"], name=op.f("fk_heritage_measure_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heritage_measure")),
    )
    op.create_index(op.f("ix_heritage_measure_listing_id"), "heritage_measure", ["listing_id"])
    op.create_table(
        "heritage_score",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column(
            "given_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "criterion IN ('historical', 'cultural', 'inheritance', 'influence')",
            name=op.f("ck_heritage_score_criterion"),
        ),
        sa.CheckConstraint("evidence <> ''", name=op.f("ck_heritage_score_evidence")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_heritage_score_score")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_heritage_score_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heritage_score")),
        sa.UniqueConstraint(
            "case_id",
            "name",
            "account_id",
            "criterion",
            name=op.f("uq_heritage_score_case_id_name_account_id_criterion"),
        ),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("heritage_score")
    op.drop_table("heritage_measure")
    op.drop_index(op.f("ix_heritage_listing_case_id"), table_name="heritage_listing")
    for name in ("case_id", *reversed(KNOWN)):
        op.drop_column("heritage_listing", name)
