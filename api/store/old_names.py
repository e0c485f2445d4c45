"""Names out of use as the register tells of them (历史地名): with their story in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from naming.facts import HeritageName

_TITLES = {"former": "曾用名", "vanished": "消失地名", "retired": "已撤销政区的名称"}


def old_name(fact: Mapping[str, Any]) -> HeritageName:
    """Return a name out of use from what `diming_old_names` says of it."""
    return HeritageName(
        name=fact["name"],
        list_title=fact["list_title"] or _TITLES.get(fact["status"], "历史地名"),
        level=fact["level"],
        where=fact["place"],
        note=fact["note"] or _story(fact),
        distance_m=fact["distance_m"],
    )


def _story(fact: Mapping[str, Any]) -> str:
    """Return in Chinese when the name ended, by which document and what came in its place."""
    ended = date.fromisoformat(fact["ended"]) if fact.get("ended") else None
    parts = (
        f"{ended.year}年{ended.month}月{ended.day}日停用" if ended else "",
        fact.get("document") or "",
        f"今名“{fact['now']}”" if fact.get("now") else "",
    )
    return "，".join(part for part in parts if part)
