"""Organisations (机构) and what they act for; kept apart from division codes.

两江新区社会保障局, 重庆高新区公共服务局 and 万盛经开区民政局 act as county authorities without a
GB/T 2260 code: so an organisation has jurisdictions, not a code.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Integer, Text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, Dated, Sourced, one_of


class Organisation(Sourced, Base):
    """A government, bureau, department or other body."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(Text, nullable=False, unique=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    level: Mapped[str] = mapped_column(Text, nullable=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))

    __table_args__ = (
        CheckConstraint(
            one_of("level", ("nation", "province", "prefecture", "county", "township", "village")),
            name="level",
        ),
    )


class OrganisationJurisdiction(Dated, Base):
    """A division an organisation acts for (管辖), for one kind of work, for a time."""

    __tablename__ = "organisation_jurisdiction"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False, index=True)
    work: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (
        ExcludeConstraint(
            ("organisation_id", "="),
            ("division_id", "="),
            ("work", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_organisation_jurisdiction_life",
        ),
    )
