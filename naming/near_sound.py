"""Near sounds (近音): what south-western ears do not tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def fold(syllables: Sequence[str]) -> str:
    """Return toneless syllables with near sounds made equal, joined by one space.

    zh, ch, sh are z, c, s; n is l; final -ng after a, e, i is -n; hu is fu: the usual
    mergers of south-western Mandarin.
    """
    return " ".join([_folded(syllable) for syllable in syllables])


@lru_cache(maxsize=2048)
def _folded(syllable: str) -> str:
    for heard, as_if in _INITIALS:
        if syllable.startswith(heard):
            syllable = as_if + syllable[len(heard) :]
            break
    if syllable == "hu":
        return "fu"
    return next(
        (syllable[: -len(heard)] + as_if for heard, as_if in _FINALS if syllable.endswith(heard)),
        syllable,
    )
