"""What is refused about cases, named as the fact it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.services.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: field, message and remedy, in Chinese."""

    field: str
    message: str
    remedy: str = ""


class ListedRefusal(Refusal):
    """A refusal for several reasons at once.

    Attributes:
        complaints: Each of them.
    """

    def __init__(self, message: str, remedy: str, complaints: Sequence[Complaint]) -> None:
        super().__init__(message, remedy)
        self.complaints = tuple(complaints)


class CaseIncomplete(ListedRefusal):
    """The file of a case lacks what the step needs."""


class CaseNotPassed(ListedRefusal):
    """The name check found what stops a case.

    Attributes:
        checks: The checks of all its names (`ItemCheck`), so that they need not be made again.
    """

    def __init__(
        self,
        message: str,
        remedy: str,
        complaints: Sequence[Complaint],
        checks: Sequence[Any] = (),
    ) -> None:
        super().__init__(message, remedy, complaints)
        self.checks = checks


class NamesTaken(ListedRefusal):
    """Names of a case are held for other cases (预留)."""


class UnknownCase(Refusal):
    """No case (办件) has this id or number, or it is none of the caller's business."""


class UnknownPaper(Refusal):
    """No paper or file of a case has this id."""


class UnknownOpinion(Refusal):
    """No opinion was asked under this id."""


class UnknownConsultation(Refusal):
    """No consultation of the public has this id, or it is over."""


class UnknownAnnouncement(Refusal):
    """No announcement has this id."""


class StorageFull(Refusal):
    """There is no room for a file; nothing of it was kept."""


class FileRefused(Refusal):
    """A file that was sent is not one that is taken."""


class WrongCode(Refusal):
    """Number and code of a case do not belong together."""


class UnknownWork(Refusal):
    """A case has no work (批量办理) of this number."""
