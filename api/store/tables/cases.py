"""Cases about names (办件): the case, its names, what is held for them, the steps taken.

What is laid in a case (papers, opinions, consultations) is in `case_files`, what comes of it
(reports, filings, announcements) in `case_outcomes`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base, one_of

KINDS = (
    "naming",
    "renaming",
    "retirement",
    "correction",
    "heritage_listing",
    "filing_received",
)
STAGES = (
    "drafted",
    "submitted",
    "returned",
    "accepted",
    "reviewed",
    "approved",
    "reported",
    "filing_returned",
    "filed",
    "closed",
    "refused",
    "withdrawn",
)
ITEM_STATES = ("proposed", "struck", "approved", "refused")
NOW = text("now()")


class NamingCase(Base):
    """One case: what is asked, by whom, how far it is (办件).

    `version` grows with every change. `code_sha256` is all that is kept of the code by which
    the applicant asks how far it is. `county_id` is whose business it is.
    """

    __tablename__ = "naming_case"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    number: Mapped[str] = mapped_column(Text, nullable=False, unique=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    stage: Mapped[str] = mapped_column(Text, nullable=False, server_default="drafted")
    version: Mapped[int] = mapped_column(Integer, nullable=False, server_default="1")
    title: Mapped[str] = mapped_column(Text, nullable=False)
    code_sha256: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    created_by: Mapped[int] = mapped_column(Integer, nullable=False)
    submitted_by: Mapped[int | None] = mapped_column(Integer)
    written_by: Mapped[list[int]] = mapped_column(
        ARRAY(Integer), nullable=False, server_default=text("'{}'")
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    applicant: Mapped[str] = mapped_column(Text, nullable=False)
    applicant_type: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    contact: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    county_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False, index=True)
    province_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    major_matter: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    famous: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    with_project: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    joint_meeting: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    rural: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    approver_type: Mapped[str | None] = mapped_column(Text)
    approver: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    approval_number: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    approved_by: Mapped[int | None] = mapped_column(Integer)
    approving_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    changed_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    submitted_on: Mapped[date | None] = mapped_column(Date)
    returned_on: Mapped[date | None] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    approved_on: Mapped[date | None] = mapped_column(Date)
    reported_on: Mapped[date | None] = mapped_column(Date)
    filed_on: Mapped[date | None] = mapped_column(Date)
    published_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("stage", STAGES), name="stage"),
        CheckConstraint("version > 0", name="version"),
        # decided, filed and published only ever after an approval
        CheckConstraint(
            "stage NOT IN ('approved', 'reported', 'filing_returned', 'filed', 'closed')"
            " OR approved_on IS NOT NULL",
            name="approved",
        ),
        Index("ix_naming_case_stage", "stage", "county_id"),
        Index("ix_naming_case_changed", "changed_at"),
    )


class CaseItem(Base):
    """One name of a case (拟用地名): what it is to be, of what, where, why.

    Lengths in metres, geometry in EPSG:4490. `details` holds what else the name check asks
    (`naming.proposal.Details`); `change` what a correction alters and to what. One that was
    taken out of the application while it was drafted is kept with its reports (`removed_at`).
    """

    __tablename__ = "case_item"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False)
    row: Mapped[int] = mapped_column(Integer, nullable=False)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    place_type: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    place_kind: Mapped[str | None] = mapped_column(Text)
    romanization: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    county_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    geom: Mapped[Any | None] = mapped_column(Geometry(srid=SRID, spatial_index=False))
    place_name_id: Mapped[int | None] = mapped_column(ForeignKey("place_name.id"), index=True)
    former_name: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    reason: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    meaning: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    origin: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    location: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    size: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    length_m: Mapped[float | None] = mapped_column(Double)
    width_m: Mapped[float | None] = mapped_column(Double)
    measured_length_m: Mapped[float | None] = mapped_column(Double)
    significant_orientation: Mapped[bool | None] = mapped_column(Boolean)
    details: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))
    change: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    state: Mapped[str] = mapped_column(Text, nullable=False, server_default="proposed")
    struck_reason: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    verdict: Mapped[str | None] = mapped_column(Text)
    approved_name_id: Mapped[int | None] = mapped_column(ForeignKey("place_name.id"), index=True)
    removed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        Index(
            "uq_case_item_row",
            *("case_id", "row"),
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        CheckConstraint(one_of("state", ITEM_STATES), name="state"),
        CheckConstraint("(state = 'struck') = (struck_reason <> '')", name="struck"),
        CheckConstraint("row > 0", name="row"),
        Index(None, "geom", postgresql_using="gist"),
    )


class NameReservation(Base):
    """A name held for a case (预留): no two cases hold the same within one scope and time.

    `part` is `full` or `full_sound`, as of `NameKey`; `scope` and `scope_id` are the area the
    law compares in (0 for the nation). The database refuses the second case.
    """

    __tablename__ = "name_reservation"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("case_item.id"), nullable=False, index=True)
    place_kind: Mapped[str] = mapped_column(Text, nullable=False)
    scope: Mapped[str] = mapped_column(Text, nullable=False)
    scope_id: Mapped[int] = mapped_column(Integer, nullable=False)
    part: Mapped[str] = mapped_column(Text, nullable=False)
    key: Mapped[str] = mapped_column(Text, nullable=False)
    held: Mapped[Range[datetime]] = mapped_column(TSTZRANGE, nullable=False)

    __table_args__ = (
        CheckConstraint(one_of("part", ("full", "full_sound")), name="part"),
        ExcludeConstraint(
            ("key", "="),
            ("part", "="),
            ("place_kind", "="),
            ("scope", "="),
            ("scope_id", "="),
            ("case_id", "<>"),
            ("held", "&&"),
            name="ex_name_reservation_once",
        ),
        Index("ix_name_reservation_case_id", "case_id"),
    )


class CaseStep(Base):
    """A step that was taken with a case: who, in what part, for whom, when, under which clause."""

    __tablename__ = "case_step"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    verb: Mapped[str] = mapped_column(Text, nullable=False)
    start: Mapped[str] = mapped_column(Text, nullable=False)
    end: Mapped[str] = mapped_column(Text, nullable=False)
    part: Mapped[str] = mapped_column(Text, nullable=False)
    account_id: Mapped[int] = mapped_column(Integer, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    organisation: Mapped[str] = mapped_column(Text, nullable=False)
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    clause: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    taken_on: Mapped[date] = mapped_column(Date, nullable=False)
    taken_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("clock_timestamp()")
    )


class CaseCounter(Base):
    """The last number given out to cases of a county in a year."""

    __tablename__ = "case_counter"

    county_id: Mapped[int] = mapped_column(ForeignKey("division.id"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, nullable=False)
