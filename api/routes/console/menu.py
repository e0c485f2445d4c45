"""The menu of the console: which pages there are, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.person import Person


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the menu: where it leads, what it says, which roles see it (all if empty)."""

    address: str
    words: str
    roles: tuple[str, ...] = ()
    open: bool = False


WAYS = (
    Way("/cases", "办件"),
    Way("/names", "地名", open=True),
    Way("/tags", "地名+", open=True),
    Way("/check", "拟名审核", open=True),
    Way("/announcements", "公告", open=True),
    Way("/heritage", "历史地名", open=True),
    Way("/signs", "标志", open=True),
    Way("/procedure", "办事指南", open=True),
    Way("/guide", "命名指引", open=True),
    Way("/programme", "乡村著名"),
    Way("/lines", "界线", open=True),
    Way("/inspections", "联检"),
    Way("/books", "地名书", ("editor", "clerk", "reviewer", "administrator")),
    Way("/accounts", "用户", ("administrator",)),
    Way("/audit", "日志", ("auditor", "administrator")),
)


def menu_for(person: Person | None) -> list[Way]:
    """Return the lines that this person sees."""
    return [
        way
        for way in WAYS
        if way.open or (person is not None and (not way.roles or person.holds(way.roles)))
    ]
