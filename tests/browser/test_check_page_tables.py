"""The check page with whole tables, and on paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from api.app import create_app
from api.settings import load_settings
from tests.api.http.world import serving
from tests.browser.conftest import Visit
from tests.browser.test_check_page import CHECK, opened

pytestmark = [pytest.mark.browser, pytest.mark.postgis]


@pytest.fixture(scope="module")
def address(register_url: str) -> Iterator[str]:
    """The application on the register with all samples."""
    with serving(create_app(load_settings(database_url=register_url))) as address:
        yield address


def test_a_table_is_sent_watched_and_given_back(visit: Visit, tmp_path: Path) -> None:
    page = opened(visit, CHECK)
    source = tmp_path / "拟用地名.csv"
    source.write_text("地名,类别,区县\n兴隆镇,镇,万州区\n晨曦村,村,万州区\n", encoding="utf-8-sig")
    page.get_by_label("表格文件").set_input_files(source)
    asked: list[Route] = []
    page.route("**/name-files/*", lambda one: asked.append(one) if not asked else one.continue_())
    with page.expect_request("**/name-files/*"):
        page.get_by_role("button", name="上传并审核").click()
    expect(page.locator("#progress")).to_be_visible()
    asked[0].continue_()
    expect(page.locator("#file-state")).to_contain_text("审核完毕，共 2 行")
    expect(page.locator("#problems tbody tr")).to_have_count(1)
    expect(page.locator("#problems tbody")).to_contain_text("兴隆镇")
    expect(page.locator("#counts")).to_contain_text("不予通过")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [row["verdict"] for row in rows] == ["block", "pass"]
    assert download.value.suggested_filename == "审核结果_拟用地名.csv"
    assert visit.foreign == []
    page.reload()
    page.get_by_role("button", name="查看“拟用地名.csv”的审核").click()
    expect(page.locator("#file-state")).to_contain_text("审核完毕，共 2 行")
    page.get_by_role("button", name="删除“拟用地名.csv”的审核结果").click()
    expect(page.locator("#recent")).to_be_hidden()


def test_a_table_without_names_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    page = opened(visit, CHECK)
    source = tmp_path / "wrong.csv"
    source.write_text("标题\n兴隆镇\n", encoding="utf-8")
    page.get_by_label("表格文件").set_input_files(source)
    page.get_by_role("button", name="上传并审核").click()
    expect(page.locator("#file-state")).to_contain_text("请把该列的表头写为其中之一")


def test_it_prints_the_verdict_and_not_the_buttons(visit: Visit) -> None:
    page = opened(visit)
    expect(page.locator("#verdict")).to_contain_text("不予通过")
    page.emulate_media(media="print")
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.get_by_label("拟用地名")).to_be_visible()
    expect(page.locator("#tables")).to_be_hidden()
    expect(page.locator("#print")).to_be_hidden()
