"""Check names (地名审核): wishes in, verdicts out, against the law and every name there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from api.services.comparing_rows import EarlierRow, EarlierRows, RowKeys, as_known, keys_of
from api.services.office_rules import parameters_again, parameters_at
from api.store.asking import Asked
from api.store.facts import Answer, answer
from api.store.queries.known_keys import ANY_KEYS, KnownKeys, known_keys
from api.store.queries.standpoints import COUNTY, PROVINCE, Divisions, Standpoint, Whereabouts
from api.store.session import Session
from naming.facts import KnownName, KnownNames, Location
from naming.judging import NameReport, judge
from naming.proposal import Details, Proposal, propose
from naming.register_question import RegisterQuestion, Scope, question_of
from rulebook.parameters import Parameters
from rulebook.report import Mode
from rulebook.rule import Release

MANY = 1000
"""Rows after which it pays to know which keys the register has at all."""


@dataclass(frozen=True, slots=True)
class NameWish:
    """A name someone asks to have checked, with what is known of its place.

    `where.lon`/`where.lat` are degrees in EPSG:4490; `row` is which row of a table it is, in
    Chinese. `parameters_version` is what an old report quotes as its parameters, to make it
    again; else those in force at the place are used.
    """

    name: str
    place_type: str = ""
    where: Whereabouts = field(default_factory=Whereabouts)
    details: Details = field(default_factory=Details)
    releases: tuple[Release, ...] = ()
    row: str = ""
    parameters_version: str = ""


@dataclass(frozen=True, slots=True)
class NameCheck:
    """The report on one wish, and where it was found to stand (None without a register)."""

    report: NameReport
    standpoint: Standpoint | None


def check_names(
    db: Session,
    wishes: Sequence[NameWish],
    *,
    on: date,
    mode: Mode = Mode.NEW,
) -> list[NameCheck]:
    """Return a check for each wish, in order, against the register as it is on day `on`.

    A batch costs one round trip, however long it is.

    Raises:
        ParameterError: if a wish quotes a version of parameters that is not kept.
    """
    proposals = [propose(w.name, w.place_type, **w.details) for w in wishes]
    asked = [_asked_for(p, w) for p, w in zip(proposals, wishes, strict=True)]
    releases = [w.releases for w in wishes]
    return _checked(db, proposals, asked, releases, on=on, mode=mode)


class RegisterChecker:
    """Checks the rows of one table, chunk by chunk, against the register and earlier rows.

    While one chunk is judged the register may already answer the next: `begin` asks at once,
    and what it returns judges when it is called. Chunks are to be finished in the order in
    which they were begun. The session is the checker's own until it is closed.
    """

    ahead = 2
    """How many chunks are worth having begun."""

    def __init__(self, db: Session, *, on: date, mode: Mode = Mode.NEW) -> None:
        self._db, self._on, self._mode = db, on, mode
        self._earlier = EarlierRows()
        self._clerk = ThreadPoolExecutor(1, "register")
        self._known, self._rows = ANY_KEYS, 0

    def __enter__(self) -> RegisterChecker:
        return self

    def __exit__(self, *_: object) -> None:
        self._clerk.shutdown(cancel_futures=True)
        self._earlier.close()

    def __call__(self, wishes: Sequence[NameWish]) -> list[NameCheck]:
        """Return a check for each wish, in order."""
        return self.begin(wishes)()

    def begin(self, wishes: Sequence[NameWish]) -> Callable[[], list[NameCheck]]:
        """Ask the register; what is returned gives the checks, in order."""
        chunk = Chunk.of(wishes)
        return partial(self._finish, chunk, self._clerk.submit(self._ask, chunk))

    def _ask(self, chunk: Chunk) -> None:
        if self._known is ANY_KEYS and self._rows >= MANY:
            self._known = known_keys(self._db)
        chunk.ask(self._db, self._on, self._known)
        self._rows += len(chunk.wishes)

    def _finish(self, chunk: Chunk, asked: Future[None]) -> list[NameCheck]:
        asked.result()
        beside = self._earlier.beside(chunk.keys())
        return chunk.judged(beside, on=self._on, mode=self._mode)


@dataclass(slots=True)
class Chunk:
    """Some rows of a table on their way: made of wishes, asked about, compared, judged."""

    wishes: Sequence[NameWish]
    proposals: list[Proposal]
    asked: list[Asked]
    answers: list[Answer] = field(default_factory=list)

    @classmethod
    def of(cls, wishes: Sequence[NameWish]) -> Chunk:
        """Return the chunk of these wishes, with what to ask the register."""
        proposals = [propose(w.name, w.place_type, **w.details) for w in wishes]
        return cls(
            wishes, proposals, [_asked_for(p, w) for p, w in zip(proposals, wishes, strict=True)]
        )

    def ask(self, db: Session, on: date, known: KnownKeys = ANY_KEYS) -> None:
        """Ask the register as it is on day `on`; only for keys among `known`."""
        self.answers = answer(db, self.asked, on, known)

    def keys(self) -> list[RowKeys | None]:
        """Return what each row is compared by with earlier ones; to be called when asked."""
        rows = zip(self.wishes, self.proposals, self.asked, self.answers, strict=True)
        return [keys_of(w.row, p, a.question, found.standpoint) for w, p, a, found in rows]

    def judged(
        self, beside: Sequence[Sequence[EarlierRow]], *, on: date, mode: Mode
    ) -> list[NameCheck]:
        """Return a check for each row, in order; `beside` are the earlier rows it may repeat."""
        known = [
            tuple(as_known(row, asked.question.scope) for row in rows) if asked.question else ()
            for rows, asked in zip(beside, self.asked, strict=True)
        ]
        releases = [w.releases for w in self.wishes]
        return _judged(
            self.proposals, self.asked, releases, self.answers, on=on, mode=mode, beside=known
        )


def check_registered(
    db: Session,
    proposals: Sequence[Proposal],
    places: Sequence[Divisions],
    points: Sequence[tuple[float, float] | None] = (),
    *,
    on: date,
    mode: Mode,
) -> list[NameCheck]:
    """Return a check for each proposal whose divisions are known, in order.

    `points` (lon, lat, degrees, EPSG:4490) are where the places are, None if not known.
    """
    home = parameters_at(Whereabouts())
    known = zip(proposals, places, points or [None] * len(places), strict=True)
    asked = [_asked(p, Whereabouts(), home, at, point) for p, at, point in known]
    return _checked(db, proposals, asked, [() for _ in places], on=on, mode=mode)


def check_wording(
    wishes: Sequence[NameWish], *, on: date, mode: Mode = Mode.NEW
) -> list[NameCheck]:
    """Return a check for each wish by the rules that need no register and no database."""
    return [
        NameCheck(
            judge(
                propose(w.name, w.place_type, **w.details),
                KnownNames(parameters=_parameters(w)),
                on=on,
                mode=mode,
                wording_only=True,
                releases=w.releases,
            ),
            None,
        )
        for w in wishes
    ]


def _parameters(wish: NameWish) -> Parameters:
    version = wish.parameters_version
    return parameters_again(version) if version else parameters_at(wish.where)


def _asked_for(proposal: Proposal, wish: NameWish) -> Asked:
    return _asked(proposal, wish.where, _parameters(wish))


def _asked(
    proposal: Proposal,
    where: Whereabouts,
    parameters: Parameters,
    here: Divisions | None = None,
    seen_from: tuple[float, float] | None = None,
) -> Asked:
    names = (proposal.text, proposal.specific, proposal.former_name)
    return Asked(
        question_of(proposal),
        where,
        names,
        here,
        seen_from,
        parameters,
    )


def _checked(
    db: Session,
    proposals: Sequence[Proposal],
    asked: Sequence[Asked],
    releases: Sequence[tuple[Release, ...]],
    *,
    on: date,
    mode: Mode,
) -> list[NameCheck]:
    return _judged(proposals, asked, releases, answer(db, asked, on), on=on, mode=mode)


def _judged(
    proposals: Sequence[Proposal],
    asked: Sequence[Asked],
    releases: Sequence[tuple[Release, ...]],
    answers: Sequence[Answer],
    *,
    on: date,
    mode: Mode,
    beside: Sequence[tuple[KnownName, ...]] = (),
) -> list[NameCheck]:
    checks = []
    for number, found in enumerate(answers):
        facts = _completed(found, asked[number], beside[number] if beside else ())
        report = judge(proposals[number], facts, on=on, mode=mode, releases=releases[number])
        checks.append(NameCheck(report, found.standpoint))
    return checks


def _completed(found: Answer, asked: Asked, beside: tuple[KnownName, ...]) -> KnownNames:
    at = found.standpoint
    return replace(
        found.names,
        names=(*found.names.names, *beside) if beside else found.names.names,
        place=_location(at),
        unsearched=_unsearched(asked.question, at),
        parameters=_there(asked, at),
    )


def _there(asked: Asked, at: Standpoint) -> Parameters:
    """Return the parameters asked with, or those of the county that a bare point lies in."""
    if at.located and asked.parameters is parameters_at(at.whereabouts):
        return parameters_at(at.whereabouts, at.located)
    return asked.parameters


def _location(at: Standpoint) -> Location | None:
    where = at.whereabouts
    said = where.code or where.county or where.province
    if not said and where.lon is None:
        return None
    stated = at.stated[0] if at.stated else None
    located = sorted(at.located, key=lambda found: found.level) if at.located else ()
    return Location(
        stated=stated.place if stated else said,
        found="".join(f.name for f in located if f.level > 1) if located else "",
        inside=None if at.off_m is None else at.off_m == 0.0,
        distance_m=at.off_m,
        known=not said or stated is not None,
        ended=stated.ended if stated else None,
        basis=at.off_status or (located[-1].status if located else ""),
        others=tuple(f"{s.place}（{s.scheme}）" for s in at.stated[1:]),
    )


def _unsearched(question: RegisterQuestion | None, at: Standpoint) -> str:
    """Say why the register could not be searched, empty if it was."""
    if question is None or question.scope is Scope.NATION:
        return ""
    level = PROVINCE if question.scope is Scope.PROVINCE else COUNTY
    if at.here.id_at(level) is not None:
        return ""
    where = at.whereabouts
    for stated in at.stated[:1]:
        if stated.ended:
            now = f"（现为{'、'.join(stated.successors)}）" if stated.successors else ""
            return f"{stated.place}已撤销{now}"
        return f"{stated.place}不是区县或其下的政区"
    if where.code or where.county or where.province:
        return f"库中没有“{where.code or where.province + where.county}”的地名资料"
    return "未说明所在的区县，也没有坐标"
