"""Pages of lines, markers and inspections in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

LINE = "500101-500235"
INKED = """() => {
  const c = document.querySelector(".leaflet-container canvas");
  return c.getContext("2d").getImageData(0, 0, c.width, c.height).data.some((v) => v > 0);
}"""


def test_a_line_is_found_in_the_list_and_opened(visit: Visit) -> None:
    page = visit.open("/lines")
    page.get_by_role("link", name=LINE).click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).inner_text() == "万州区—云阳县线"
    assert "向北方向行" in page.inner_text("main")


def test_the_map_of_a_line_is_drawn_without_foreign_hosts(visit: Visit) -> None:
    page = visit.open(f"/lines/{LINE}")
    page.frame_locator("iframe").locator(".leaflet-container canvas").first.wait_for(
        state="attached"
    )
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_function(INKED)
    assert (visit.foreign, visit.complaints) == ([], [])


def test_the_register_form_of_a_marker_says_what_is_lacking(visit: Visit) -> None:
    page = visit.open(f"/lines/{LINE}/markers/0101023501Q")
    words = page.inner_text("main")
    assert "108°30′00.0000″" in words
    assert "应至少三个" in words


PAGES = [
    "/lines",
    f"/lines/{LINE}",
    f"/lines/{LINE}/markers/0101023501Q",
    f"/lines/{LINE}/marker-audit",
    "/line-archives",
    "/inspections",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_can_be_used_by_everyone(
    visit: Visit, inspector: dict[str, str], path: str, width: int
) -> None:
    visit.sign_in(inspector)
    visit.page.set_viewport_size({"width": width, "height": 800})
    found = Axe().run(visit.open(path))
    assert found.violations_count == 0, found.generate_report()


def test_the_label_of_a_made_up_line_is_not_covered_by_the_legend(visit: Visit) -> None:
    page = visit.open(f"/lines/{LINE}")
    frame = page.frame_locator("iframe")
    label, legend = (
        frame.locator(one).bounding_box() for one in (".diming-warning", ".diming-legend")
    )
    assert label
    assert legend
    assert label["y"] + label["height"] <= legend["y"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_telephone(visit: Visit, inspector: dict[str, str], path: str) -> None:
    visit.sign_in(inspector)
    visit.page.set_viewport_size({"width": 360, "height": 740})
    page = visit.open(path)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


def test_without_a_plan_the_board_says_what_to_do(visit: Visit, inspector: dict[str, str]) -> None:
    visit.sign_in(inspector)
    assert "制定一轮计划" in visit.open("/inspections").inner_text("main")


def test_the_register_form_shows_its_sketch_and_its_items(visit: Visit) -> None:
    page = visit.open(f"/lines/{LINE}/markers/0101023501Q")
    page.wait_for_load_state("networkidle")
    assert page.locator("img.sketch").evaluate("picture => picture.naturalWidth") > 500
    words = page.inner_text("main")
    for item in ("纵坐标X（北）", "点位精度", "管护方", "登记沿革", "民政部门负责人"):
        assert item in words
    assert (visit.foreign, visit.complaints) == ([], [])


def test_the_page_of_a_line_says_what_its_archive_lacks(visit: Visit) -> None:
    words = visit.open(f"/lines/{LINE}").inner_text("main")
    assert "必备文件缺" in words
    assert "文化标志与公约碑" in words
