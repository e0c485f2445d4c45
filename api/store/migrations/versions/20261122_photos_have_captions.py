"""What is said of a photo of a story may change; the photo itself stays, and is not deleted."""

from __future__ import annotations

from alembic import op

revision = "20261122_photos_have_captions"
down_revision = "20261122_opinions_asked_as"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER story_photo_only_grows ON story_photo")
    op.execute(
        "CREATE TRIGGER story_photo_stays BEFORE DELETE OR UPDATE OF id, story_id, sha256, file,"
        " added_at ON story_photo FOR EACH ROW EXECUTE FUNCTION diming_refuse_change()"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER story_photo_stays ON story_photo")
    op.execute(
        "CREATE TRIGGER story_photo_only_grows BEFORE DELETE OR UPDATE ON story_photo"
        " FOR EACH ROW EXECUTE FUNCTION diming_refuse_change()"
    )
