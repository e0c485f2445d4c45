"""Pages of the administrator: accounts, their roles, organisations (用户管理)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import Owner
from api.dependencies.callers import Signed, needs
from api.routes.console.rendering import render
from api.services import listing_accounts, managing_accounts
from api.services.managing_accounts import KINDS, LEVELS
from api.services.refusals import AccountRefused, Refusal

router = APIRouter(include_in_schema=False, dependencies=[needs("administrator", scope="accounts")])

Text = Annotated[str, Form(max_length=200)]
PAGE = 50


@router.get("/accounts")
def accounts(
    request: Request,
    person: Signed,
    db: Owner,
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List accounts, with the forms for a new account and a new organisation."""
    return _accounts(request, person, db, q=q, page=page)


@router.post("/accounts")
def open_account(request: Request, person: Signed, db: Owner, login: Text, name: Text) -> Response:
    """Open an account and show its first password, this once."""
    try:
        opened = managing_accounts.open_account(db, login=login, name=name)
    except AccountRefused as refusal:
        return _accounts(request, person, db, problem=refusal, status=422)
    return _account(request, person, db, opened.account_id, password=opened.password)


@router.get("/accounts/{id}")
def account(request: Request, person: Signed, db: Owner, id: int) -> HTMLResponse:
    """Show an account with its roles."""
    return _account(request, person, db, id)


@router.post("/accounts/{id}")
def change(
    person: Signed,
    db: Owner,
    id: int,
    version: Annotated[int, Form()],
    name: Text,
    closed: Annotated[bool, Form()] = False,
) -> Response:
    """Rename, close or open an account."""
    managing_accounts.require_reach_of_account(db, person, id)
    managing_accounts.change_account(db, id, version=version, name=name, closed=closed)
    return RedirectResponse(f"/accounts/{id}", 303)


@router.post("/accounts/{id}/roles")
def roles(
    person: Signed,
    db: Owner,
    id: int,
    organisation_id: Annotated[int, Form()],
    role: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Give roles in an organisation."""
    managing_accounts.require_reach(db, person, organisation_id)
    managing_accounts.give_roles(db, id, organisation_id, role or [])
    return RedirectResponse(f"/accounts/{id}", 303)


@router.post("/accounts/{id}/subject")
def subject(
    person: Signed, db: Owner, id: int, subject: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Bind the account to an identity of the provider, or to none."""
    managing_accounts.require_reach_of_account(db, person, id)
    managing_accounts.bind_subject(db, id, subject)
    return RedirectResponse(f"/accounts/{id}", 303)


@router.post("/accounts/{id}/password")
def reset_password(request: Request, person: Signed, db: Owner, id: int) -> HTMLResponse:
    """Set a password anew and show it, this once."""
    managing_accounts.require_reach_of_account(db, person, id)
    return _account(request, person, db, id, password=managing_accounts.reset_password(db, id))


@router.get("/organisations")
def organisations(
    request: Request,
    person: Signed,
    db: Owner,
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List organisations, with the form for a new one."""
    return _organisations(request, person, db, q=q, page=page)


@router.post("/organisations")
def add_organisation(
    request: Request, person: Signed, db: Owner, name: Text, kind: Text, level: Text, codes: Text
) -> Response:
    """Add an organisation that acts for the divisions of some codes."""
    wanted = codes.replace("，", " ").replace(",", " ").replace("、", " ").split()
    try:
        made = managing_accounts.add_organisation(
            db, name=name, kind=kind, level=level, codes=wanted
        )
        managing_accounts.require_reach(db, person, made)
    except AccountRefused as refusal:
        # what was begun is not kept: the transaction ends with the refusal's page
        db.rollback()
        return _organisations(request, person, db, problem=refusal, status=422)
    return RedirectResponse("/organisations", 303)


def _accounts(
    request: Request,
    person: Signed,
    db: Owner,
    *,
    q: str = "",
    page: int = 1,
    problem: Refusal | None = None,
    status: int = 200,
) -> HTMLResponse:
    found = listing_accounts.accounts_like(db, q, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render(
        request,
        "accounts.html",
        person,
        status,
        found=found[:PAGE],
        more=len(found) > PAGE,
        q=q,
        page=page,
        problem=problem,
    )


def _account(
    request: Request, person: Signed, db: Owner, id: int, password: str = ""
) -> HTMLResponse:
    return render(
        request,
        "account_of.html",
        person,
        known=listing_accounts.account_in_full(db, id),
        organisations=listing_accounts.organisations_like(db, "", limit=1000, offset=0),
        password=password,
    )


def _organisations(
    request: Request,
    person: Signed,
    db: Owner,
    *,
    q: str = "",
    page: int = 1,
    problem: Refusal | None = None,
    status: int = 200,
) -> HTMLResponse:
    found = listing_accounts.organisations_like(db, q, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return render(
        request,
        "organisations.html",
        person,
        status,
        found=found[:PAGE],
        more=len(found) > PAGE,
        q=q,
        page=page,
        kinds=KINDS,
        levels=LEVELS,
        problem=problem,
    )
