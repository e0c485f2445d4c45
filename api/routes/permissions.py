"""Who may use which route (权限表): closed, unless it is open here or guarded at its door.

A route is either one line of `OPEN`, with the reason, or is guarded: by a line of `GUARDED`, or at
its own door (`needs(...)` or `Signed`). What has none of these is answered 403 to everybody:
nothing is open by forgetting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.dependencies.callers import caller_of, is_at_browser, is_sign_in, require
from api.services.person import ROLES
from api.services.refusals import RoleNeeded

SECURITY: tuple[dict[str, list[str]], ...] = ({"令牌": []}, {"会话": []})
"""How one signs in, as the OpenAPI document names it (see `api.dependencies.callers`)."""

PUBLISHED = "已公布的资料"
STATELESS = "只核验提交的内容，不保存"
RUNNING = "运行状态与接口说明"
SENDERS = "只对上传的人：凭编号，且须为其账户、单位、浏览器或网络地址"
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
    "GET /sign-in/elsewhere": "登录",
    "GET /sign-in/back": "登录",
    "POST /sign-out": "退出",
    "GET /api/v1/names": PUBLISHED,
    "GET /api/v1/names/{id}": PUBLISHED,
    "GET /api/v1/names/{id}/record": PUBLISHED,
    "GET /api/v1/names/{id}/events": PUBLISHED,
    "GET /api/v1/standard-names": PUBLISHED,
    "GET /api/v1/name-exports/names.{form}": PUBLISHED,
    "GET /api/v1/name-tags": PUBLISHED,
    "GET /api/v1/name-tags/{tag}/names": PUBLISHED,
    "GET /api/v1/names/{id}/tags": PUBLISHED,
    "GET /api/v1/stories": PUBLISHED,
    "GET /api/v1/stories/{id}": PUBLISHED,
    "GET /api/v1/stories/{id}/photos/{photo}": PUBLISHED,
    "GET /api/v1/signs": PUBLISHED,
    "GET /api/v1/signs/{id}": PUBLISHED,
    "GET /api/v1/sign-exports/signs.{form}": PUBLISHED,
    "GET /api/v1/signs/{id}/preview.svg": PUBLISHED,
    "GET /api/v1/signs/{id}/preview.png": PUBLISHED,
    "GET /api/v1/signs/{id}/preview.pdf": PUBLISHED,
    "GET /api/v1/signs/{id}/photos": PUBLISHED,
    "GET /api/v1/signs/{id}/photos/{photo}": PUBLISHED,
    "GET /api/v1/sign-previews/plate.svg": STATELESS,
    "GET /api/v1/sign-previews/plate.png": STATELESS,
    "POST /api/v1/sign-checks": STATELESS,
    "GET /api/v1/heritage": PUBLISHED,
    "GET /api/v1/heritage/lists": PUBLISHED,
    "GET /api/v1/heritage/{listing_id}": PUBLISHED,
    "GET /heritage": PUBLISHED,
    "GET /procedure": PUBLISHED,
    "GET /api/v1/procedures/{kind}": PUBLISHED,
    "GET /guide": PUBLISHED,
    "GET /guide/check": STATELESS,
    "GET /report-issue": PAGE,
    "POST /report-issue": "群众反映地名问题，待核实",
    "PUT /api/v1/programme/reports/{id}": "群众反映地名问题，待核实",
    "GET /maps/heritage": PUBLISHED,
    "GET /heritage/{listing_id}": PUBLISHED,
    "GET /api/v1/announcements": PUBLISHED,
    "GET /api/v1/announcements/{id}": PUBLISHED,
    "GET /names": PUBLISHED,
    "GET /names/{id}": PUBLISHED,
    "GET /stories/{id}": PUBLISHED,
    "GET /tags": PUBLISHED,
    "GET /tags/{tag}": PUBLISHED,
    "GET /signs": PUBLISHED,
    "GET /signs/{id}": PUBLISHED,
    "GET /announcements": PUBLISHED,
    "GET /announcements/{id}": PUBLISHED,
    "GET /consultations": PUBLISHED,
    "GET /consultations/{id}": PUBLISHED,
    "POST /consultations/{id}/comments": "公众意见，征求期内收取",
    "GET /status": PAGE,
    "POST /status": "凭办件编号和查询码",
    "GET /announcements.atom": PUBLISHED,
    "GET /announcements/{id}.{form}": PUBLISHED,
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
    "GET /api/v1/boundary-audits/{id}": SENDERS,
    "GET /api/v1/boundary-audits/{id}/result": SENDERS,
}
"""Routes for everybody, each with the reason why (in Chinese, for docs/permissions.md)."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a route asks of who comes: one of `roles` (any if empty), a token with `scope`.

    `browser` lets no token through, whatever its scopes.
    """

    roles: tuple[str, ...] = ()
    scope: str = "read"
    browser: bool = False


ANYBODY_SIGNED_IN = Guard()
NAMING = Guard((), "names")
INSPECTING = Guard(("boundary_inspector",), "inspections")
CONFIRMING = Guard(("boundary_inspector", "reviewer", "approver"), "inspections")
PLANNING = Guard(("boundary_inspector", "reviewer", "approver", "administrator"), "inspections")
BOUNDARY = Guard(("boundary_inspector", "approver"), "boundaries")
FILING = Guard(("boundary_inspector", "clerk", "reviewer"), "boundaries")

GUARDED = {
    "PUT /api/v1/inspection-rounds/{id}": PLANNING,
    "GET /api/v1/inspection-rounds": ANYBODY_SIGNED_IN,
    "PUT /api/v1/inspection-tasks/{id}": PLANNING,
    "POST /api/v1/inspection-tasks/{id}/cancellation": PLANNING,
    "GET /api/v1/inspection-tasks": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-board": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-reminders": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-reminders.{form}": ANYBODY_SIGNED_IN,
    "POST /api/v1/inspection-records/batch": INSPECTING,
    "PUT /api/v1/inspection-records/{id}": INSPECTING,
    "POST /api/v1/inspection-records/{id}/steps": CONFIRMING,
    "POST /api/v1/inspection-records/{id}/corrections": INSPECTING,
    "POST /api/v1/inspection-records/{id}/mendings": INSPECTING,
    "GET /api/v1/inspection-records": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/diagnosis": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/revisions/{number}": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/report.{form}": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/marker-table.xlsx": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/archive.zip": ANYBODY_SIGNED_IN,
    "PUT /api/v1/inspection-records/{id}/tracks/{track}": INSPECTING,
    "GET /api/v1/inspection-records/{id}/tracks/{track}/received": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/tracks/{track}": ANYBODY_SIGNED_IN,
    "PUT /api/v1/inspection-records/{id}/photos/{photo}": INSPECTING,
    "GET /api/v1/inspection-records/{id}/photos/{photo}/received": ANYBODY_SIGNED_IN,
    "GET /api/v1/inspection-records/{id}/photos/{photo}": ANYBODY_SIGNED_IN,
    "GET /inspections": ANYBODY_SIGNED_IN,
    "GET /inspections/{id}": ANYBODY_SIGNED_IN,
    "GET /maps/inspections/{id}": ANYBODY_SIGNED_IN,
    "POST /api/v1/boundaries/{code}/changes": BOUNDARY,
    "POST /api/v1/lines/{code}/markers": BOUNDARY,
    "PUT /api/v1/lines/{code}/markers/{number}": BOUNDARY,
    "PUT /api/v1/lines/{code}/markers/{number}/pictures/{id}": BOUNDARY,
    "PUT /api/v1/lines/{code}/culture-markers/{id}": BOUNDARY,
    "PUT /api/v1/lines/{code}/covenant-steles/{id}": BOUNDARY,
    "GET /api/v1/lines/{code}/markers/audit": ANYBODY_SIGNED_IN,
    "GET /lines/{code}/marker-audit": ANYBODY_SIGNED_IN,
    "GET /api/v1/line-archives": ANYBODY_SIGNED_IN,
    "GET /api/v1/line-archives.{form}": ANYBODY_SIGNED_IN,
    "GET /line-archives": ANYBODY_SIGNED_IN,
    "GET /api/v1/lines/{code}/archive": ANYBODY_SIGNED_IN,
    "POST /api/v1/lines/{code}/archive/documents": FILING,
    "PUT /api/v1/lines/{code}/archive/documents/{id}/file": FILING,
    "GET /api/v1/lines/{code}/archive/documents/{id}/file": ANYBODY_SIGNED_IN,
    "POST /api/v1/lines/{code}/archive/documents/{id}/withdrawal": FILING,
}
"""Routes for who has signed in, where the door itself has no guard."""

OPEN |= dict.fromkeys(
    (
        "POST /api/v1/name-files",
        "GET /api/v1/name-files/{id}",
        "GET /api/v1/name-files/{id}/result",
        "DELETE /api/v1/name-files/{id}",
    ),
    SENDERS,
)


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


def in_words(permission: Permission) -> str:
    """Return in Chinese who may use a route."""
    if permission.open_because:
        return f"公开：{permission.open_because}"
    if permission.closed:
        return "未登记，不开放"
    roles = [role for guard in permission.guards for role in guard.roles]
    scopes = {guard.scope for guard in permission.guards} - {"read"} or {"read"}
    who = "、".join(ROLES[role] for role in dict.fromkeys(roles)) or "已登录的人员"
    if any(guard.browser for guard in permission.guards):
        return f"{who}；须在浏览器登录，不用令牌"
    return f"{who}；令牌须含 {'、'.join(sorted(scopes))}"


def permissions_of(routers: Iterable[APIRouter]) -> dict[str, Permission]:
    """Return the permission of every route of the application, by method and path."""
    found = [one for router in routers for one in _of_router(router)]
    return {one.key: one for one in found}


def _of_router(router: APIRouter) -> Iterator[Permission]:
    for route in router.routes:
        assert isinstance(route, APIRoute), f"{route} is no route with a door"
        own = tuple(dict.fromkeys(_guards_of(route.dependant)))
        for method in sorted(route.methods or ()):
            key = f"{method} {route.path}"
            laid = (GUARDED[key],) if key in GUARDED else ()
            yield Permission(method, route.path, OPEN.get(key, ""), own + laid)


def _guards_of(dependant: Dependant) -> Iterator[Guard]:
    roles: Any = getattr(dependant.call, "roles", None)
    if roles is not None:
        yield Guard(roles, getattr(dependant.call, "scope", "read"))
    elif is_sign_in(dependant.call):
        yield Guard()
    elif is_at_browser(dependant.call):
        yield Guard(browser=True)
    for inner in dependant.dependencies:
        yield from _guards_of(inner)


async def permitted(request: Request) -> None:
    """Let only those in who may use the route.

    Raises:
        SignInNeeded: Nobody has signed in, and the route is not open.
        RoleNeeded: No role or token scope for it, or nobody has said who may use it.
    """
    key = f"{request.method} {getattr(request.scope.get('route'), 'path', '')}"
    permission = request.app.state.permissions.get(key)
    if permission is None or permission.closed:
        where = "api/routes/permissions.py"
        raise RoleNeeded(f"该地址没有登记可由谁使用（见 {where}），暂不开放", "请联系系统管理员")
    if key in GUARDED:
        guard = GUARDED[key]
        require(request, await caller_of(request), guard.roles, guard.scope)


def document_guards(document: dict[str, Any], permissions: Mapping[str, Permission]) -> None:
    """Write into an OpenAPI document which operations ask to sign in, and with what role."""
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            permission = permissions.get(f"{verb.upper()} {path}")
            if permission is None or not permission.guards:
                continue
            operation["security"] = [dict(one) for one in SECURITY]
            held = sorted({role for guard in permission.guards for role in guard.roles})
            if held:
                operation["x-roles"] = held
