"""Imports every module of tables, so that `Base.metadata` knows them all."""

from __future__ import annotations

from api.store.tables import (
    accounts,
    boundaries,
    case_files,
    case_outcomes,
    case_works,
    cases,
    deliveries,
    divisions,
    heritage,
    inspections,
    line_archives,
    markers,
    name_files,
    names,
    orders,
    people,
    programme,
    programme_audits,
    register,
    signs,
    stories,
    trail,
)
from api.store.tables.base import Base

MODULES = (
    accounts,
    boundaries,
    case_files,
    case_outcomes,
    case_works,
    cases,
    deliveries,
    divisions,
    heritage,
    inspections,
    line_archives,
    markers,
    name_files,
    names,
    orders,
    people,
    programme,
    programme_audits,
    register,
    signs,
    stories,
    trail,
)
METADATA = Base.metadata
