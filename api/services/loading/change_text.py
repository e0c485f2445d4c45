"""Reading the words of a change notice (区划变更): which units, which parts of them, when.

"江北区、渝北区(不含大湾镇、统景镇)及北碚区水土街道、复兴街道" names two counties, one of them
without two towns, and two towns of a third. A town inherits the county named last.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
BETWEEN = re.compile(r"[、，,；;]|及|和(?=.+[区县市镇乡道村])")
LEADING = re.compile(r"^(?:原|新置|新设|今|将|划归|划入)+")
WITHOUT = "不含"
PARTLY = "部分"
PUBLISHED = re.compile(r"(\d{4}-\d{2}-\d{2})发布")


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit that a notice names.

    Attributes:
        name: Its name without that of the county.
        county: Name of the county it is said to lie in; empty if none is said.
        partial: Only a part of it is meant.
        without: Names of units in it that are not meant.
    """

    name: str
    county: str = ""
    partial: bool = False
    without: tuple[str, ...] = ()


def mentions(text: str, counties: Collection[str], default_county: str = "") -> list[Mention]:
    """Return the units that `text` names, in their order.

    Args:
        text: Words of the notice.
        counties: Names of all counties there are or were.
        default_county: County of the notice, where a unit names none.
    """
    found: list[Mention] = []
    county = default_county
    for item in _items(text):
        notes = BRACKETS.findall(item)
        bare = LEADING.sub("", BRACKETS.sub("", item).strip())
        if not bare:
            continue
        prefix = _county_prefix(bare, counties)
        county = prefix or county
        name = bare.removeprefix(prefix) or bare
        inner = [note.removeprefix(WITHOUT) for note in notes if note.startswith(WITHOUT)]
        without = tuple(part for note in inner for part in BETWEEN.split(note) if part)
        partial = any(PARTLY in note for note in notes)
        found.append(Mention(name, "" if name in counties else county, partial, without))
    return found


def _items(text: str) -> Iterator[str]:
    """Yield the parts of a list, brackets kept whole."""
    hidden = BRACKETS.sub(lambda found: found.group().translate(_HIDE), text)
    for item in BETWEEN.split(hidden):
        if item.strip():
            yield item.translate(_SHOW).strip()


_HIDE = str.maketrans("、，,；;及和", "\ue000\ue001\ue002\ue003\ue004\ue005\ue006")
_SHOW = str.maketrans("\ue000\ue001\ue002\ue003\ue004\ue005\ue006", "、，,；;及和")


def _county_prefix(name: str, counties: Collection[str]) -> str:
    """Return the longest county name that `name` begins with and goes on after."""
    fitting = [c for c in counties if name.startswith(c) and len(name) > len(c)]
    return max(fitting, key=len, default="")


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: the days that its text leaves open, and the day of effect.

    Attributes:
        first: First day possible.
        after_last: Day after the last one possible.
        text: The date in EDTF.
        effect: Day from which it is taken to hold; None where the text is too vague.
    """

    first: date
    after_last: date
    text: str
    effect: date | None


def when(text: str, document: str = "") -> When | None:
    """Return when a notice took effect, or None if `text` is no date.

    A full date is the day of effect; where only the month is known, the day on which the
    document was published, if that lies in the month.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        first, last = _span(year, month, day)
    except ValueError:
        return None
    effect = first if day else None
    published = PUBLISHED.search(document)
    if effect is None and month and published:
        said = date.fromisoformat(published.group(1))
        effect = said if first <= said <= last else None
    return When(first, last + timedelta(days=1), text.strip(), effect)


def _span(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
