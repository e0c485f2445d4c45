"""Documents of cases (文书), as they go out."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.case_parts import FileOut
from api.schemas.strict import Out
from api.services.cases.documents import DocumentState
from api.services.cases.freezing import Frozen

DocumentKinds = Literal[
    "application",
    "opinion_request",
    "consultation_notice",
    "approval_reply",
    "filing_report",
    "filing_form",
    "announcement",
]


class DocumentOut(Out):
    """A document that can, or cannot yet, be made."""

    kind: DocumentKinds
    title: str
    ready: bool = Field(description="现在能否生成")
    lacking: list[str] = Field(description="还缺少的内容")

    @classmethod
    def of(cls, state: DocumentState) -> DocumentOut:
        """Return it as it goes out."""
        return cls(
            kind=state.kind.value,
            title=state.kind.zh,
            ready=not state.lacking,
            lacking=list(state.lacking),
        )


class DocumentsOut(Out):
    """The documents of a case."""

    documents: list[DocumentOut]


class FrozenOut(Out):
    """A document kept in the case."""

    paper: UUID = Field(description="存入哪份材料")
    file: FileOut

    @classmethod
    def of(cls, frozen: Frozen) -> FrozenOut:
        """Return it as it goes out."""
        taken = frozen.file
        return cls(
            paper=frozen.paper,
            file=FileOut(
                sha256=taken.sha256, name=taken.name, media_type=taken.media_type, size=taken.size
            ),
        )
