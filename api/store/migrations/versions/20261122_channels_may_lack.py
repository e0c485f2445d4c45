"""An announcement may go out without the channels it should have, if the reason is written."""

from __future__ import annotations

from alembic import op

revision = "20261122_channels_may_lack"
down_revision = "20261122_measures_and_photos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint("ck_announcement_channels", "announcement")
    op.execute("ALTER TABLE announcement ADD COLUMN channels_reason text NOT NULL DEFAULT ''")
    op.create_check_constraint(
        op.f("ck_announcement_channels"),
        "announcement",
        "'national_database' = ANY (channels) AND cardinality(channels) > 1"
        " OR channels_reason <> ''",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint("ck_announcement_channels", "announcement")
    op.drop_column("announcement", "channels_reason")
    op.create_check_constraint(
        op.f("ck_announcement_channels"), "announcement", "cardinality(channels) > 0"
    )
