"""Signing in at the identity provider of the office (统一身份认证): there and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.dependencies.callers import address_of
from api.routes.console.sign_in import keep, own_path, sign_in_form
from api.services.refusals import ProviderUnavailable, SignInFailed
from api.services.signing_in_elsewhere import ERRAND_S, Provider, begin_session

router = APIRouter(include_in_schema=False)

KEPT = "diming_elsewhere"
Word = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in/elsewhere")
def there(request: Request, after: Word = "/") -> Response:
    """Send the browser to the provider."""
    provider: Provider = request.app.state.provider
    if not provider.known:
        refusal = ProviderUnavailable("没有设置统一身份平台", "请用登录名和密码登录")
        return sign_in_form(request, 404, after=after, problem=refusal)
    try:
        address, kept = provider.begin(back=_back(request), after=own_path(after))
    except ProviderUnavailable as refusal:
        return sign_in_form(request, 503, after=after, problem=refusal)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        KEPT,
        kept,
        max_age=ERRAND_S,
        path="/sign-in",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.get("/sign-in/back")
def back(
    request: Request,
    code: Word = "",
    state: Word = "",
    error: Word = "",
    error_description: Word = "",  # noqa: ARG001 the provider's words are not repeated
    iss: Word = "",  # noqa: ARG001 the same issuer is in the signed token
    session_state: Word = "",  # noqa: ARG001 for ending sessions there
    scope: Word = "",  # noqa: ARG001 only the identity is asked for
) -> Response:
    """Begin a session for whom the provider vouches."""
    provider: Provider = request.app.state.provider
    try:
        if error or not code or not provider.known:
            raise SignInFailed("统一身份平台没有确认登录", "请重新登录")
        kept = request.cookies.get(KEPT, "")
        subject, after = provider.subject(kept=kept, state=state, code=code, back=_back(request))
        signed = begin_session(
            request.app.state.engine,
            subject,
            address=address_of(request).removeprefix("http:"),
            request_id=request.state.request_id,
        )
    except (SignInFailed, ProviderUnavailable) as refusal:
        status = 503 if isinstance(refusal, ProviderUnavailable) else 401
        answer: Response = sign_in_form(request, status, after="/", problem=refusal)
    else:
        answer = RedirectResponse(own_path(after), 303)
        keep(request, answer, signed.secret)
    answer.delete_cookie(KEPT, path="/sign-in")
    return answer


def _back(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}/sign-in/back"
