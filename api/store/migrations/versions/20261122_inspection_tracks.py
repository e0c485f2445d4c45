"""Files with tracks come to inspection records as photos do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_inspection_tracks"
down_revision = "20261122_heritage_care"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "inspection_photo", sa.Column("kind", sa.Text(), server_default="photo", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_inspection_photo_kind"), "inspection_photo", "kind IN ('photo', 'track')"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f("ck_inspection_photo_kind"), "inspection_photo")
    op.drop_column("inspection_photo", "kind")
