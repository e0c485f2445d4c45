"""What is asked of the cases: a case to be drafted, its names, an approval, an announcement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from naming.procedure.approvers import Approver
from naming.procedure.papers import Paper
from naming.procedure.words import CaseKind


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """Why a warning of a rule does not hold for a name (具名说明), signed by whoever sends it."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One name as it is applied for; geometry in EPSG:4490, lengths in metres.

    `name_id` is the name of the register that is given up, retired, corrected or listed;
    `details` are more of `naming.proposal.Details`, as JSON; `statements` are of who drafts.
    """

    name: str
    place_type: str = ""
    division_code: str = ""
    romanization: str = ""
    geometry: BaseGeometry | None = None
    name_id: int | None = None
    reason: str = ""
    meaning: str = ""
    origin: str = ""
    location: str = ""
    size: str = ""
    length_m: float | None = None
    width_m: float | None = None
    significant_orientation: bool | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    change: Mapping[str, str | float | bool] | None = None
    statements: Sequence[StatementDraft] = ()


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case as it is applied for; `county_code` is whose business it is."""

    kind: CaseKind
    applicant: str
    applicant_type: str
    county_code: str
    contact: str = ""
    title: str = ""
    major_matter: bool = False
    famous: bool = False
    with_project: bool = False
    joint_meeting: bool = False
    rural: bool = False
    items: Sequence[ItemDraft] = ()


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper to be laid in a case."""

    paper: Paper
    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval: what kind of organ decided, its name, number and day of the decision."""

    approver_type: Approver
    approver: str
    number: str
    decided_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """An announcement to be published, and through which channels.

    `channels_reason` says why it is not published through those it should be.
    """

    id: UUID
    number: str
    channels: Sequence[str]
    title: str = ""
    organ: str = ""
    channels_reason: str = ""
