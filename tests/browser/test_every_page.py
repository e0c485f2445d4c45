"""Every page of the application can be used by everybody: found from the routes, none slips by.

Each page is opened by a visitor, a clerk, an approver and an administrator on a screen as wide as
a telephone; the first who is let in also reads it with axe, goes through it with the keyboard and
prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

from api.app import ROUTERS, create_app
from api.routes.permissions import Permission, permissions_of
from api.services import managing_accounts
from api.settings import load_settings
from api.store.session import Engine, transaction
from tests.api.http.world import serving
from tests.browser.conftest import HERE
from tests.browser.page_rows import Rows, rows_of
from tests.cases.office import PEOPLE, Office, accounts, cases_engine

__all__ = ["accounts", "cases_engine"]

PASSWORD = "correct horse battery"
ROLES = {
    "clerk": PEOPLE["clerk"][4],
    "approver": PEOPLE["approver"][4],
    "chief": ["administrator", "auditor"],
    "": [],
}
"""Who opens the pages, the one with most to see first; "" is a visitor."""
ALIKE = ("approver", "chief")
"""To whom open pages look as they do to the clerk: they are only asked for."""
EMBEDDED = "/maps/"
"""Maps stand inside pages, in a frame with a title; they have no heading of their own."""
REFUSALS = (403, 404)
"""What a row may answer to whoever has nothing to do with it."""
NO_ROW = {"/sign-in/elsewhere": (404,), "/sign-in/back": (401,)}
"""Pages that are a refusal as long as no identity provider is set up."""
EMPTY = "<!doctype html><title>图</title>"
"""What stands in for a map where it was looked at already."""
PHONE = {"width": 360, "height": 740}

LOOK = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const skip = document.querySelector("a[href^='#'], a[class=skip]");
  const target = skip && document.getElementById(skip.getAttribute("href").slice(1));
  return {
    lang: document.documentElement.lang,
    title: document.title.trim(),
    headings: [...document.querySelectorAll("h1")].filter(seen).length,
    skip: Boolean(target && document.querySelector("a, button, input, select") === skip),
    wide: document.documentElement.scrollWidth,
    ways: [...document.querySelectorAll("nav a")].filter(seen).length,
    forced: document.querySelectorAll("[tabindex]:not([tabindex='0'], [tabindex='-1'])").length,
  };
}"""
WALK = """() => {
  const all = "a[href], button, input, select, textarea, summary, iframe, [tabindex='0']";
  const told = [];
  for (const one of document.querySelectorAll(all)) {
    if (one.disabled || !one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.type === "hidden" || one.tagName === "IFRAME") continue;
    one.focus();
    const look = getComputedStyle(one);
    const shown = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
    if (document.activeElement !== one) told.push("no focus: " + one.outerHTML.slice(0, 90));
    else if (!shown) told.push("focus not seen: " + one.outerHTML.slice(0, 90));
  }
  return told;
}"""
PRINTED = """() => [...document.querySelectorAll("nav, button, .skip")]
  .filter((one) => one.checkVisibility()).map((one) => "printed: " + one.outerHTML.slice(0, 90))"""


@dataclass
class Visitor:
    """Somebody with a browser of his own, and what the browser complained of."""

    login: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> int:
        """Open a page; return the status of the answer."""
        self.complaints.clear()
        answer = self.page.goto(address, wait_until="load")
        assert answer is not None
        return answer.status

    def is_page(self, address: str) -> bool:
        """Tell whether there is a page at an address, not a file or a part of a page."""
        answer = self.page.request.get(address, headers={"Accept": "text/html"})
        assert answer.status < 500, (address, answer.status)
        kind = answer.headers.get("content-type", "")
        return kind.startswith("text/html") and "<html" in answer.text()[:400].lower()


@pytest.fixture(scope="module")
def everyone(
    cases_engine: Engine,
    accounts: tuple[dict[str, str], dict[str, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Rows]]:
    """The address of an application with people and rows, and the rows."""
    with transaction(cases_engine, actor="test") as db:
        chief = managing_accounts.open_account(db, login="chief", name="管理员", password=PASSWORD)
        bureau = accounts[1]["clerk"]
        managing_accounts.give_roles(db, chief.account_id, bureau, ROLES["chief"])
    settings = load_settings(
        database_url="postgresql:///unused",
        files_dir=tmp_path_factory.mktemp("files"),
        rate_factor=0.0,
    )
    app = create_app(settings, cases_engine)
    with TestClient(app) as client:
        rows = rows_of(Office(client, app, *accounts), cases_engine)
    with serving(create_app(settings, cases_engine)) as address:
        yield address, rows


def _come(browser: Browser, address: str, login: str) -> tuple[BrowserContext, Visitor]:
    context = browser.new_context(base_url=address, viewport=PHONE, locale="zh-CN")
    visitor = Visitor(login, context.new_page())
    said = visitor.complaints
    page = visitor.page
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if _bad(one.type, one.text) else None)
    page.on(
        "request",
        lambda one: None if one.url.startswith((*HERE, "blob:")) else said.append(one.url),
    )
    if login:
        page.goto("/sign-in")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("main button")
    return context, visitor


def _bad(kind: str, text: str) -> bool:
    # a refused page is told by the browser as if it were a mistake
    refused = "the server responded with a status of 40" in text
    return kind in ("error", "warning") and not refused


def _routes() -> list[Permission]:
    found = permissions_of(ROUTERS).values()
    return [one for one in found if one.method == "GET" and not one.path.startswith("/api/")]


def _wrong_look(page: Page, *, embedded: bool) -> list[str]:
    look: dict[str, Any] = page.evaluate(LOOK)
    wrong = []
    if look["lang"] != "zh-CN":
        wrong.append(f"lang {look['lang']!r}")
    if not look["title"]:
        wrong.append("no title")
    if look["wide"] > PHONE["width"]:
        wrong.append(f"{look['wide']} px wide")
    if look["forced"]:
        wrong.append("an order of its own for the keyboard")
    if not embedded:
        wrong += [] if look["headings"] == 1 else [f"{look['headings']} headings"]
        wrong += [] if look["skip"] else ["no skip link first"]
        wrong += [] if look["ways"] else ["no menu"]
    return wrong


def _wrong_for_hands_and_ears(page: Page, *, embedded: bool) -> list[str]:
    """What axe says, what the keyboard cannot reach, and what is printed that should not be."""
    wrong = []
    for one in Axe().run(page).response["violations"]:
        nodes = "；".join(node["html"][:140] for node in one["nodes"][:3])
        wrong.append(f"axe {one['id']}: {nodes}")
    if embedded:
        return wrong
    page.keyboard.press("Tab")
    wrong += page.evaluate(WALK)
    page.emulate_media(media="print")
    wrong += page.evaluate(PRINTED)
    page.emulate_media(media="screen")
    return wrong


@pytest.mark.browser
def test_every_page_can_be_used_by_everybody(browser: Browser, everyone: tuple[str, Rows]) -> None:
    address, rows = everyone
    wrong: list[str] = []
    read: set[str] = set()
    not_pages: set[str] = set()
    for login, roles in ROLES.items():
        context, visitor = _come(browser, address, login)
        if read:
            context.route("**/maps/**", lambda one: one.fulfill(body=EMPTY))
        for one in _routes():
            where, embedded = rows.address(one.path), one.path.startswith(EMBEDDED)
            let_in = one.lets_in(roles) and bool(login or one.open_because)
            if one.path in not_pages or not let_in or (embedded and one.path in read):
                continue
            if one.path not in read and not visitor.is_page(where):
                not_pages.add(one.path)
                continue
            if login in ALIKE and one.open_because and one.path in read:
                wrong += [] if visitor.is_page(where) else [f"{where} ({login}): no page"]
                continue
            status = visitor.open(where)
            found = [*_wrong_look(visitor.page, embedded=embedded), *visitor.complaints]
            if one.path not in read and status in (200, *NO_ROW.get(one.path, ())):
                read.add(one.path)
                found += _wrong_for_hands_and_ears(visitor.page, embedded=embedded)
            elif status != 200 and status not in (*REFUSALS, *NO_ROW.get(one.path, ())):
                found.append(f"answers {status}")
            wrong += [f"{where} ({login or 'visitor'}): {each}" for each in found]
        context.close()
    assert wrong == []
    assert {one.path for one in _routes()} - read - not_pages == set()
    assert len(read) > 40
