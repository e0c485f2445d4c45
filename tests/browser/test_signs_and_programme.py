"""Signs kept with photos, and a problem reported by a villager, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.api.register.test_sign_tables import photo
from tests.browser.test_console import SignIn, office, sign_in, world

__all__ = ["office", "sign_in", "world"]
pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


def looked_at(page: Page) -> None:
    """Hold the page against axe, and against a phone."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a viewport
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(size)


def test_a_sign_is_set_up_looked_at_with_a_photo_and_mended(
    sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in("clerk")
    page.goto("/names?q=石坡")
    page.click("main td a, main li a")
    page.click("text=设置标志")
    page.wait_for_selector("#plate img")
    page.fill("[name=romanization]", "SHIPO VILLAGE")
    page.wait_for_selector("#plate >> text=VILLAGE")
    looked_at(page)
    name = page.input_value("[name=characters]")
    page.goto(page.url)
    page.wait_for_selector("#plate img")
    page.select_option("[name=state]", "standing")
    page.fill("[name=set_up_on]", "2026-05-01")
    page.fill("[name=lon]", "108.4")
    page.fill("[name=lat]", "30.2")
    page.click("text=保存")
    assert name in page.inner_text("h1")
    assert page.get_attribute("img.plate", "src") is not None
    plate = page.request.get(page.get_attribute("a[download$=png]", "href") or "")
    assert plate.body().startswith(b"\x89PNG")
    picture = tmp_path / "巡查.jpg"
    picture.write_bytes(photo(108.41, 30.2))
    page.click("summary:has-text('登记巡查')")
    page.select_option("form[action$=inspections] [name=condition]", "damaged")
    page.set_input_files("form[action$=inspections] [name=file]", picture)
    page.click("form[action$=inspections] button")
    assert "损坏" in page.inner_text(".mark")
    assert "请核对" in page.inner_text(".photos")
    page.click("summary:has-text('登记维修')")
    page.fill("form[action$=repairs] [name=unit]", "市政公司")
    page.fill("form[action$=repairs] [name=what]", "扶正立柱")
    page.click("form[action$=repairs] button")
    assert "扶正立柱" in page.inner_text(".trail li:first-child")
    assert "完好" in page.inner_text(".mark")
    looked_at(page)
    page.goto("/signs")
    assert name in page.inner_text("main")
    looked_at(page)


def test_signs_come_from_a_table_after_a_trial(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("clerk")
    table = tmp_path / "标志.csv"
    table.write_text("标志编号,标准地名\nB-1,没有的村\n", encoding="utf-8")
    page.goto("/signs/table")
    page.set_input_files("[name=file]", table)
    page.click("text=试运行")
    assert "登记库中没有这个地名" in page.inner_text("main")
    looked_at(page)


def test_a_villager_reports_and_the_county_handles_it(sign_in: SignIn) -> None:
    villager = sign_in("")
    villager.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a viewport
    villager.goto("/report-issue")
    looked_at(villager)
    villager.check("[value=unnamed]")
    villager.select_option("[name=county]", "500101")
    villager.fill("[name=place]", "石碾村三组")
    villager.fill("[name=message]", "通村道路没有名称")
    villager.click("main button")
    assert "已收到" in villager.inner_text("main")
    page = sign_in("clerk")
    page.goto("/programme/issues?county=500101")
    looked_at(page)
    page.click("text=属实，列入")
    page.click("summary:has-text('办结')")
    page.fill("[name=resolution]", "已命名为石碾路")
    page.click("button:has-text('已整改')")
    page.goto("/programme/issues?county=500101&standing=fixed")
    assert "已命名为石碾路" in page.inner_text("table")
    page.goto("/programme?county=500101")
    looked_at(page)
    page.click(".tile:has-text('有地无名') a")
    assert "石碾村三组" in page.inner_text("table")
    looked_at(page)
