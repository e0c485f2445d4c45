"""The application: rooms behind one door. Nothing happens at import."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version
from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

from api import dependencies
from api.problems import answers, documenting
from api.problems.body_limit import BodyLimit
from api.problems.trail import Trail
from api.routes import (
    accounts,
    announcements,
    boundaries,
    boundary_audits,
    boundary_pages,
    case_appraisals,
    case_batches,
    case_documents,
    case_papers,
    case_steps,
    case_works,
    cases,
    check_page,
    coordinate_diagnoses,
    divisions,
    gazetteers,
    health,
    heritage,
    heritage_measures,
    inspection_mendings,
    inspection_pages,
    inspection_photos,
    inspection_records,
    inspection_reminders,
    inspection_tasks,
    inspections,
    journal,
    layers,
    line_archive_pages,
    line_archives,
    line_changes,
    lines,
    locate,
    maps,
    marker_pages,
    marker_pictures,
    markers,
    monuments,
    name_checks,
    name_ends,
    name_exports,
    name_files,
    name_records,
    names,
    orders,
    permissions,
    procedures,
    programme,
    programme_audits,
    rates,
    reference,
    rules,
    sign_checks,
    sign_exports,
    sign_files,
    signs,
    stories,
)
from api.routes.console import (
    applying,
    audit,
    batches,
    case_file,
    elsewhere,
    guide,
    home,
    published,
    register_pages,
    rendering,
    sign_in,
    users,
)
from api.routes.console import books as book_pages
from api.routes.console import cases as case_pages
from api.routes.console import orders as order_pages
from api.routes.console import procedures as procedure_page
from api.routes.console import programme as programme_page
from api.routes.console import signs as sign_pages
from api.schemas.problems import Problem
from api.services import working_audits_off
from api.services.cases.working_off import clerk_for
from api.services.checking_files import Desk
from api.services.drawing_maps import Atlas
from api.services.keeping_audits import AuditDesk
from api.services.printing.templates import TemplateBroken, unusable_templates
from api.services.signing_in_elsewhere import Provider
from api.settings import Settings
from api.store.checks import driver_url
from api.store.session import Engine, engine_for

DESCRIPTION = (
    "乡村地名合规审核、界线联检记录核验，以及行政区划、界线、地名的查询。"
    "坐标为 CGCS2000（EPSG:4490）经纬度，先经度后纬度，七位小数；GeoJSON 遵循 RFC 7946。"
    "错误一律为 RFC 9457 的 application/problem+json。"
)

TAGS = [
    {"name": "地名", "description": "检索地名与历史地名。"},
    {"name": "地名+", "description": "地名的标签与故事：旅游、美食、产业、文化。"},
    {"name": "标志", "description": "地名标志：登记、巡查、维修、照片，版面核对与预览。"},
    {"name": "审核", "description": "拟用地名对照法规与已有地名的审核，以及规则目录。"},
    {"name": "区划", "description": "省至村各级行政区划及其沿革。"},
    {"name": "界线", "description": "行政区域界线、界桩与联合检查记录的核验。"},
    {"name": "界桩", "description": "界桩登记、文化标志、公约碑与界线档案。"},
    {"name": "联检", "description": "界线联合检查的计划、记录与照片：填报、确认、上报、备案。"},
    {"name": "办件", "description": "地名的命名、更名、废名：申请、受理、审查、批准、备案、公告。"},
    {"name": "公告", "description": "无需账户：办件进度、地名公告与订阅、公众意见征求。"},
    {"name": "乡村著名行动", "description": "逐月统计、四类问题、上图批次。"},
    {"name": "责令", "description": "责令限期改正、限期报送备案及其结果。"},
    {"name": "地图", "description": "可嵌入的地图。"},
    {"name": "用户", "description": "登录的人是谁；用户、机构、角色与管辖范围的管理。"},
    {"name": "运行", "description": "进程与数据的状态。"},
]

ROUTERS = (
    reference.router,
    names.router,
    name_records.router,
    name_ends.router,
    name_exports.router,
    signs.router,
    sign_checks.router,
    stories.router,
    gazetteers.router,
    heritage.router,
    heritage_measures.router,
    name_checks.router,
    name_files.router,
    rules.router,
    divisions.router,
    boundaries.router,
    layers.router,
    line_changes.router,
    boundary_audits.router,
    inspections.router,
    inspection_tasks.router,
    inspection_reminders.router,
    inspection_records.router,
    inspection_photos.router,
    inspection_mendings.router,
    coordinate_diagnoses.router,
    lines.router,
    markers.router,
    marker_pictures.router,
    monuments.router,
    line_archives.router,
    locate.router,
    maps.router,
    check_page.router,
    boundary_pages.router,
    marker_pages.router,
    line_archive_pages.router,
    inspection_pages.router,
    health.router,
    cases.router,
    case_batches.router,
    case_works.router,
    case_steps.router,
    case_papers.router,
    case_appraisals.router,
    announcements.router,
    case_documents.router,
    procedures.router,
    procedure_page.router,
    programme.router,
    programme_audits.router,
    *programme_page.ROUTERS,
    orders.router,
    order_pages.router,
    sign_files.router,
    sign_exports.router,
    guide.router,
    accounts.router,
    journal.router,
    sign_in.router,
    elsewhere.router,
    users.router,
    audit.router,
    *register_pages.ROUTERS,
    home.router,
    published.router,
    *sign_pages.ROUTERS,
    book_pages.router,
    applying.router,
    batches.router,
    case_file.router,
    case_pages.router,
)


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """Return the application for `settings`; connections are opened when it starts.

    Args:
        settings: Gives the database, the limits and the logging.
        engine: Used instead of one made from `settings.database_url`, and left open at the end.

    Raises:
        ValueError: Neither an engine nor a database address is given.
        TemplateBroken: A template that the office laid over ours cannot be used.
    """
    if engine is None and settings.database_url is None:
        raise ValueError("settings.database_url is needed where no engine is given")
    if wrong := unusable_templates(settings.overlays):
        raise TemplateBroken("；".join(wrong), "请改正叠加目录 documents 中的文书模板后再启动")

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        log_to_stderr(as_json=settings.log_json, level=settings.log_level)
        own = engine is None
        app.state.engine = engine or engine_for(
            driver_url(settings.database_url or ""), pool_size=settings.pool_size
        )
        try:
            with _work_beside(app, settings):
                yield
        finally:
            if own:
                app.state.engine.dispose()

    app = FastAPI(
        title="地名",
        version=version("diming"),
        description=DESCRIPTION,
        lifespan=life,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        dependencies=[
            Depends(permissions.permitted),
            Depends(rates.hold_back),
            Depends(dependencies.refuse_unreadable_query),
            Depends(dependencies.refuse_unknown_parameters),
            Depends(dependencies.refuse_unreadable_body),
        ],
    )
    app.state.settings = settings
    app.state.started_at = time.monotonic()
    app.state.provider = Provider(settings)
    app.state.permissions = permissions.permissions_of(ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    folder = maps.asset_folder()
    app.mount(f"/static/{folder}", maps.asset_files())
    app.mount(f"/static/{check_page.own_folder()}", maps.asset_files(check_page.STATIC))
    app.mount(
        f"/static/{rendering.own_folder()}", maps.asset_files(rendering.STATIC), name="console"
    )
    app.mount(f"/static/{rendering.library_folder()}", maps.asset_files(rendering.library_home()))
    app.state.problem_page = rendering.problem_page
    app.state.atlas = Atlas(f"../static/{folder}")
    answers.install(app)
    app.add_exception_handler(dependencies.NotModified, _not_modified)
    app.add_middleware(BodyLimit, limit_bytes=settings.body_limit_bytes)
    app.add_middleware(Trail)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]  # as FastAPI documents
    return app


@contextmanager
def _work_beside(app: FastAPI, settings: Settings) -> Iterator[None]:
    """Let what takes longer than an answer may be done beside the requests."""
    app.state.desk = Desk(app.state.engine)
    app.state.desk.open()
    app.state.case_clerk = clerk_for(app.state.engine, settings.files_folder)
    app.state.case_clerk.start()
    app.state.programme_clerk = working_audits_off.clerk_for(app.state.engine)
    app.state.programme_clerk.start()
    app.state.audit_desk = AuditDesk()
    try:
        yield
    finally:
        app.state.audit_desk.close()
        app.state.programme_clerk.stop()
        app.state.case_clerk.stop()
        app.state.desk.close()


def log_to_stderr(*, as_json: bool, level: str) -> None:
    """Let the process write one line a request to standard error, JSON or for a terminal."""
    show: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            structlog.processors.format_exc_info,
            show,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        # looked up for each line: whoever runs us may have put another stream there
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


async def _not_modified(_request: Request, error: Exception) -> Response:
    assert isinstance(error, dependencies.NotModified)
    return Response(status_code=304, headers={"ETag": error.etag})


def _openapi(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, with the problems of every operation."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=TAGS,
        )
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        permissions.document_guards(document, app.state.permissions)
        documenting.document_problems(document, schema)
        documenting.document_forms(document)
        document["components"]["schemas"].update(inspections.components())
        app.openapi_schema = document
    return app.openapi_schema
