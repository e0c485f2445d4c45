"""Orders to put something right in a time limit have a register (责令限期改正、限期报送)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_rectification_orders"
down_revision = "20261122_programme_audits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "rectification_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=True),
        sa.Column("place_name_id", sa.BigInteger(), nullable=True),
        sa.Column("issue_id", sa.UUID(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column(
            "written_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("result_document", sa.Text(), server_default="", nullable=False),
        sa.Column("result_note", sa.Text(), server_default="", nullable=False),
        sa.Column("result_by", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "addressee <> '' AND facts <> '' AND demand <> '' AND issuer <> '' AND document <> ''",
            name=op.f("ck_rectification_order_told"),
        ),
        sa.CheckConstraint(
            "result = 'done' OR result_on > due_on", name=op.f("ck_rectification_order_late")
        ),
        sa.CheckConstraint(
            "result IN ('done', 'abolished', 'criticised', 'disciplined')",
            name=op.f("ck_rectification_order_result"),
        ),
        sa.CheckConstraint(
            "(result IS NULL) = (result_on IS NULL)", name=op.f("ck_rectification_order_ended")
        ),
        sa.CheckConstraint("due_on > issued_on", name=op.f("ck_rectification_order_due")),
        sa.CheckConstraint(
            "num_nonnulls(case_id, place_name_id, issue_id) > 0",
            name=op.f("ck_rectification_order_about"),
        ),
        sa.CheckConstraint(
            "result_on >= issued_on", name=op.f("ck_rectification_order_result_day")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["naming_case.id"], name=op.f("fk_rectification_order_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["county_id"], ["division.id"], name=op.f("fk_rectification_order_county_id")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["programme_issue.id"], name=op.f("fk_rectification_order_issue_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_name_id"], ["place_name.id"], name=op.f("fk_rectification_order_place_name_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_order")),
    )
    op.create_index(
        op.f("ix_rectification_order_case_id"), "rectification_order", ["case_id"], unique=False
    )
    op.create_index(
        "ix_rectification_order_due", "rectification_order", ["county_id", "due_on"], unique=False
    )
    op.create_index(
        op.f("ix_rectification_order_issue_id"), "rectification_order", ["issue_id"], unique=False
    )
    op.create_index(
        op.f("ix_rectification_order_place_name_id"),
        "rectification_order",
        ["place_name_id"],
        unique=False,
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("rectification_order")
