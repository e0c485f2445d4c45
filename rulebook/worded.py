"""Enumerations whose members carry the office's Chinese words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """A closed list of English values, each with the Chinese words accepted for it.

    Members are written `INTACT = "intact", "完好"`; the first word is the one we print.
    """

    words: tuple[str, ...]

    def __new__(cls, value: str, *words: str) -> Self:
        """Make a member of `value` that also answers to `words`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    @property
    def zh(self) -> str:
        """Return the Chinese word to print."""
        return self.words[0]

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Return the member that `text` (English value or Chinese word) names, or None."""
        wanted = text.strip()
        return next((m for m in cls if wanted.lower() == m.value or wanted in m.words), None)

    @classmethod
    def accepted(cls) -> tuple[str, ...]:
        """Return every text that names a member: values and words, in order."""
        return tuple(text for member in cls for text in (member.value, *member.words))
