"""Whose decision the names of a case are (批准机关): their classes in the law's matrix."""

from __future__ import annotations

from collections.abc import Iterable

from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from naming.place_kind import PlaceKind
from naming.procedure.approval_class import ApprovalClass, class_of


def classes_of(case: KeptCase, items: Iterable[KeptItem]) -> tuple[ApprovalClass, ...]:
    """Return the classes of the names of a case that are not struck out, each once."""
    found = (
        class_of(
            PlaceKind(item.place_kind),
            place_type=item.place_type,
            name=item.name,
            famous=case.famous,
        )
        for item in items
        if item.place_kind and item.state != "struck"
    )
    return tuple(dict.fromkeys(found))
