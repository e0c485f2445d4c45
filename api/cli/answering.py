"""The server in one process: the application with all read that it needs, and when it is ready."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from datetime import datetime

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.dependencies import CHINA
from api.problems.wire import Wire
from api.routes.console.rendering import compile_pages
from api.services.warming import warm_up
from api.settings import Settings

GRACE_S = 5
MOST_CONNECTIONS = 48
"""What all processes together may have open of the database: the private one takes sixty."""


class Serving(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        """Call `ready` once requests are answered."""
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def prepared(settings: Settings, workers: int) -> uvicorn.Config:
    """Return how one of so many processes serves; what it needs is read, no connection is open."""
    most = max(2, MOST_CONNECTIONS // (2 * workers))
    own = settings.model_copy(update={"pool_size": min(settings.pool_size, most)})
    application = _warm(create_app(own))
    # what is read stays as it is: the collector need not touch it, so processes share its pages
    gc.collect()
    gc.freeze()
    return uvicorn.Config(
        application,
        http=Wire,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )


def _warm(application: FastAPI) -> FastAPI:
    warm_up(datetime.now(CHINA).date())
    compile_pages()
    application.openapi()
    application.middleware_stack = application.build_middleware_stack()
    return application
