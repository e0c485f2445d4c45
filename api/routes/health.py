"""Whether the process lives, whether it can do its work, and what a problem type means."""

from __future__ import annotations

import time
from html import escape
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from api.dependencies import Reader
from api.problems.table import KINDS
from api.routes.pages import page
from api.schemas.health import CountsOut, HealthOut, ReadyOut
from api.services import reporting_readiness
from api.services.refusals import UnknownProblem

router = APIRouter(tags=["运行"])


@router.get("/health", summary="进程是否存活", description="只看进程本身，不访问数据库。")
def health(request: Request) -> HealthOut:
    """Answer as long as the process lives."""
    state = request.app.state
    return HealthOut(
        status="ok",
        version=request.app.version,
        uptime_s=round(time.monotonic() - state.started_at, 3),
        checkout=state.settings.checkout,
    )


@router.get(
    "/ready",
    summary="服务是否就绪",
    description="检查数据库可连接、结构为最新、数据已装载；未就绪时回答 503 并逐项说明如何处理。",
)
def ready(db: Reader) -> ReadyOut:
    """Answer 200 if the database is reachable, migrated and filled."""
    found = reporting_readiness.report(db)
    counts = found.counts
    return ReadyOut(
        status="ready",
        revision=found.revision,
        data_version=found.data_version,
        counts=CountsOut(
            divisions=counts.divisions,
            names=counts.names,
            areas=counts.areas,
            lines=counts.lines,
            heritage=counts.heritage,
        ),
    )


@router.get(
    "/problems/{slug}",
    summary="问题类型说明",
    description="错误回答中 type 字段所指的说明页。",
    response_class=HTMLResponse,
)
def problem_kind(
    slug: Annotated[str, Path(max_length=64, description="问题类型", examples=["unknown-field"])],
) -> HTMLResponse:
    """Explain a kind of problem."""
    kind = next((kind for kind in KINDS if kind.slug == slug), None)
    if kind is None:
        raise UnknownProblem(f"没有名为“{slug}”的问题类型", "全部问题类型见 /docs")
    return page(
        kind.title,
        f"<p><code>{escape(kind.type)}</code>，HTTP 状态码 {kind.status}</p>"
        f"<h2>如何处理</h2><p>{escape(kind.remedy)}</p>",
    )
