"""A browser that can reach nothing but this machine, and a map to look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from api.app import create_app
from api.settings import load_settings
from api.store.session import engine_for
from tests.api.http.world import World, new_world, serving
from tests.signed_in import signed_in

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = ("http://127.0.0.1:", "data:")
PATIENCE_MS = 120_000

# a machine with other things to do is no reason to fail
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visit:
    """A page, and what it tried that it should not."""

    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, header: dict[str, str]) -> None:
        """Let the page act for the official whose header it is."""
        self.page.set_extra_http_headers(header)

    def open(self, path: str) -> Page:
        """Open a page of the application and wait until it is drawn."""
        self.page.goto(f"{self.address}{path}", wait_until="networkidle")
        return self.page


@pytest.fixture(scope="session")
def world(server_url: str) -> Iterator[World]:
    with new_world(server_url) as world:
        yield world


@pytest.fixture(scope="session")
def address(world: World) -> Iterator[str]:
    with serving(create_app(load_settings(database_url=world.url))) as address:
        yield address


@pytest.fixture(scope="session")
def inspector(world: World) -> dict[str, str]:
    """The header of an official of the province."""
    engine = engine_for(world.url)
    header = signed_in(engine)
    engine.dispose()
    return header


def _be_patient(context: BrowserContext) -> None:
    """Wait long in all pages of a context, and after a click until its answer is there whole."""
    context.set_default_timeout(PATIENCE_MS)
    context.on("page", _stay_for_the_answer)


def _stay_for_the_answer(page: Page) -> None:
    # a click waits for the answer to begin: what is read at once might be half of it
    click = page.click

    def clicked(selector: str, **how: Any) -> None:
        click(selector, **how)
        page.wait_for_load_state()

    page.click = clicked  # type: ignore[method-assign]  # the patience is this replacement


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        browser.on("context", _be_patient)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A new page whose requests to foreign hosts are stopped and written down."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    visit = Visit(page, address)

    def guard(route: Route) -> None:
        if route.request.url.startswith(HERE):
            route.continue_()
        else:
            visit.foreign.append(route.request.url)
            route.abort()

    page.route("**/*", guard)
    page.on("console", lambda said: visit.complaints.append(said.text))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    page.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Where a screenshot goes."""
    return tmp_path / "map.png"
