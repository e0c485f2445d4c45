"""What lies in a case (办件), as it goes out: names, steps, papers, opinions, filings."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

import shapely
from pydantic import Field

from api.schemas.cases import Answers, Papers
from api.schemas.features import Geometry
from api.schemas.findings import VERDICT_TITLES, Verdicts
from api.schemas.strict import Out
from api.services.cases.hearing import Answer
from api.services.cases.laying import gaps_of
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptStep
from api.store.queries.cases.opinions import KeptComment, KeptConsultation, KeptOpinion
from api.store.queries.cases.outcomes import KeptFiling, KeptRelease
from api.store.queries.cases.papers import KeptDocument
from naming.procedure.papers import Paper
from naming.procedure.words import Part, Verb


class ItemOut(Out):
    """A name of a case."""

    row: int
    name: str
    place_type: str
    place_kind: str | None
    division: str
    division_code: str
    romanization: str
    geometry: Geometry | None
    name_id: int | None = Field(description="所涉及的登记地名")
    former_name: str
    reason: str
    meaning: str
    origin: str
    location: str
    size: str
    length_m: float | None
    width_m: float | None
    measured_length_m: float | None = Field(description="图上量得的长度（米）")
    significant_orientation: bool | None
    details: dict[str, Any]
    change: dict[str, Any] | None
    state: str = Field(description="proposed 拟用，struck 已剔除，approved 已批准，refused 未批准")
    struck_reason: str
    verdict: Verdicts | None = Field(description="最近一次审核的结论")
    verdict_title: str
    approved_name_id: int | None = Field(description="批准后在地名库中的编号")

    @classmethod
    def of(cls, item: KeptItem) -> ItemOut:
        """Return a name of a case as it goes out."""
        told = {name: getattr(item, name) for name in cls.model_fields if hasattr(item, name)}
        shape = item.geometry
        drawn = None if shape is None else json.loads(shapely.to_geojson(shape))
        return cls.model_validate(
            {
                **told,
                "geometry": drawn,
                "name_id": item.place_name_id,
                "verdict_title": VERDICT_TITLES[item.verdict] if item.verdict else "",
            }
        )


class CaseStepOut(Out):
    """A step that was taken."""

    verb: str
    title: str
    start: str
    end: str
    part: str
    part_title: str
    person: str
    organisation: str
    note: str
    clause: str
    taken_on: date
    taken_at: datetime

    @classmethod
    def of(cls, step: KeptStep) -> CaseStepOut:
        """Return a step as it goes out."""
        told = {name: getattr(step, name) for name in cls.model_fields if hasattr(step, name)}
        told |= {"title": Verb(step.verb).zh, "part_title": Part(step.part).zh}
        return cls.model_validate(told)


class FileOut(Out):
    """A file of a paper."""

    sha256: str
    name: str
    media_type: str
    size: int = Field(description="字节数")


class PaperOut(Out):
    """A paper of a case."""

    id: UUID
    paper: Papers
    paper_title: str
    title: str
    number: str
    issuer: str
    issued_on: date | None
    fields: dict[str, str]
    files: list[FileOut]
    written_by_name: str
    written_at: datetime
    gaps: list[str] = Field(description="缺什么，一句一项；齐全时为空")

    @classmethod
    def of(cls, document: KeptDocument) -> PaperOut:
        """Return a paper as it goes out."""
        names = set(cls.model_fields) - {"files", "gaps", "paper_title"}
        told = {name: getattr(document, name) for name in names}
        files = [
            {n: getattr(f, n) for n in ("sha256", "name", "media_type", "size")}
            for f in document.files
        ]
        gaps = [gap.message for gap in gaps_of(document)]
        title = Paper(document.paper).zh
        return cls.model_validate({**told, "files": files, "gaps": gaps, "paper_title": title})


class OpinionOut(Out):
    """An opinion asked of a department or an expert."""

    id: UUID
    kind: str
    asked_as: str = Field(description="以何身份征求意见，没有时为空")
    asked_of: str
    organisation_id: int | None
    question: str
    asked_on: date
    due_on: date | None
    answer: Answers | None = Field(description="未答复时为空")
    answer_title: str
    opinion: str
    person: str
    answered_on: date | None

    @classmethod
    def of(cls, opinion: KeptOpinion) -> OpinionOut:
        """Return an opinion as it goes out."""
        told = {n: getattr(opinion, n) for n in cls.model_fields if hasattr(opinion, n)}
        title = Answer(opinion.answer).zh if opinion.answer else "未答复"
        return cls.model_validate({**told, "answer_title": title})


class ConsultationOut(Out):
    """A consultation of the public."""

    id: UUID
    case_id: UUID
    case_number: str
    county: str
    title: str
    body: str
    opens_on: date
    closes_on: date
    closed_on: date | None
    summary: str
    comments: int = Field(description="收到的意见数")
    unanswered: int = Field(description="未答复的意见数")

    @classmethod
    def of(cls, one: KeptConsultation) -> ConsultationOut:
        """Return a consultation as it goes out."""
        return cls.model_validate({name: getattr(one, name) for name in cls.model_fields})


class CommentOut(Out):
    """A comment of the public, as officials see it."""

    id: UUID
    author: str
    contact: str
    answer: Answers
    comment: str
    received_at: datetime
    reply: str
    adopted: bool | None
    replied_by: str
    replied_on: date | None

    @classmethod
    def of(cls, one: KeptComment) -> CommentOut:
        """Return a comment as it goes out."""
        return cls.model_validate({name: getattr(one, name) for name in cls.model_fields})


class ReleaseStatedOut(Out):
    """A named statement of a case."""

    rule: str
    person: str
    reason: str
    stated_on: date
    item_id: int | None

    @classmethod
    def of(cls, one: KeptRelease) -> ReleaseStatedOut:
        """Return a statement as it goes out."""
        return cls.model_validate({name: getattr(one, name) for name in cls.model_fields})


class FilingOut(Out):
    """An approval that was sent to be filed."""

    receiver: str
    papers_to: str
    reported_on: date
    outcome: str = Field(description="waiting 待备案，returned 退回补正，filed 已备案")
    outcome_on: date | None
    number: str
    note: str

    @classmethod
    def of(cls, one: KeptFiling) -> FilingOut:
        """Return a filing as it goes out."""
        return cls.model_validate({name: getattr(one, name) for name in cls.model_fields})
