"""Answers of RFC 9457: every refusal leaves as `application/problem+json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from api.problems import table
from api.problems.kind import Kind
from api.problems.openable import page_above
from api.problems.validation import FieldError, judged
from api.services.cases.refusals import ListedRefusal, StorageFull
from api.services.refusals import (
    LineChangeRefused,
    NotReady,
    RecordRefused,
    Refusal,
    SignInNeeded,
    TooManyRequests,
)
from api.store.errors import DatabaseUnavailable
from boundary_data.problems import UnusableInput

MEDIA_TYPE = "application/problem+json"


def problem(
    kind: Kind,
    scope: Scope,
    *,
    detail: str = "",
    errors: Sequence[FieldError] = (),
    remedy: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer for a refused request.

    Args:
        kind: What kind of problem it is; gives status, type and title.
        scope: The request's ASGI scope; gives `instance` and `request_id`.
        detail: What is the matter this time, in Chinese.
        errors: Each field that is wrong.
        remedy: What to do; the kind's own remedy if empty.
        headers: More response headers.
    """
    body = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": detail or _summary(kind, errors),
        "instance": quote(scope.get("path", "/"), safe="/%"),
        "remedy": remedy or kind.remedy,
        "request_id": scope.get("state", {}).get("request_id", ""),
        "errors": [error.as_dict() for error in errors],
    }
    wait = {} if kind.retry_after_s is None else {"Retry-After": str(kind.retry_after_s)}
    show = getattr(getattr(scope.get("app"), "state", None), "problem_page", None)
    if show is not None and asks_for_page(scope):
        page: Response = show(scope, body)
        page.headers.update({**wait, **(headers or {})})
        return page
    return Response(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={**wait, "Cache-Control": "no-store", **(headers or {})},
    )


def _summary(kind: Kind, errors: Sequence[FieldError]) -> str:
    if not errors:
        return kind.title
    first = errors[0]
    more = f"（另有 {len(errors) - 1} 处）" if len(errors) > 1 else ""
    return f"{first.field}：{first.message}{more}"


def install(app: FastAPI) -> None:
    """Make `app` answer every exception that has a line in the table as a problem."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _bare_status)
    for error in table.REFUSALS:
        app.add_exception_handler(error, _refused)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    body_field = getattr(request.scope.get("route"), "body_field", None)
    kind, errors = judged(
        error.errors(),
        body_type=None if body_field is None else body_field.field_info.annotation,
        body_text=error.body,
    )
    return problem(kind, request.scope, errors=errors)


async def _bare_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 400 and isinstance(error.__cause__, UnicodeDecodeError):
        wrong = FieldError("请求正文", "不是 UTF-8 编码", "请改用 UTF-8 编码后重新提交")
        return problem(table.UNREADABLE_TEXT, request.scope, errors=(wrong,))
    if error.status_code == 400 and isinstance(error.__cause__, RecursionError | ValueError):
        wrong = FieldError("请求正文", "嵌套过深或数字过长，无法读取", "请简化内容")
        return problem(table.MALFORMED_JSON, request.scope, errors=(wrong,))
    if isinstance(error.__cause__, OSError):  # a large upload is put aside on the disk
        return problem(table.kind_of(StorageFull("")), request.scope)
    kind = table.BY_STATUS.get(error.status_code, table.INTERNAL_ERROR)
    if (
        kind is table.METHOD_NOT_ALLOWED
        and request.method == "GET"
        and asks_for_page(request.scope)
    ):
        # the address of a form that was sent, opened again: the page it belongs to
        return RedirectResponse(page_above(request), 303)
    detail = ""
    if kind is table.METHOD_NOT_ALLOWED:
        detail = f"{request.method} 不能用于该地址，可用的方法：{headers.get('Allow', '')}"
    return problem(kind, request.scope, detail=detail, headers=headers)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, SignInNeeded) and request.method == "GET" and asks_for_page(request.scope):
        after = quote(request.url.path, safe="/")
        return RedirectResponse(f"/sign-in?after={after}", 303)
    told = refusal_of(error)
    return problem(
        told.kind,
        request.scope,
        detail=told.detail,
        errors=told.errors,
        remedy=told.remedy,
        headers=told.headers,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as it is told: its kind, what is the matter, what to do."""

    kind: Kind
    detail: str = ""
    errors: Sequence[FieldError] = ()
    remedy: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """Return what is the matter, in any case one sentence."""
        return self.detail or _summary(self.kind, self.errors)


def refusal_of(error: Exception) -> Told:
    """Return how an error that has a line in the table is told."""
    kind = table.kind_of(error)
    if isinstance(error, NotReady):
        errors = [FieldError(field, message, remedy) for field, message, remedy in error.reasons]
        return Told(kind, str(error), errors)
    if isinstance(error, UnusableInput):
        wrong = [
            FieldError(p.field.removeprefix("$."), p.message, p.remedy) for p in error.problems
        ]
        return Told(kind, errors=wrong)
    if isinstance(error, RecordRefused):
        wrong = [
            FieldError(f.field.removeprefix("$."), f"{f.message}（{f.source}）", f.suggestion)
            for f in error.stopping
        ]
        return Told(kind, error.message, wrong)
    if isinstance(error, ListedRefusal):
        wrong = [FieldError(c.field, c.message, c.remedy) for c in error.complaints]
        return Told(kind, error.message, wrong, error.remedy)
    if isinstance(error, LineChangeRefused):
        wrong = [FieldError(p.field, p.message, p.remedy) for p in error.problems]
        return Told(kind, error.message, wrong)
    if isinstance(error, Refusal):
        one = FieldError(error.field, error.message, error.remedy or kind.remedy)
        errors = [one] if error.field else []
        return Told(kind, error.message, errors, error.remedy, _more_headers(error))
    if isinstance(error, DatabaseUnavailable):
        return Told(kind, error.message, remedy=error.remedy)
    return Told(kind)


def asks_for_page(scope: Scope) -> bool:
    """Tell whether a person with a browser asks for a page, not a program for data."""
    accept = next((value for name, value in scope.get("headers", ()) if name == b"accept"), b"")
    return not str(scope.get("path", "")).startswith("/api/") and b"text/html" in accept


def _more_headers(error: Refusal) -> dict[str, str]:
    if isinstance(error, SignInNeeded):
        return {"WWW-Authenticate": 'Bearer realm="diming"'}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.wait_s)}
    return {}
