"""All pages of the register and of historical names, in the order in which they are tried."""

from __future__ import annotations

from api.routes.console import appraisals, editing, endings, heritage, names, stories, tags

ROUTERS = (
    appraisals.router,
    heritage.router,
    names.router,
    editing.router,
    endings.router,
    stories.router,
    tags.router,
)
