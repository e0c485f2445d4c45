"""What a service refuses, named as the fact it states; the door translates it once."""

from __future__ import annotations

from collections.abc import Sequence

from boundary_data.problems import Problem
from rulebook.report import Report
from rulebook.rule import Weight


class Refusal(Exception):
    """A request that cannot be fulfilled for a reason the caller can act on.

    Attributes:
        message: What is the matter, one Chinese sentence.
        remedy: What to do about it, in Chinese.
        field: The parameter or field it is about, empty if none.
    """

    def __init__(self, message: str, remedy: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.field = field


class UnknownDivision(Refusal):
    """No division (行政区划) has this id or code on that day."""


class UnknownName(Refusal):
    """No place name (地名) has this id."""


class UnknownBoundary(Refusal):
    """No boundary line (界线) has this code on that day."""


class NothingThatDay(Refusal):
    """The register has such data, but none for that day."""


class UnknownNameFile(Refusal):
    """No table of names (批量审核) has this id, or it is forgotten by now."""


class UnknownBoundaryAudit(Refusal):
    """No audit of boundaries (界线检查) has this id, or it is forgotten by now."""


class NotFinished(Refusal):
    """The table of names has no result yet, or never will."""


class NoRoomForFiles(Refusal):
    """Too many tables of names are waiting to be checked, or the register is being loaded."""


class CheckInterrupted(Refusal):
    """The check of a table of names was cut off too often."""


class UnknownProblem(Refusal):
    """No kind of problem has this slug."""


class UnknownRecord(Refusal):
    """No inspection record (联检记录) has this id."""


class UnknownMarker(Refusal):
    """The line has no such marker (界桩), monument or document."""


class UnknownTask(Refusal):
    """No inspection task or round (联检任务、轮次) has this id."""


class UnknownPhoto(Refusal):
    """No photo (照片) has this id, or it is not whole."""


class OtherState(Refusal):
    """The thing is not in the state that the change was made from."""


class TagMissing(Refusal):
    """A change does not name the state that it was made from."""


class NotAllowed(Refusal):
    """The step does not follow from where the thing stands."""


class NotYours(Refusal):
    """The step is another side's or another organ's."""


class PartMissing(Refusal):
    """Bytes before this part have not come."""


class DamagedPhoto(Refusal):
    """A photo is not what was announced, or none at all."""


class RecordRefused(Refusal):
    """The check of a record found what stops it.

    Attributes:
        report: What it found.
    """

    def __init__(self, report: Report) -> None:
        stopping = [one for one in report.findings if one.weight is Weight.BLOCK]
        super().__init__(f"记录有 {len(stopping)} 处问题，不能继续", "请按 errors 逐项改正后重试")
        self.report = report
        self.stopping = tuple(stopping)


class LineChangeRefused(Refusal):
    """A change of a line (界线变更) would tear others, or cannot be built.

    Attributes:
        problems: All that stops it.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        said = "；".join(problem.message for problem in problems)
        super().__init__(f"界线变更未予发布：{said}", problems[0].remedy)
        self.problems = tuple(problems)


class SheetRefused(RecordRefused):
    """The check of a marker's register sheet (界桩登记表) found what stops it."""


class DamagedFile(Refusal):
    """A file is empty, too large, or not what it is said to be."""


class CannotPrint(Refusal):
    """The machine lacks what sets PDF files."""


class NotReady(Refusal):
    """The application runs but cannot do its work yet.

    Attributes:
        reasons: (what was checked, what is wrong, what to do), for each failed check.
    """

    def __init__(self, reasons: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__("；".join(message for _, message, _ in reasons))
        self.reasons = reasons


class SignInNeeded(Refusal):
    """Nobody has signed in, or the session or token has ended."""


class SignInFailed(Refusal):
    """The sign-in name or the password is wrong."""


class ProviderUnavailable(Refusal):
    """The identity provider (统一身份平台) cannot be reached, or is none."""


class TooManyRequests(Refusal):
    """Too many requests of one caller; `wait_s` tells for how long to wait, in seconds."""

    def __init__(self, message: str, remedy: str, *, wait_s: int) -> None:
        super().__init__(message, remedy)
        self.wait_s = wait_s


class TooManyAttempts(TooManyRequests):
    """Too many wrong passwords."""


class RoleNeeded(Refusal):
    """The one who is signed in has no role, or no token scope, for this."""


class FormOutdated(Refusal):
    """A request of a browser without the mark of its session (CSRF)."""


class WeakPassword(Refusal):
    """A password that is easily guessed."""


class UnknownAccount(Refusal):
    """No account (用户) or organisation (机构) has this id."""


class AccountRefused(Refusal):
    """An account, a role or a token that cannot be so."""


class UnknownListing(Refusal):
    """No listed name (名录条目) or measure has this id."""


class MeasureRefused(Refusal):
    """A protection measure or a score that cannot be kept so."""
