"""Where the words of boundaries find `Worded`; naming shares it from the rulebook."""

from __future__ import annotations

from rulebook.worded import Worded

__all__ = ["Worded"]
