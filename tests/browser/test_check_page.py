"""The check page as an official meets it: typed, clicked, read out, sent a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.app import create_app
from api.settings import load_settings
from tests.api.http.world import serving
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.postgis]

CHECK = "/check"
CASE = f"{CHECK}?name=兴隆镇&type=镇&county=500101"
PERSON = f"{CHECK}?name=鲁迅路&type=道路&county=500103"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(register_url: str) -> Iterator[str]:
    """The application on the register with all samples."""
    with serving(create_app(load_settings(database_url=register_url))) as address:
        yield address


def signs(page: Page) -> list[str]:
    """Return what the labels on the map say."""
    return page.locator("#map .leaflet-tooltip.short").all_inner_texts()


def opened(visit: Visit, path: str = CASE) -> Page:
    page = visit.open(path)
    expect(page.locator("#county option")).not_to_have_count(1)
    return page


def test_a_name_is_checked_while_it_is_typed(visit: Visit) -> None:
    page = opened(visit, CHECK)
    page.get_by_label("区县").select_option(label="万州区")
    page.get_by_label("地名类别").select_option("镇")
    page.get_by_label("拟用地名").press_sequentially("兴隆镇", delay=60)
    verdict = page.get_by_role("status").first
    expect(verdict).to_contain_text("不予通过")
    expect(verdict).to_contain_text("《地名管理条例》第九条")
    expect(page.locator("#findings")).to_contain_text("条文已核实")
    expect(page.locator("#findings")).to_contain_text("请另拟专名")
    expect(page.locator("#parts")).to_contain_text("Xīnglóng Zhèn")
    assert visit.foreign == []
    assert visit.complaints == []


def test_the_names_in_the_way_are_on_the_map_with_lines_to_them(visit: Visit) -> None:
    page = opened(visit)
    expect(page.locator("#map-said")).to_contain_text("图上标出")
    named = [said for said in signs(page) if "兴隆镇" in said]
    assert len(named) >= 4
    assert all("约" in said for said in named)
    # the lines are drawn before the dots, one for each name
    lines = page.locator("#map path.leaflet-interactive[stroke-dasharray='2 5']")
    assert lines.count() >= len(named)


def test_made_up_lines_say_so(visit: Visit) -> None:
    page = opened(visit)
    expect(page.locator("#notice")).to_have_text("示意数据，非法定界线")
    expect(page.locator(".legend")).to_contain_text("区县界（示意，非法定）")


def test_a_finding_shows_its_name_on_the_map(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_role("button", name="在地图上看").first.click()
    expect(page.locator("#map .leaflet-tooltip", has_text="公开来源的位置")).to_be_visible()


def test_a_click_on_the_map_is_a_place(visit: Visit) -> None:
    page = opened(visit, f"{CHECK}?name=晨曦村&type=村")
    expect(page.locator("#verdict")).to_contain_text("通过")
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.55)
    expect(page.locator("#found")).to_contain_text("坐标位于")
    expect(page.get_by_label("经度（度）")).to_have_value(re.compile("^10"))
    expect(page.locator("#map .leaflet-tooltip.short", has_text="拟命名位置")).to_have_count(1)
    expect(page).to_have_url(re.compile("lon=10"))


def test_the_address_brings_the_inputs_back(visit: Visit) -> None:
    page = opened(visit, CHECK)
    page.get_by_label("区县").select_option(label="万州区")
    page.get_by_label("乡镇、街道").select_option(label="高峰街道")
    page.get_by_label("拟用地名").fill("兴隆村")
    page.get_by_label("地名类别").select_option("村")
    expect(page.locator("#verdict")).to_contain_text("不予通过")
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator("#verdict")).to_contain_text("不予通过")
    expect(page.get_by_label("乡镇、街道").locator("option:checked")).to_have_text("高峰街道")
    expect(page.get_by_label("拟用地名")).to_have_value("兴隆村")


def test_only_the_answer_to_the_newest_question_is_shown(visit: Visit) -> None:
    page = opened(visit, CHECK)
    held = []
    page.route(
        "**/name-checks",
        lambda route: held.append(route) if not held else route.continue_(),
    )
    with page.expect_request("**/name-checks"):
        page.get_by_label("拟用地名").fill("8号村")
    page.get_by_label("拟用地名").fill("晨曦村")
    expect(page.locator("#verdict")).to_contain_text("“晨曦村”")
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_timeout(500)
    expect(page.locator("#verdict")).to_contain_text("“晨曦村”")


def test_letters_of_an_input_method_are_no_name_yet(visit: Visit) -> None:
    page = opened(visit, CHECK)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if r.url.endswith("name-checks") else None)
    page.evaluate(
        """() => { const field = document.getElementById("name"); field.value = "xing";
          field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true})); }"""
    )
    page.wait_for_timeout(500)
    assert asked == []


def test_silence_of_the_server_is_said_plainly_and_ends(visit: Visit) -> None:
    page = opened(visit)
    page.route("**/name-checks", lambda route: route.abort())
    page.get_by_label("拟用地名").fill("晨曦村")
    expect(page.locator("#verdict")).to_contain_text("无法连接服务器")
    expect(page.locator("#findings-box")).to_be_hidden()
    page.unroute("**/name-checks")
    page.get_by_role("button", name="审核", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("通过")


def test_a_refusal_is_told_in_the_words_of_the_server(visit: Visit) -> None:
    page = opened(visit, f"{CHECK}?name=晨曦村&lon=30.8&lat=108.4")
    expect(page.locator("#verdict")).to_contain_text("经纬度可能写反")


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    page = opened(visit, CHECK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
        if page.evaluate("document.activeElement.id") == "name" and "name" in reached:
            break
    assert "name" in reached
    page.keyboard.type("兴隆镇")
    for field, wanted in (("type", "镇"), ("county", "500101")):
        while page.evaluate("document.activeElement.id") != field:
            page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.value") != wanted:
            page.keyboard.press("ArrowDown")
    expect(page.locator("#verdict")).to_contain_text("不予通过")
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    assert {"name", "where", "lon", "lat", "file", "file-mode", "send", "map"} <= reached


def test_a_division_is_found_while_it_is_typed_and_taken_with_the_keyboard(visit: Visit) -> None:
    page = opened(visit, CHECK)
    box = page.get_by_role("combobox", name="查找政区")
    box.press_sequentially("万州 高峰", delay=40)
    expect(page.locator("#where-list li")).to_have_count(1)
    expect(page.locator("#where-said")).to_contain_text("找到")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "where-0"
    box.press("Enter")
    expect(page.get_by_label("乡镇、街道").locator("option:checked")).to_have_text("高峰街道")
    expect(page.get_by_label("区县").locator("option:checked")).to_have_text("万州区")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_division_is_found_by_its_code(visit: Visit) -> None:
    page = opened(visit, CHECK)
    page.get_by_role("combobox", name="查找政区").fill("500103")
    page.locator("#where-list li", has_text="渝中区").click()
    expect(page.get_by_label("区县").locator("option:checked")).to_have_text("渝中区")


def signed(page: Page, by: str = "张三") -> None:
    page.get_by_text("以具名说明解除这条警告").first.click()
    page.get_by_label("说明人姓名").fill(by)
    page.get_by_role("button", name="签署说明并重新审核").click()


def test_a_warning_is_released_by_a_named_statement_and_taken_back(visit: Visit) -> None:
    page = opened(visit, PERSON)
    expect(page.locator("#verdict .word")).to_have_text("警告")
    page.get_by_text("以具名说明解除这条警告").first.click()
    expect(page.get_by_label("该词语与所涉人物没有特定联系")).to_be_checked()
    expect(page.locator(".release-form")).to_contain_text("《地名管理条例实施办法》第三条")
    page.get_by_label("说明人姓名").fill("张三")
    page.get_by_role("button", name="签署说明并重新审核").click()
    expect(page.locator("#verdict .word")).to_contain_text("通过")
    expect(page.locator("#verdict")).to_contain_text("1条警告已解除（张三")
    expect(page.locator(".released")).to_contain_text("该词语与所涉人物没有特定联系")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator("#verdict .word")).to_have_text("警告")


def test_a_statement_needs_a_name(visit: Visit) -> None:
    page = opened(visit, PERSON)
    signed(page, "  ")
    expect(page.get_by_label("说明人姓名")).to_be_focused()
    expect(page.locator("#verdict .word")).to_have_text("警告")


def test_a_statement_does_not_pass_over_to_another_name(visit: Visit) -> None:
    page = opened(visit, PERSON)
    signed(page)
    expect(page.locator("#verdict .word")).to_contain_text("通过")
    page.get_by_label("拟用地名").fill("孙悟空路")
    expect(page.locator("#verdict")).to_contain_text("孙悟空")
    expect(page.locator("#verdict .word")).to_have_text("警告")
    expect(page.locator("#said")).to_contain_text("原有的具名说明不再适用")
    assert "release" not in page.url


def test_what_is_refused_offers_no_statement(visit: Visit) -> None:
    page = opened(visit)
    blocked = page.locator("#findings .finding.block")
    expect(blocked).to_have_count(1)
    expect(blocked.locator(".release")).to_have_count(0)


def test_back_and_forward_bring_the_checks_back(visit: Visit) -> None:
    page = opened(visit, PERSON)
    expect(page.locator("#verdict .word")).to_have_text("警告")
    signed(page)
    expect(page.locator("#verdict .word")).to_contain_text("通过")
    # nothing is typed: a check that begins by itself while somebody types is no step of its own
    page.evaluate("document.getElementById('name').value = '晨曦路'")
    page.get_by_label("拟用地名").press("Enter")
    expect(page.locator("#verdict")).to_contain_text("“晨曦路”")
    page.go_back()
    expect(page.locator("#verdict")).to_contain_text("“鲁迅路”通过")
    expect(page.get_by_label("拟用地名")).to_have_value("鲁迅路")
    page.go_back()
    expect(page.locator("#verdict .word")).to_have_text("警告")
    page.go_forward()
    expect(page.locator("#verdict .word")).to_contain_text("通过")


def test_a_suggested_name_is_tried_with_a_click(visit: Visit) -> None:
    page = opened(visit, f"{CHECK}?name=龍潭村&type=村&county=500101")
    page.locator("#findings").get_by_role("button", name="试用“龙潭村”，重新审核").click()
    expect(page.get_by_label("拟用地名")).to_have_value("龙潭村")
    expect(page.locator("#verdict")).to_contain_text("“龙潭村”")


def test_names_that_would_pass_are_offered_for_one_that_does_not(visit: Visit) -> None:
    page = opened(visit, f"{CHECK}?name=恒大绿洲小区&type=居民区&county=500103")
    offered = page.locator("#instead li", has_text="去掉“恒大”")
    expect(offered).to_contain_text("通过")
    offered.get_by_role("button", name="绿洲小区").click()
    expect(page.locator("#verdict")).to_contain_text("“绿洲小区”通过")


def test_old_names_of_the_county_are_offered(visit: Visit) -> None:
    page = opened(visit, PERSON)
    old = page.locator("#heritage")
    expect(old.locator("summary")).to_contain_text("渝中区的历史地名")
    old.locator("summary").click()
    expect(old.locator("li").first).to_contain_text("历史地名保护名录")
    old.get_by_role("button", name="试用").first.click()
    expect(page.locator("#verdict")).to_contain_text("历史地名保护名录")


def test_findings_with_the_same_article_and_advice_stand_together(visit: Visit) -> None:
    page = opened(visit)
    expect(page.locator("#findings-title")).to_have_text("审核意见（5 条）")
    expect(page.locator("#findings > li")).to_have_count(2)
    expect(page.locator("#findings > li").first.locator(".messages li")).to_have_count(4)


def test_the_reason_of_a_rule_can_be_read(visit: Visit) -> None:
    page = opened(visit, PERSON)
    page.get_by_text("规则说明（GN-9-4b）").click()
    expect(page.locator(".about p").first).to_contain_text("国务院令第753号")


def test_the_whole_report_can_be_copied(visit: Visit) -> None:
    page = opened(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator("#findings-box")).to_be_visible()
    page.get_by_role("button", name="复制意见全文").click()
    expect(page.locator("#said")).to_contain_text("已复制")
    told = page.evaluate("navigator.clipboard.readText()")
    assert told.startswith("“兴隆镇”不予通过")
    assert "依据《地名管理条例》第九条第（八）项" in told


def test_being_offline_is_said_and_ends_by_itself(visit: Visit) -> None:
    page = opened(visit, PERSON)
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_contain_text("网络已断开")
    page.get_by_label("拟用地名").fill("晨曦路")
    expect(page.locator("#verdict")).to_contain_text("本机网络已断开")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator("#verdict")).to_contain_text("“晨曦路”通过")


def test_half_a_place_is_said_not_to_count(visit: Visit) -> None:
    page = opened(visit, f"{CHECK}?name=晨曦村&lon=108.4")
    expect(page.locator("#found")).to_contain_text("坐标缺少纬度，未采用")


def test_no_label_on_the_map_is_cut_off(visit: Visit) -> None:
    page = opened(visit)
    expect(page.locator("#map-said")).to_contain_text("图上标出")
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    for label in page.locator("#map .leaflet-tooltip.short").all():
        box = label.bounding_box()
        assert box is not None
        assert box["x"] >= frame["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_the_focus_can_be_seen(visit: Visit) -> None:
    page = opened(visit, CHECK)
    page.get_by_label("拟用地名").focus()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2


def barriers(page: Page) -> list[object]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document)")
    return [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("path", [CHECK, CASE])
def test_axe_finds_no_barrier(visit: Visit, path: str) -> None:
    page = opened(visit, path)
    if path != CHECK:
        expect(page.locator("#findings-box")).to_be_visible()
    assert barriers(page) == []


def test_axe_finds_no_barrier_in_what_is_unfolded(visit: Visit) -> None:
    page = opened(visit, PERSON)
    page.get_by_text("以具名说明解除这条警告").first.click()
    page.locator("#heritage summary").click()
    page.get_by_role("combobox", name="查找政区").fill("高")
    expect(page.locator("#where-list li").first).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("说明人姓名").fill("张三")
    page.get_by_role("button", name="签署说明并重新审核").click()
    expect(page.locator(".released")).to_be_visible()
    assert barriers(page) == []


def test_it_fits_a_telephone(browser: Browser, address: str, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}{CASE}", wait_until="networkidle")
    expect(page.locator("#verdict")).to_contain_text("不予通过")
    page.screenshot(path=tmp_path / "small.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("#send").bounding_box() is not None
    page.close()
