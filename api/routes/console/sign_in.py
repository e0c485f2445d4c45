"""Signing in and out at a browser, and the own account (登录、我的账户)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Actor, Owner
from api.dependencies.callers import COOKIE, AtBrowser, Caller, Signed, address_of
from api.routes.console.rendering import render
from api.services import managing_accounts, own_account, signing_in
from api.services.person import SCOPES, Person
from api.services.refusals import Refusal, SignInFailed, TooManyAttempts, WeakPassword
from api.services.signing_in_elsewhere import Provider
from api.store.session import Session

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=200)]


@router.get("/sign-in")
def sign_in_page(request: Request, caller: Caller, after: str = "/") -> Response:
    """Show the form, or go on where somebody is signed in already."""
    if caller is not None:
        return RedirectResponse(own_path(after), 303)
    return sign_in_form(request, after=after)


@router.post("/sign-in")
def sign_in(request: Request, login: Text, password: Text, after: Text = "/") -> Response:
    """Begin a session and go where one wanted to go."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return sign_in_form(request, 403, after=after, login=login)
    try:
        signed = signing_in.sign_in(
            request.app.state.engine,
            login=login.strip(),
            password=password,
            address=address_of(request).removeprefix("http:"),
            request_id=request.state.request_id,
        )
    except (SignInFailed, TooManyAttempts) as refusal:
        status = 429 if isinstance(refusal, TooManyAttempts) else 401
        return sign_in_form(request, status, after=after, login=login, problem=refusal)
    answer = RedirectResponse("/account/password" if signed.must_change else own_path(after), 303)
    keep(request, answer, signed.secret)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, actor: Actor, _caller: Caller) -> Response:
    """End the session."""
    secret = request.cookies.get(COOKIE, "")
    if secret:
        signing_in.sign_out(
            request.app.state.engine, secret, actor=actor, request_id=request.state.request_id
        )
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/account")
def account(request: Request, person: Signed, db: Owner) -> HTMLResponse:
    """Show who one is, for whom one acts, and the tokens."""
    return _account(request, person, db)


@router.post("/account/organisation")
def organisation(
    request: Request, person: AtBrowser, db: Owner, organisation_id: Annotated[int, Form()]
) -> Response:
    """Act for another organisation one has a role in."""
    own_account.act_for(db, person, organisation_id, secret=request.cookies.get(COOKIE, ""))
    return RedirectResponse("/account", 303)


@router.post("/account/sign-out-elsewhere")
def sign_out_elsewhere(request: Request, person: AtBrowser, db: Owner) -> HTMLResponse:
    """End every session of one's account but this one."""
    own_account.sign_out_elsewhere(db, person, secret=request.cookies.get(COOKIE, ""))
    return _account(request, person, db, told="其他设备上的登录已全部退出，本机仍在登录。")


@router.get("/account/password")
def password_page(request: Request, person: Signed) -> HTMLResponse:
    """Show the form for a new password."""
    return render(request, "password.html", person, problem=None, must_change=False)


@router.post("/account/password")
def password(
    request: Request, person: AtBrowser, db: Owner, current: Text, fresh: Text, again: Text
) -> Response:
    """Set a new password."""
    problem: Refusal | None = None
    if fresh != again:
        problem = WeakPassword("两次输入的新密码不一样", "请重新输入")
    else:
        try:
            managing_accounts.change_password(
                db,
                person,
                secret=request.cookies.get(COOKIE, ""),
                current=current,
                fresh=fresh,
            )
        except (SignInFailed, WeakPassword) as refusal:
            problem = refusal
    if problem is None:
        return RedirectResponse("/account", 303)
    return render(request, "password.html", person, 422, problem=problem, must_change=False)


@router.post("/account/tokens")
def make_token(
    request: Request,
    person: AtBrowser,
    db: Owner,
    label: Annotated[str, Form(max_length=80)],
    days: Annotated[int, Form()],
    scope: Annotated[list[str] | None, Form()] = None,
) -> HTMLResponse:
    """Make a token and show it, this once."""
    made = managing_accounts.make_token(db, person, label=label, scopes=scope or [], days=days)
    return _account(request, person, db, made)


@router.post("/account/tokens/{token_id}/revoke")
def revoke_token(person: AtBrowser, db: Owner, token_id: int) -> Response:
    """End a token."""
    managing_accounts.revoke_token(db, person, token_id)
    return RedirectResponse("/account", 303)


def keep(request: Request, answer: Response, secret: str) -> None:
    """Let the browser keep the secret of its session, out of reach of scripts."""
    answer.set_cookie(
        COOKIE, secret, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )


def sign_in_form(
    request: Request,
    status: int = 200,
    *,
    after: str,
    login: str = "",
    problem: Refusal | None = None,
) -> HTMLResponse:
    """Return the page to sign in, saying what went wrong if something did."""
    provider: Provider = request.app.state.provider
    return render(
        request,
        "sign_in.html",
        None,
        status,
        after=own_path(after),
        login=login,
        problem=problem,
        elsewhere=provider.name if provider.known else "",
    )


def _account(
    request: Request, person: Person, db: Session, made: str = "", told: str = ""
) -> HTMLResponse:
    others = own_account.organisations_of(db, person)
    return render(
        request,
        "account.html",
        person,
        made=made,
        told=told,
        tokens=own_account.tokens_of(db, person),
        scopes=SCOPES,
        others=others if len(others) > 1 else [],
    )


def own_path(after: str) -> str:
    """Return a path of this server: nobody is sent to another one."""
    plain = after.startswith("/") and not after.startswith(("//", "/\\")) and "\n" not in after
    return after if plain else "/"
