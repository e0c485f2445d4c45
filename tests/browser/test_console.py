"""An office at work in a real browser: from signing in to the announcement of a village road."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from api.app import create_app
from api.services import managing_accounts
from api.settings import load_settings
from api.store.session import engine_for, transaction
from tests.api.http.world import World, new_world, serving
from tests.browser.conftest import HERE
from tests.cases.tables import table

PASSWORD = "correct horse battery"
BUREAU = "万州区民政局"
PEOPLE = {
    "town": ("石坡镇人民政府", "government", "township", "500101", ["applicant"]),
    "clerk": (BUREAU, "civil_affairs", "county", "500101", ["clerk", "editor"]),
    "reviewer": (BUREAU, "civil_affairs", "county", "500101", ["reviewer"]),
    "approver": (BUREAU, "civil_affairs", "county", "500101", ["approver"]),
}
ROAD = "霁岚坡路"
PUBLIC = (
    *("/", "/sign-in", "/announcements", "/consultations", "/status", "/names?q=石坡"),
    *("/signs", "/heritage"),
)
OWN = (
    *("/", "/cases", "/cases/new", "/cases/new?kind=renaming", "/cases/new?batch=yes"),
    *("/account", "/names", "/signs"),
)

SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def world(server_url: str) -> Iterator[World]:
    with new_world(server_url) as made:
        engine = engine_for(made.url)
        known: dict[str, int] = {}
        with transaction(engine, actor="test") as db:
            for login, (name, kind, level, code, roles) in PEOPLE.items():
                known[name] = known.get(name) or managing_accounts.add_organisation(
                    db, name=name, kind=kind, level=level, codes=[code]
                )
                account = managing_accounts.open_account(
                    db, login=login, name=f"{login}员", password=PASSWORD
                )
                managing_accounts.give_roles(db, account.account_id, known[name], roles)
        engine.dispose()
        yield made


@pytest.fixture(scope="module")
def office(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files = tmp_path_factory.mktemp("files")
    settings = load_settings(database_url=world.url, files_dir=files, rate_factor=0.0)
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture
def sign_in(browser: Browser, office: str) -> Iterator[SignIn]:
    """Sign somebody in, in a browser of his own that complains of everything."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def come(login: str) -> Page:
        context = browser.new_context(base_url=office, viewport={"width": 1280, "height": 860})
        page = context.new_page()
        complaints: list[str] = []
        opened.append((context, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Security Policy" in said.text else None,
        )
        page.on(
            "request",
            lambda one: None if one.url.startswith(HERE) else complaints.append(one.url),
        )
        page.on("dialog", lambda asked: asked.accept())
        if login:
            page.goto("/sign-in")
            page.fill("[name=login]", login)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
        return page

    yield come
    for context, complaints in opened:
        context.close()
        assert complaints == []


@pytest.fixture(scope="module")
def journey() -> dict[str, str]:
    """What the steps of the journey tell one another: the address of the case, its code."""
    return {}


def applied(page: Page, name: str = ROAD) -> None:
    """Fill in the form for a village road, the line by its coordinates."""
    page.goto("/cases/new")
    page.select_option("[name=applicant_type]", "乡镇人民政府")
    page.select_option("#county", "500101")
    page.fill("[name=location]", "石坡镇东部")
    page.click("[data-kind=LineString]")
    page.fill("[data-points]", "108.330,30.200\n108.3388,30.200")
    page.fill("#name", name)
    page.select_option("#place_type", "道路")
    for field, text in {"starts_at": "江南大道", "ends_at": "滨江路", "length_m": "845"}.items():
        page.fill(f"[name={field}]", text)
    page.fill("[name=width_m]", "6")
    page.fill("[name=reason]", "道路经过霁岚坡")


def step(page: Page, verb: str, **fields: str) -> None:
    """Take a step on the page of the case."""
    for name, text in fields.items():
        page.fill(f"#do-{verb} [name={name}]", text)
    page.click(f"#do-{verb} button")
    page.wait_for_load_state("networkidle")
    assert page.locator("[role=alert]").all_inner_texts() == []


@pytest.mark.browser
def test_a_name_is_checked_while_it_is_typed_and_offers_can_be_taken(sign_in: SignIn) -> None:
    page = sign_in("town")
    applied(page, "毛泽东路")
    page.wait_for_selector("#check .mark.bad")
    page.fill("#name", ROAD)
    page.wait_for_selector("#check .mark.good")
    assert "Jìlánpō" in page.inner_text("#check")


@pytest.mark.browser
def test_a_village_road_goes_from_application_to_announcement(
    sign_in: SignIn, journey: dict[str, str]
) -> None:
    town = sign_in("town")
    applied(town)
    assert "线长约" in town.inner_text("[data-said]")
    town.click("text=保存草稿")
    number, code = town.locator("b.code").all_inner_texts()
    town.click("a.button:has-text('继续办理')")
    town.wait_for_selector(".map path.leaflet-interactive", state="attached")
    case = town.url
    step(town, "submit")
    clerk, reviewer, approver = sign_in("clerk"), sign_in("reviewer"), sign_in("approver")
    assert ROAD in clerk.inner_text("main")
    for page in (clerk, reviewer, approver):
        page.goto(case)
    step(clerk, "accept")
    reviewer.reload()
    step(reviewer, "review")
    approver.reload()
    step(approver, "approve", approver="万州区人民政府", number="万州府〔2026〕8号")
    clerk.reload()
    clerk.click("summary:has-text('公告')")
    step(clerk, "publish", number="2026年第3号")
    visitor = sign_in("")
    visitor.goto("/announcements")
    visitor.click(f"a:has-text('{ROAD}')")
    told = visitor.inner_text("main")
    for words in ("标准地名", "罗马字母拼写", "所属政区", "位置描述", "批准机关", "批准时间"):
        assert words in told
    visitor.click(f"h2 a:has-text('{ROAD}')")
    assert "标准地名" in visitor.inner_text("main")
    visitor.goto("/status")
    visitor.fill("[name=number]", number)
    visitor.fill("[name=code]", code)
    visitor.click("main button")
    assert "已批准" in visitor.inner_text("main")
    journey |= {"case": case, "announcement": "/announcements"}


@pytest.mark.browser
def test_who_comes_second_is_told_and_keeps_what_was_written(sign_in: SignIn) -> None:
    town = sign_in("town")
    applied(town, "锦岫坪路")
    town.click("text=保存草稿")
    town.click("a.button:has-text('继续办理')")
    step(town, "submit")
    first, second = sign_in("clerk"), sign_in("clerk")
    for page in (first, second):
        page.goto(town.url)
    step(first, "accept")
    second.fill("#do-accept [name=note]", "材料齐全")
    second.click("#do-accept button")
    assert "办理（受理）" in second.inner_text("[role=alert]")
    assert second.locator("a:has-text('查看最新内容')").count() == 1


@pytest.mark.browser
def test_pages_can_be_used_by_everybody_and_on_a_phone(
    sign_in: SignIn, journey: dict[str, str]
) -> None:
    """No finding of axe, and nothing wider than 360 pixels."""
    wrong: list[str] = []
    visitor, clerk = sign_in(""), sign_in("clerk")
    own = [*OWN, *([journey["case"]] if "case" in journey else [])]
    for page, paths in ((visitor, PUBLIC), (clerk, own)):
        page.set_viewport_size({"width": 360, "height": 740})
        for path in paths:
            page.goto(path, wait_until="networkidle")
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{path} {wide} px"] if wide > 360 else []
            for one in Axe().run(page).response["violations"]:
                nodes = "；".join(node["html"][:120] for node in one["nodes"][:3])
                wrong.append(f"{path} {one['id']}: {nodes}")
    assert wrong == []


@pytest.mark.browser
def test_the_form_can_be_sent_with_the_keyboard_alone(sign_in: SignIn) -> None:
    page = sign_in("town")
    page.goto("/cases")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto("/status")
    page.focus("[name=number]")
    page.keyboard.type("DM500101-2026-99999")
    page.keyboard.press("Tab")
    page.keyboard.type("AAAAAAAA")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("[name=number]") == "DM500101-2026-99999"


@pytest.mark.browser
def test_a_file_that_is_refused_is_told_beside_the_form(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("town")
    applied(page, "锦岫坝路")
    page.click("text=保存草稿")
    page.click("a:has-text('添加材料和附件')")
    page.select_option("[name=paper]", "consultation_report")
    page.click("text=下一步")
    page.fill("[name=field-process]", "公示七日")
    false = tmp_path / "图.pdf"
    false.write_bytes(b"no pdf at all")
    page.set_input_files("[name=file]", false)
    page.click("main button:has-text('保存')")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("[name=field-process]") == "公示七日"
    true = tmp_path / "说明.txt"
    true.write_text("公示照片说明", encoding="utf-8")
    page.set_input_files("[name=file]", true)
    page.click("main button:has-text('保存')")
    page.wait_for_selector("#papers a:has-text('说明.txt')")


@pytest.mark.browser
def test_a_batch_goes_from_a_table_to_its_submission_with_progress(
    sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in("town")
    page.goto("/cases/new?batch=yes")
    page.select_option("[name=applicant_type]", "乡镇人民政府")
    page.select_option("#county", "500101")
    page.click("text=保存草稿")
    page.click("a.button:has-text('去上传表格')")
    path = tmp_path / "拟用地名.xlsx"
    path.write_bytes(table(["松潭霞路", "鲁迅路", "柏潭霞路", ""]))
    page.set_input_files("#do-fill [name=file]", path)
    page.click("#do-fill button")
    page.wait_for_selector(".work[data-state=done]")
    assert page.get_attribute(".work progress", "value") == "100"
    assert "没有填写地名" in page.inner_text(".work")
    _looked_at(page, tmp_path)
    checked(page)
    # the row that failed is corrected alone, by a table of one row
    page.click("a:has-text('逐行查看')")
    assert page.locator("tbody tr").count() == 1
    assert "GN-9-4b" in page.inner_text("tbody")
    page.fill("tbody [name=reason]", "该词语与所涉人物没有特定联系")
    page.click("tbody button:has-text('说明')")
    page.wait_for_load_state("networkidle")
    assert "没有特定联系" in page.inner_text("tbody")
    path.write_bytes(table(["槐潭霞路"], numbers=[3]))
    page.set_input_files("[name=file]", path)
    page.click("button:has-text('上传补正')")
    checked(page)
    page.click("a:has-text('返回办件')")
    page.click("#do-submit button")
    page.wait_for_selector(".work[data-state=done]")
    assert "待受理" in page.inner_text(".work")
    page.click(".work a:has-text('返回办件')")
    told = page.inner_text("#names")
    assert "槐潭霞路" in told
    assert "柏潭霞路" not in told


def checked(page: Page) -> None:
    """Follow the work that a page shows to the check that comes after it, until that is over."""
    page.wait_for_selector("a:has-text('逐行查看')")


def _looked_at(page: Page, folder: Path) -> None:
    """Hold a page against axe and the width of a phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.screenshot(path=folder / "work.png")
    page.set_viewport_size({"width": 1280, "height": 860})


@pytest.mark.browser
def test_a_refused_step_can_be_reloaded_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    town = sign_in("town")
    applied(town, "毛泽东路")
    town.click("text=保存草稿")
    town.wait_for_selector("a.button:has-text('继续办理')")
    town.wait_for_load_state()
    assert "/cases/new" not in town.url  # reloading would not begin another case
    town.click("a.button:has-text('继续办理')")
    case = town.url
    town.fill("#do-submit [name=note]", "请尽快办理")
    town.click("#do-submit button")
    town.wait_for_selector("[role=alert]")
    assert town.input_value("#do-submit [name=note]") == "请尽快办理"
    assert town.url == case
    town.reload()
    assert town.locator("[role=alert]").count() == 0
    town.goto(f"{case}/steps/submit")
    assert town.url == case
