"""Who may use which route (权限表): closed, unless it is open here or guarded at its door.

A route is either one line of `OPEN`, with the reason, or has a guard of its own (`needs(...)` or
`Signed`). What has neither is answered 403 to everybody: nothing is open by forgetting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.dependencies.callers import is_sign_in
from api.services.refusals import RoleNeeded

PUBLISHED = "已公布的资料"
STATELESS = "只核验提交的内容，不保存"
RUNNING = "运行状态与接口说明"
PAGE = "页面本身，不含未公布的内容"

OPEN = {
    "GET /": PAGE,
    "GET /check": PAGE,
    "GET /docs": RUNNING,
    "GET /health": RUNNING,
    "GET /ready": RUNNING,
    "GET /problems/{slug}": RUNNING,
    "GET /sign-in": PAGE,
    "POST /sign-in": "登录",
    "POST /sign-out": "退出",
    "GET /api/v1/names": PUBLISHED,
    "GET /api/v1/names/{id}": PUBLISHED,
    "GET /api/v1/names/{id}/record": PUBLISHED,
    "GET /api/v1/names/{id}/events": PUBLISHED,
    "GET /api/v1/standard-names": PUBLISHED,
    "GET /api/v1/name-exports/names.{form}": PUBLISHED,
    "GET /api/v1/signs": PUBLISHED,
    "GET /api/v1/signs/{id}": PUBLISHED,
    "GET /api/v1/signs/{id}/preview.svg": PUBLISHED,
    "GET /api/v1/signs/{id}/photos": PUBLISHED,
    "GET /api/v1/signs/{id}/photos/{photo}": PUBLISHED,
    "GET /api/v1/sign-previews/plate.svg": STATELESS,
    "POST /api/v1/sign-checks": STATELESS,
    "GET /api/v1/heritage": PUBLISHED,
    "GET /api/v1/heritage/{listing_id}": PUBLISHED,
    "GET /heritage": PUBLISHED,
    "GET /heritage/{listing_id}": PUBLISHED,
    "GET /api/v1/announcements": PUBLISHED,
    "GET /api/v1/announcements/{id}": PUBLISHED,
    "GET /announcements.atom": PUBLISHED,
    "GET /announcements.json": PUBLISHED,
    "GET /api/v1/consultations": PUBLISHED,
    "GET /api/v1/consultations/{id}": PUBLISHED,
    "POST /api/v1/consultations/{id}/comments": "公众意见，征求期内收取",
    "GET /api/v1/case-status": "凭办件编号和查询码",
    "GET /api/v1/rules": PUBLISHED,
    "GET /api/v1/rules/parameters": PUBLISHED,
    "GET /api/v1/divisions": PUBLISHED,
    "GET /api/v1/divisions/at": PUBLISHED,
    "GET /api/v1/divisions/{id}": PUBLISHED,
    "GET /api/v1/boundaries": PUBLISHED,
    "GET /api/v1/boundaries/{code}": PUBLISHED,
    "GET /api/v1/boundaries/{code}/changes": PUBLISHED,
    "GET /api/v1/layers/{kind}": PUBLISHED,
    "GET /api/v1/lines": PUBLISHED,
    "GET /api/v1/lines/{code}/profile": PUBLISHED,
    "GET /api/v1/lines/{code}/markers": PUBLISHED,
    "GET /api/v1/lines/{code}/markers/{number}": PUBLISHED,
    "GET /api/v1/lines/{code}/markers/{number}/versions": PUBLISHED,
    "GET /api/v1/lines/{code}/markers/{number}/form.{form}": PUBLISHED,
    "GET /api/v1/lines/{code}/marker-table.xlsx": PUBLISHED,
    "GET /api/v1/lines/{code}/markers/{number}/pictures/{id}": PUBLISHED,
    "GET /lines/{code}/markers/{number}/sketch.png": PUBLISHED,
    "GET /api/v1/lines/{code}/culture-markers": PUBLISHED,
    "GET /api/v1/lines/{code}/culture-markers/{id}/versions": PUBLISHED,
    "GET /api/v1/lines/{code}/covenant-steles": PUBLISHED,
    "GET /api/v1/lines/{code}/covenant-steles/{id}/versions": PUBLISHED,
    "GET /lines/{code}/monuments": PUBLISHED,
    "GET /api/v1/locate": PUBLISHED,
    "POST /api/v1/locate": STATELESS,
    "POST /api/v1/locate/area": STATELESS,
    "GET /maps/overview": PUBLISHED,
    "GET /maps/lines/{code}": PUBLISHED,
    "GET /lines": PUBLISHED,
    "GET /lines/{code}": PUBLISHED,
    "GET /lines/{code}/markers/{number}": PUBLISHED,
    "POST /api/v1/name-checks": STATELESS,
    "POST /api/v1/inspection-checks": STATELESS,
    "POST /api/v1/coordinate-diagnoses": STATELESS,
    "POST /api/v1/boundary-audits": STATELESS,
    "GET /api/v1/boundary-audits/{id}": "凭检查编号查看进度",
    "GET /api/v1/boundary-audits/{id}/result": "凭检查编号取回，半小时后删除",
}
"""Routes for everybody, each with the reason why (in Chinese, for docs/permissions.md)."""


PREPARED = dict.fromkeys(
    (
        "POST /api/v1/name-files",
        "GET /api/v1/name-files/{id}",
        "GET /api/v1/name-files/{id}/result",
        "DELETE /api/v1/name-files/{id}",
        "POST /api/v1/boundaries/{code}/changes",
        "PUT /api/v1/inspection-rounds/{id}",
        "GET /api/v1/inspection-rounds",
        "PUT /api/v1/inspection-tasks/{id}",
        "POST /api/v1/inspection-tasks/{id}/cancellation",
        "GET /api/v1/inspection-tasks",
        "GET /api/v1/inspection-board",
        "PUT /api/v1/inspection-records/{id}",
        "POST /api/v1/inspection-records/{id}/steps",
        "POST /api/v1/inspection-records/{id}/corrections",
        "GET /api/v1/inspection-records",
        "GET /api/v1/inspection-records/{id}",
        "GET /api/v1/inspection-records/{id}/revisions/{number}",
        "GET /api/v1/inspection-records/{id}/report.{form}",
        "GET /api/v1/inspection-records/{id}/archive.zip",
        "POST /api/v1/inspection-records/batch",
        "PUT /api/v1/inspection-records/{id}/tracks/{track}",
        "GET /api/v1/inspection-records/{id}/tracks/{track}/received",
        "GET /api/v1/inspection-records/{id}/tracks/{track}",
        "PUT /api/v1/inspection-records/{id}/photos/{photo}",
        "GET /api/v1/inspection-records/{id}/photos/{photo}/received",
        "GET /api/v1/inspection-records/{id}/photos/{photo}",
        "PUT /api/v1/inspection-records/{id}/tracks/{track}",
        "GET /api/v1/inspection-records/{id}/tracks/{track}/received",
        "GET /api/v1/inspection-records/{id}/tracks/{track}",
        "POST /api/v1/inspection-records/batch",
        "GET /api/v1/inspection-records/{id}/diagnosis",
        "POST /api/v1/inspection-records/{id}/mendings",
        "GET /api/v1/inspection-reminders",
        "GET /api/v1/inspection-reminders.{form}",
        "POST /api/v1/lines/{code}/markers",
        "GET /api/v1/lines/{code}/markers/audit",
        "PUT /api/v1/lines/{code}/markers/{number}",
        "PUT /api/v1/lines/{code}/markers/{number}/pictures/{id}",
        "GET /lines/{code}/marker-audit",
        "PUT /api/v1/lines/{code}/culture-markers/{id}",
        "PUT /api/v1/lines/{code}/covenant-steles/{id}",
        "GET /api/v1/lines/{code}/archive",
        "POST /api/v1/lines/{code}/archive/documents",
        "PUT /api/v1/lines/{code}/archive/documents/{id}/file",
        "GET /api/v1/lines/{code}/archive/documents/{id}/file",
        "POST /api/v1/lines/{code}/archive/documents/{id}/withdrawal",
        "GET /api/v1/line-archives",
        "GET /api/v1/line-archives.{form}",
        "GET /line-archives",
        "GET /api/v1/inspection-records/{id}/marker-table.xlsx",
        "GET /inspections",
        "GET /inspections/{id}",
        "GET /maps/inspections/{id}",
    ),
    "资料编制期间开放",
)
"""Routes that are open while the register is being built up."""

OPEN |= PREPARED


@dataclass(frozen=True, slots=True)
class Guard:
    """What a route asks of who comes: one of `roles` (any if empty), a token with `scope`."""

    roles: tuple[str, ...] = ()
    scope: str = "read"


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may use a route: everybody (`open_because`), whoever all `guards` let in, or nobody."""

    method: str
    path: str
    open_because: str = ""
    guards: tuple[Guard, ...] = ()

    @property
    def closed(self) -> bool:
        """Tell whether nobody may use the route, because it was forgotten here."""
        return not self.open_because and not self.guards

    @property
    def key(self) -> str:
        """Return method and path, as `OPEN` writes them."""
        return f"{self.method} {self.path}"

    def lets_in(self, roles: Iterable[str]) -> bool:
        """Tell whether somebody signed in with these roles may use the route."""
        held = frozenset(roles)
        return bool(self.open_because) or (
            bool(self.guards) and all(not g.roles or held & {*g.roles} for g in self.guards)
        )


def permissions_of(routers: Iterable[APIRouter]) -> dict[str, Permission]:
    """Return the permission of every route of the application, by method and path."""
    found = [one for router in routers for one in _of_router(router)]
    return {one.key: one for one in found}


def _of_router(router: APIRouter) -> Iterator[Permission]:
    for route in router.routes:
        assert isinstance(route, APIRoute), f"{route} is no route with a door"
        guards = tuple(dict.fromkeys(_guards_of(route.dependant)))
        for method in sorted(route.methods or ()):
            because = OPEN.get(f"{method} {route.path}", "")
            yield Permission(method, route.path, because, guards)


def _guards_of(dependant: Dependant) -> Iterator[Guard]:
    roles: Any = getattr(dependant.call, "roles", None)
    if roles is not None:
        yield Guard(roles, getattr(dependant.call, "scope", "read"))
    elif is_sign_in(dependant.call):
        yield Guard()
    for inner in dependant.dependencies:
        yield from _guards_of(inner)


async def refuse_closed(request: Request) -> None:
    """Refuse a route that is neither open nor guarded.

    Raises:
        RoleNeeded: Nobody has said who may use it.
    """
    path = getattr(request.scope.get("route"), "path", "")
    permission = request.app.state.permissions.get(f"{request.method} {path}")
    if permission is None or permission.closed:
        raise RoleNeeded(
            "该地址没有登记可由谁使用（见 api/routes/permissions.py），暂不开放", "请联系系统管理员"
        )
