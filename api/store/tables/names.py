"""Places and their names (地名): a place has names, a name has a life."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, TIMESTAMP, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base, Dated, Sourced, one_of

NAME_KINDS = ("standard", "former", "alias", "short", "colloquial", "minority")
NAME_STATUSES = ("standard", "listed", "colloquial", "former", "vanished", "proposed", "retired")
"""`listed`: stands in an official list, but no approval under the decree is on file."""

SECRECIES = ("public", "internal", "confidential", "secret", "top_secret")
"""公开, 内部, 秘密, 机密, 绝密; only what is public may be published."""

EVENT_KINDS = (
    "proposed",
    "approved",
    "recorded",
    "altered",
    "replaced",
    "discontinued",
    "vanished",
    "restored",
    "listed",
    "unlisted",
    "protected",
    "corrected",
)

PLACE_CODE = "^[0-9]{9}[12][0-9]{4}[0-9]{6}$"
"""Town code, code of the type, serial number (`DATA-CODE-1`)."""

KEY_PARTS = ("full", "specific", "full_sound", "specific_sound", "near_sound", "old")
OLD: ColumnElement[bool] = literal_column("part = 'old'")

ENDS = range(2, 13)
"""Characters from which on a name has an index of its own: what is found inside a name."""

GAPS = range(2, 7)
"""Characters left out of a name for an index of its own: what is found despite a typing error."""


def _end(at: int) -> Index:
    """Return the index of names without the characters before number `at`."""
    return _ranked(f"end_{at}", f"substr(name, {at})", f"char_length(name) >= {at}")


def _gap(at: int) -> Index:
    """Return the index of names without character number `at`."""
    rest = f"(substr(name, 1, {at - 1}) || substr(name, {at + 1}))"
    return _ranked(f"gap_{at}", rest, f"char_length(name) >= {at}")


def _ranked(name: str, text: str, where: str | None = None) -> Index:
    """Return the index of names by what bears them and then by a text made of them."""
    return Index(
        f"ix_place_name_{name}",
        "place_rank",
        literal_column(text).label("text"),
        postgresql_ops={"text": "text_pattern_ops"},
        postgresql_where=None if where is None else literal_column(where),
    )


class Place(Dated, Sourced, Base):
    """An entity on the ground (地理实体): kind, geometry, the division that holds it.

    `division_id` is the finest division known to hold it; a place that *is* a division
    has it in `is_division_id`. `county_id` and `province_id` follow from it and are kept
    for the legal scopes of duplicates; a division change rewrites them in its transaction.
    """

    __tablename__ = "place"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    external_key: Mapped[str] = mapped_column(Text, nullable=False, unique=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    type_code: Mapped[str | None] = mapped_column(Text)
    type_words: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    is_division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    county_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    province_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    location_status: Mapped[str] = mapped_column(Text, nullable=False, server_default="unknown")
    place_code: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[Any | None] = mapped_column(Geometry(srid=SRID, spatial_index=False))

    __table_args__ = (
        CheckConstraint(
            one_of("location_status", ("official", "public", "synthetic", "unknown")),
            name="location_status",
        ),
        CheckConstraint(f"place_code ~ '{PLACE_CODE}'", name="place_code"),
        CheckConstraint("substr(place_code, 10, 5) = type_code", name="place_code_type"),
        Index(
            "ix_place_place_code",
            "place_code",
            unique=True,
            postgresql_where=literal_column("place_code IS NOT NULL"),
        ),
        Index(None, "geom", postgresql_using="gist"),
    )


class PlaceName(Dated, Sourced, Base):
    """A name of a place, with everything it is searched and compared by.

    `key` is the comparison key of the law of names; `sounds` all possible toneless
    readings, syllables parted by a space; `place_rank` (`diming_place_rank`) the order in
    which equal names are listed. The indexes by rank and beginning, end or gap are searched
    in their order and no further than wanted (docs/decisions/0012).

    The id stays for the life of the name: whoever changes it, a trigger keeps the row as it
    was, with its time of knowledge closed, under another id and this one in `version_of`.
    `status_in_use` is what a name out of use was while `valid`; `version` counts all changes
    of the name, its record and its place (`NameVersion`). Only what is `published` is told
    to the public.
    """

    __tablename__ = "place_name"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), nullable=False, index=True)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    status: Mapped[str] = mapped_column(Text, nullable=False)
    key: Mapped[str] = mapped_column(Text, nullable=False)
    specific: Mapped[str] = mapped_column(Text, nullable=False)
    generic: Mapped[str] = mapped_column(Text, nullable=False)
    romanization: Mapped[str] = mapped_column(Text, nullable=False)
    romanization_plain: Mapped[str] = mapped_column(Text, nullable=False)
    pinyin: Mapped[str] = mapped_column(Text, nullable=False)
    initials: Mapped[str] = mapped_column(Text, nullable=False)
    sounds: Mapped[list[str]] = mapped_column(ARRAY(Text), nullable=False)
    reading_sure: Mapped[bool] = mapped_column(Boolean, nullable=False)
    place_rank: Mapped[int] = mapped_column(SmallInteger, nullable=False, server_default="11")
    status_in_use: Mapped[str | None] = mapped_column(Text)
    secrecy: Mapped[str] = mapped_column(Text, nullable=False, server_default="public")
    published: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="true")
    version: Mapped[int] = mapped_column(Integer, nullable=False, server_default="0")
    version_of: Mapped[int | None] = mapped_column(ForeignKey("place_name.id"))

    __table_args__ = (
        CheckConstraint(one_of("kind", NAME_KINDS), name="kind"),
        CheckConstraint(one_of("status", NAME_STATUSES), name="status"),
        CheckConstraint(one_of("status_in_use", NAME_STATUSES), name="status_in_use"),
        CheckConstraint(one_of("secrecy", SECRECIES), name="secrecy"),
        CheckConstraint("secrecy = 'public' OR NOT published", name="published"),
        Index(
            "ix_place_name_version_of",
            "version_of",
            postgresql_where=literal_column("version_of IS NOT NULL"),
        ),
        ExcludeConstraint(
            ("place_id", "="),
            ("kind", "="),
            ("name", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_place_name_life",
        ),
        *(_ranked(f"rank_{column}", column) for column in ("name", "pinyin", "initials")),
        *(_end(at) for at in ENDS),
        *(_gap(at) for at in GAPS),
        Index(
            "ix_place_name_tail",
            literal_column(f"diming_grams(substr(name, {ENDS.stop}))"),
            postgresql_using="gin",
            postgresql_where=literal_column(f"char_length(name) >= {ENDS.stop}"),
        ),
    )


class NameKey(Base):
    """One thing a name is compared by, within its legal scopes (比对键).

    `part` is what of the name the key is made from: `full` or `specific` characters,
    `full_sound` or `specific_sound` for each possible toneless reading, `near_sound` for
    each of the specific part with near sounds made equal; `old` is the whole of a name no
    longer in use. `cell` (`diming_cell`) is where the place is, NULL if it has no shape. A
    trigger of `place` lets the keys follow their place.
    """

    __tablename__ = "name_key"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_name_id: Mapped[int] = mapped_column(
        ForeignKey("place_name.id", ondelete="CASCADE"), nullable=False, index=True
    )
    part: Mapped[str] = mapped_column(Text, nullable=False)
    key: Mapped[str] = mapped_column(Text, nullable=False)
    place_kind: Mapped[str] = mapped_column(Text, nullable=False)
    county_id: Mapped[int | None] = mapped_column(Integer)
    province_id: Mapped[int | None] = mapped_column(Integer)
    cell: Mapped[int | None] = mapped_column(Integer)

    __table_args__ = (
        CheckConstraint(one_of("part", KEY_PARTS), name="part"),
        Index("ix_name_key_county", "key", "part", "county_id"),
        Index(
            "ix_name_key_province",
            *("key", "part", "place_kind", "province_id"),
            postgresql_where=literal_column("part <> 'near_sound'"),
        ),
        Index(
            "ix_name_key_cell",
            *("key", "part", "cell"),
            postgresql_where=literal_column(
                "part IN ('specific', 'near_sound') AND cell IS NOT NULL"
            ),
        ),
        *(
            Index(f"ix_name_key_old_{where}", column, postgresql_where=OLD)
            for where, column in (("county", "county_id"), ("cell", "cell"))
        ),
    )


class NameEvent(Sourced, Base):
    """An event in the life of a name: approved, altered, replaced, vanished, restored, ...

    `case_id` is the case (办件) that it came from, `recorded_at` the transaction that wrote it
    down. Insert only: a trigger refuses the rest.
    """

    __tablename__ = "name_event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_name_id: Mapped[int] = mapped_column(
        ForeignKey("place_name.id"), nullable=False, index=True
    )
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    happened: Mapped[Any | None] = mapped_column(DATERANGE)
    happened_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    authority: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    source: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    source_url: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("naming_case.id"))
    recorded_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )

    __table_args__ = (
        CheckConstraint(one_of("kind", EVENT_KINDS), name="kind"),
        Index(
            "ix_name_event_case_id",
            "case_id",
            postgresql_where=literal_column("case_id IS NOT NULL"),
        ),
    )
