"""The day on which something is asked for, as the office's clock tells it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends

CHINA = ZoneInfo("Asia/Shanghai")


async def today() -> date:
    """Return the day it is in China."""
    return datetime.now(CHINA).date()


Today = Annotated[date, Depends(today)]
"""The day it is; deadlines are counted from it."""
