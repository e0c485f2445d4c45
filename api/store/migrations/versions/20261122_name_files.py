"""Tables that people sent to be checked lie in the database, and outlive a restart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_name_files"
down_revision = "20261122_ranked_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "name_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tally", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("failure", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("mode IN ('new', 'audit')", name="mode"),
        sa.CheckConstraint(
            "state IN ('waiting', 'counting', 'checking', 'done', 'failed')", name="state"
        ),
        sa.CheckConstraint(
            "(expires_at IS NULL) = (state IN ('waiting', 'counting', 'checking'))", name="expires"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_name_file"),
        sa.UniqueConstraint("token_sha256", name="uq_name_file_token_sha256"),
    )
    op.create_index(
        "ix_name_file_open", "name_file", ["id"], postgresql_where=sa.text("expires_at IS NULL")
    )
    op.create_table(
        "name_file_piece",
        sa.Column("name_file_id", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["name_file_id"],
            ["name_file.id"],
            name="fk_name_file_piece_name_file_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("name_file_id", "form", "no", name="pk_name_file_piece"),
    )


def downgrade() -> None:
    op.drop_table("name_file_piece")
    op.drop_table("name_file")
