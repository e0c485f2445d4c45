"""What names are good for beside naming (“地名+”): the tags that an office may give them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from naming.lexicon.tables import table


@cache
def name_tags() -> Mapping[str, str]:
    """Return the tags with what people call them; see `lexicon/name_tags.csv`."""
    return {row["tag"]: row["label"] for row in table("name_tags")}
