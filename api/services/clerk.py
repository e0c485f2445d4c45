"""A thread beside the requests that works off what lies there, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import structlog

LOOK_S = 3.0
"""How often a clerk looks for what other processes took in or left lying."""


class Closing(Exception):
    """The process ends; somebody else will begin anew what is under way."""


class Clerk:
    """A thread that works until it is stopped.

    Args:
        name: What it is called in the log.
        next_one: Does one piece of work and tells whether there was one. It is given the event
            that is set when the process ends; it then raises nothing and leaves the work lying.
    """

    def __init__(self, name: str, next_one: Callable[[Event], bool]) -> None:
        self._name = name
        self._next_one = next_one
        self._bell = Event()
        self._closing = Event()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._log: Any = structlog.get_logger("api")
        self._silenced = False

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look for work now."""
        self._bell.set()

    def stop(self) -> None:
        """Put back what is under way, and end."""
        self._closing.set()
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while not self._closing.is_set():
            self._bell.clear()
            if not self._next():
                self._bell.wait(LOOK_S)

    def _next(self) -> bool:
        """Do one piece, if there is one; what goes wrong outside of it is for the log."""
        try:
            found = self._next_one(self._closing)
        except Exception as error:
            if not self._silenced:
                self._log.warning(f"{self._name} wait", error=str(error))
            self._silenced = True
            return False
        self._silenced = False
        return found
