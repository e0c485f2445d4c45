"""“地名+”: what names are good for (tags), and the stories told of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, ForeignKey, Identity, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base

NOW = text("now()")


class NameTag(Base):
    """A tag of a name (标签), e.g. tourism; ended, not deleted, when it is taken off."""

    __tablename__ = "name_tag"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_name_id: Mapped[int] = mapped_column(ForeignKey("place_name.id"), nullable=False)
    tag: Mapped[str] = mapped_column(Text, nullable=False)
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    since: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    until: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        Index(
            "uq_name_tag_held",
            "place_name_id",
            "tag",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_name_tag_tag", "tag", postgresql_where=text("until IS NULL")),
    )


class NameStory(Base):
    """A story of a name (地名故事); the public reads it once it is published."""

    __tablename__ = "name_story"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    place_name_id: Mapped[int] = mapped_column(
        ForeignKey("place_name.id"), nullable=False, index=True
    )
    title: Mapped[str] = mapped_column(Text, nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False)
    author: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    source: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    published: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    withdrawn: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    version: Mapped[int] = mapped_column(Integer, nullable=False, server_default="1")
    written_by: Mapped[str] = mapped_column(Text, nullable=False)
    written_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )


class StoryPhoto(Base):
    """A picture of a story, in the order of `position`; withdrawn, not deleted."""

    __tablename__ = "story_photo"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    story_id: Mapped[UUID] = mapped_column(ForeignKey("name_story.id"), nullable=False, index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("kept_file.sha256"), nullable=False, index=True)
    file: Mapped[str] = mapped_column(Text, nullable=False)
    caption: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    source: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    position: Mapped[int] = mapped_column(Integer, nullable=False, server_default="0")
    withdrawn: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    added_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
