"""Names offered instead of a refused one, as they go out."""

from __future__ import annotations

from pydantic import Field

from api.schemas.findings import VERDICT_TITLES
from api.schemas.strict import Out
from api.services.suggesting_names import Offer


class AlternativeOut(Out):
    """A name that passes, offered instead of the one that does not."""

    name: str = Field(examples=["分水石坡村"])
    why: str = Field(description="为什么可用", examples=["冠以所在地“分水镇”的名称"])
    verdict_title: str = Field(description="该名称自身的审核结论", examples=["通过"])
    romanization: str = Field(examples=["Fēnshuǐshípōcūn"])

    @classmethod
    def of(cls, offer: Offer) -> AlternativeOut:
        """Return the offer as it goes out."""
        report = offer.check.report
        return cls(
            name=report.name,
            why=offer.alternative.why,
            verdict_title=VERDICT_TITLES[report.verdict.value],
            romanization=report.romanization.toned,
        )
