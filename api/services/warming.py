"""Reading what the first request would read (预热): the law of names and its word lists."""

from __future__ import annotations

from datetime import date

from api.services.checking_names import NameWish, check_wording
from rulebook.report import Mode

TRIED = (("石坡村", "村"), ("加州花园", "居民区"), ("学府大道", "道路"), ("龙溪河大桥", "桥梁"))
"""Names for what the law reads from files: wording, kinds, sounds, foreign words."""


def warm_up(day: date) -> None:
    """Judge some names by their wording alone, so that nothing is left to read; no database."""
    check_wording([NameWish(*tried) for tried in TRIED], on=day, mode=Mode.NEW)
