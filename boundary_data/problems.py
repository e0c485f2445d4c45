"""Problems that make an input unusable, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps an input from being read.

    Attributes:
        field: JSON path of the place, e.g. `$.sides[0].role`; empty for the whole file.
        message: What is wrong, one Chinese sentence.
        remedy: What to do about it, in Chinese.
    """

    field: str
    message: str
    remedy: str


class UnusableInput(Exception):
    """The input cannot be read; `problems` says why, completely."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all `problems`; the text of the error joins them."""
        super().__init__("；".join(f"{p.field} {p.message}".strip() for p in problems))
        self.problems = tuple(problems)
