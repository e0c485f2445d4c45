"""Who asks: a visitor, somebody signed in at a browser, or a program with a token."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.services import secrets_kept, signing_in
from api.services.person import ROLES, SCOPES, Person
from api.services.refusals import FormOutdated, RoleNeeded, SignInNeeded

COOKIE = "diming_session"
MARK_HEADER = "x-csrf-token"
MARK_FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHANGE_PASSWORD = "/account/password"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

_bearer = HTTPBearer(
    auto_error=False, scheme_name="令牌", description="接口令牌，形如 dm_…，在“我的账户”页生成"
)
_cookie = APIKeyCookie(
    name=COOKIE,
    auto_error=False,
    scheme_name="会话",
    description=f"登录后的会话；写操作另须带请求头 {MARK_HEADER}",
)


def address_of(request: Request) -> str:
    """Return where the request comes from, as the journal names it."""
    return f"http:{request.client.host if request.client else '?'}"


async def caller_of(request: Request) -> Person | None:
    """Return who asks; None for a visitor. Found out once for a request.

    Raises:
        SignInNeeded: A token or session was given that is none (any more).
        FormOutdated: A write of a session without the mark of its forms.
    """
    if not hasattr(request.state, "caller"):
        request.state.caller = await _caller(request)
    known: Person | None = request.state.caller
    return known


async def _caller(request: Request) -> Person | None:
    given = request.headers.get("authorization", "")
    if given:
        return await _by_token(request, given)
    secret = request.cookies.get(COOKIE, "")
    if not secret:
        return None
    found = await run_in_threadpool(signing_in.person_of_session, request.app.state.engine, secret)
    if found is None:
        return None
    person, must_change = found
    if request.method not in SAFE and not await _marked(request, secret):
        if _is_open(request):
            # our own page of checks has no mark, and may be inside another office's page
            return None
        raise FormOutdated("提交的内容没有本次会话的标记", "请刷新页面后重新提交")
    if must_change and request.url.path not in {CHANGE_PASSWORD, "/sign-out"}:
        raise RoleNeeded("首次登录须先修改初始密码", f"请打开 {CHANGE_PASSWORD} 修改密码")
    request.state.form_mark = secrets_kept.form_mark(secret)
    return person


async def _by_token(request: Request, given: str) -> Person:
    kind, _, token = given.partition(" ")
    person = None
    if kind.lower() == "bearer" and token:
        person = await run_in_threadpool(
            signing_in.person_of_token, request.app.state.engine, token.strip()
        )
    if person is None:
        raise SignInNeeded("接口令牌无效、已撤销或已过期", "请重新生成令牌，写作 Bearer dm_…")
    return person


async def _marked(request: Request, secret: str) -> bool:
    mark = request.headers.get(MARK_HEADER, "")
    if not mark and request.headers.get("content-type", "").startswith(FORMS):
        mark = str((await request.form()).get(MARK_FIELD, ""))
    return secrets_kept.same(mark, secrets_kept.form_mark(secret))


def _is_open(request: Request) -> bool:
    """Tell whether the interface takes this request from visitors, too."""
    path = getattr(request.scope.get("route"), "path", "")
    permission = request.app.state.permissions.get(f"{request.method} {path}")
    return path.startswith("/api/") and permission is not None and bool(permission.open_because)


Caller = Annotated[Person | None, Depends(caller_of)]
"""Who asks; None for a visitor."""


async def _signed(
    caller: Caller,
    _token: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    _session: Annotated[str | None, Security(_cookie)],
) -> Person:
    if caller is None:
        raise SignInNeeded("这里只对已登录的人员开放")
    return caller


Signed = Annotated[Person, Depends(_signed)]
"""Somebody signed in, with a session or a token."""


async def _at_browser(request: Request, person: Signed) -> Person:
    if request.headers.get("authorization"):
        raise RoleNeeded("自己的账户不能用接口令牌办理", "请在浏览器登录，到“我的账户”页办理")
    return person


AtBrowser = Annotated[Person, Depends(_at_browser)]
"""Somebody signed in at a browser: what a token must not do for its owner, whatever its scopes."""


def is_at_browser(call: object) -> bool:
    """Tell whether a dependency refuses tokens."""
    return call is _at_browser


def is_sign_in(call: object) -> bool:
    """Tell whether a dependency asks for nothing more than that somebody has signed in."""
    return call is _signed


def needs(*roles: str, scope: str = "read") -> Any:
    """Return the guard of a route: one of `roles` (any if none is named), and the token's scope.

    Use it as `dependencies=[needs("clerk", scope="names")]`.
    """

    async def guard(request: Request, person: Signed) -> None:
        require(request, person, roles, scope)

    guard.roles = roles  # type: ignore[attr-defined]  # read by the matrix of permissions
    guard.scope = scope  # type: ignore[attr-defined]  # read by the matrix of permissions
    return Depends(guard)


def require(request: Request, person: Person | None, roles: tuple[str, ...], scope: str) -> None:
    """Refuse who has not signed in, or lacks the role or, with a token, the scope.

    Raises:
        SignInNeeded: Nobody has signed in.
        RoleNeeded: None of `roles` is held, or the token does not allow `scope`.
    """
    if person is None:
        raise SignInNeeded("这里只对已登录的人员开放")
    if roles and not person.holds(roles):
        names = "、".join(ROLES[role] for role in roles)
        raise RoleNeeded(f"办理这件事须有角色：{names}", "请由有该角色的人员办理")
    wanted = scope if request.method not in SAFE else "read"
    if wanted not in person.scopes and scope not in person.scopes:
        raise RoleNeeded(f"该接口令牌不含“{SCOPES[wanted]}”权限", "请另行生成含有该权限的令牌")
