"""What an audit of boundaries (界线检查) is while it runs, as it is told and as it is kept."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from api.services.name_file_jobs import Failure, Reason


class State(StrEnum):
    """How far an audit is."""

    WAITING = "waiting"
    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"

    @property
    def words(self) -> str:
        """Return it in Chinese."""
        return _TITLES[self]


_TITLES = {
    State.WAITING: "排队等候",
    State.CHECKING: "正在检查",
    State.DONE: "检查完毕",
    State.FAILED: "未能完成",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit is: the state, what is being done (Chinese), and which step it is."""

    state: State
    phase: str = ""
    step: int = 0
    failure: Failure | None = None

    def kept(self) -> str:
        """Return it as JSON."""
        failure = None if self.failure is None else self.failure.kept()
        told = {"state": self.state, "phase": self.phase, "step": self.step, "failure": failure}
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def read(cls, kept: str) -> Progress:
        """Return it from JSON."""
        told: Mapping[str, Any] = json.loads(kept)
        failure = None if told["failure"] is None else Failure.read(told["failure"])
        return cls(State(told["state"]), told["phase"], told["step"], failure)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one audit: how far it is, its report, its files.

    Whoever carries it out holds a lock on it, which the system lets go of however the holder
    ends: an audit that is not over and that nobody holds was cut off.
    """

    folder: Path

    def held(self) -> IO[bytes]:
        """Return the lock, held until it is closed."""
        lock = (self.folder / "lock").open("wb")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock

    def tell(self, progress: Progress) -> None:
        """Write down how far it is."""
        self.write("state.json", progress.kept())

    def progress(self) -> Progress:
        """Return how far it is.

        Raises:
            FileNotFoundError: if there is no such audit any more.
        """
        found = Progress.read((self.folder / "state.json").read_text("utf-8"))
        if found.state in {State.DONE, State.FAILED} or self._is_held():
            return found
        # it may have ended between the two looks
        found = Progress.read((self.folder / "state.json").read_text("utf-8"))
        if found.state in {State.DONE, State.FAILED}:
            return found
        return Progress(State.FAILED, failure=Failure(Reason.INTERRUPTED))

    def write(self, name: str, text: str) -> None:
        """Write a file of the audit, whole or not at all."""
        part = self.folder / f".{name}.part"
        part.write_text(text, "utf-8")
        part.replace(self.folder / name)

    def read(self, name: str) -> str:
        """Return a file of the audit as text."""
        return (self.folder / name).read_text("utf-8")

    def _is_held(self) -> bool:
        with (self.folder / "lock").open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
        return False


def new_place(root: Path, id: str, name: str) -> Place:
    """Return the folder of a new audit called `name`, waiting."""
    folder = root / id
    folder.mkdir(mode=0o700)
    place = Place(folder)
    place.write("name.txt", name)
    place.tell(Progress(State.WAITING))
    return place


def own_folder(root: Path) -> Path:
    """Return `root`, made if need be, which belongs to us alone.

    Raises:
        PermissionError: if it belongs to somebody else.
    """
    root.mkdir(mode=0o700, exist_ok=True)
    if root.is_symlink() or root.stat().st_uid != os.getuid():
        raise PermissionError(f"{root} belongs to somebody else")
    return root
