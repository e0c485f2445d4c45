"""The refusals of the store that a person can do something about."""

from __future__ import annotations


class DatabaseUnavailable(Exception):
    """The database cannot be used; says in Chinese what is wrong and what to do.

    Attributes:
        message: What is wrong, in Chinese, one sentence.
        remedy: What to do about it, in Chinese; may have several lines.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}"
