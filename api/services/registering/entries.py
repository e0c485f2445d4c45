"""What is entered in the register: the ground (依据), the name, the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from api.services.refusals import Refusal
from naming.place_kind import PlaceKind
from naming.record_fields import Value
from naming.uncertain_day import UncertainDay


class EntryRefused(Refusal):
    """An entry cannot stand in the register as it is."""


@dataclass(frozen=True, slots=True)
class Basis:
    """On what ground (依据) something is done to a name.

    Attributes:
        authority: Who decided (批准机关).
        document: Number of the decision (文号).
        day: When it took effect, as far as known.
        case_id: The case (办件) it comes from; None for what was decided elsewhere.
        why: The reason, for the trail.
        source: Where it is told, if not in the document.
        source_url: Address of that.
        clause: The clause (条款) it is done under.
        proposed_on: When it was applied for.
        proposed_by: Who applied for it.
        measures_on: When the protection measures for a listed name were fixed (GN-25-2).
    """

    authority: str
    document: str
    day: UncertainDay
    case_id: UUID | None = None
    why: str = ""
    source: str = ""
    source_url: str = ""
    clause: str = ""
    proposed_on: UncertainDay | None = None
    proposed_by: str = ""
    measures_on: date | None = None


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A name as it is to stand in the register.

    Attributes:
        name: The name.
        kind: `standard`, `alias`, `short`, `former`, `colloquial` or `minority`.
        status: `standard`, `colloquial`, `proposed`, or for what is out of use `former`.
        romanization: Its spelling as approved; worked out by the rules of 1984 if empty.
        fields: Its record, by keys of `naming.record_fields`.
        secrecy: `public`, `internal`, `confidential`, `secret` or `top_secret`.
        published: Whether the public is told; never of what is not public.
        ended: When it fell out of use, for a former name.
    """

    name: str
    kind: str = "standard"
    status: str = "standard"
    romanization: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)
    secrecy: str = "public"
    published: bool = True
    ended: UncertainDay | None = None


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place as it is to stand in the register.

    Attributes:
        kind: What it is.
        type_words: What the office calls that (地名类别).
        type_code: Five digits of GB/T 18521, empty if unknown.
        place_code: Twenty digits of the national database, empty if not given yet.
        geometry: Where it is, EPSG:4490; None if not drawn.
        division_id: The division that holds it; found from the geometry if None.
        crosses: All towns that a line or an area reaches; found likewise if None.
        location_status: `official`, `public`, `synthetic` or `unknown`.
        external_key: What the sender calls it, unique; made if empty.
    """

    kind: PlaceKind
    type_words: str = ""
    type_code: str = ""
    place_code: str = ""
    geometry: BaseGeometry | None = None
    division_id: int | None = None
    crosses: tuple[int, ...] | None = None
    location_status: str = "official"
    external_key: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right in a record that was wrong from the beginning; None leaves it."""

    name: str | None = None
    romanization: str | None = None
    place: PlaceEntry | None = None
    fields: Mapping[str, Value | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameHead:
    """A name after a write: its id, its place, the number of its newest version."""

    id: int
    place_id: int
    version: int
