"""What a kind of problem is (问题类型)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem (问题类型), stable under `/problems/{slug}`."""

    slug: str
    status: int
    title: str
    remedy: str
    retry_after_s: int | None = None

    @property
    def type(self) -> str:
        """Return the `type` member of RFC 9457, a path that can be opened."""
        return f"/problems/{self.slug}"
