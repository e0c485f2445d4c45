"""The overview map as a person meets it: in a real browser, with no other host in reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import expect

from tests.api.http.world import serving
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.postgis]

MAP = "/maps/overview"


def test_the_map_is_drawn_without_any_other_host(visit: Visit, picture: Path) -> None:
    page = visit.open(MAP)
    expect(page.locator(".leaflet-container")).to_be_visible()
    page.screenshot(path=picture)
    assert visit.foreign == []
    assert visit.complaints == []
    assert picture.stat().st_size > 10_000


def test_the_legend_says_what_is_drawn_and_that_it_is_no_legal_line(visit: Visit) -> None:
    legend = visit.open(MAP).locator(".diming-legend")
    expect(legend).to_contain_text("区县界（示意）")
    expect(legend).to_contain_text("测试资料")
    expect(visit.page.locator(".diming-warning")).to_have_text("示意数据，非法定界线")


def test_an_official_area_is_not_called_synthetic(visit: Visit) -> None:
    page = visit.open(f"{MAP}?county=500101")
    expect(page.locator(".diming-legend")).to_contain_text("区县界")
    expect(page.locator(".diming-legend")).not_to_contain_text("示意")
    expect(page.locator(".diming-warning")).to_have_count(0)


def test_a_layer_can_be_taken_away_and_put_back(visit: Visit) -> None:
    page = visit.open(MAP)
    label = page.locator(".diming-label span", has_text="万州区")
    expect(label).to_be_visible()
    switch = page.locator(".leaflet-control-layers label", has_text="区县名").locator("input")
    switch.uncheck()
    expect(label).to_have_count(0)
    switch.check()
    expect(label).to_be_visible()


def test_a_synthetic_area_says_so_under_the_pointer(visit: Visit) -> None:
    page = visit.open(f"{MAP}?county=500235")
    box = page.locator(".leaflet-container").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.7)
    page.mouse.move(box["x"] + box["width"] * 0.56, box["y"] + box["height"] * 0.7)
    tip = page.locator(".leaflet-tooltip")
    expect(tip).to_contain_text("云阳县")
    expect(tip).to_contain_text("示意数据，非法定界线")


def test_a_name_tells_its_spelling_under_the_pointer(visit: Visit) -> None:
    page = visit.open(f"{MAP}?county=500235")
    dots = page.evaluate(
        """() => {
            const map = Object.values(window).find((v) => v instanceof L.Map);
            const found = [];
            map.eachLayer((layer) => {
                if (layer instanceof L.CircleMarker) {
                    const at = map.latLngToContainerPoint(layer.getLatLng());
                    found.push([at.x, at.y]);
                }
            });
            return found;
        }"""
    )
    assert len(dots) == 2
    page.mouse.move(*dots[0])
    page.mouse.move(dots[0][0] + 1, dots[0][1])
    expect(page.locator(".leaflet-tooltip")).to_contain_text("拼写")


def test_the_map_can_stand_in_the_page_of_somebody_else(visit: Visit) -> None:
    editor = FastAPI()
    frame = f'<iframe src="{visit.address}{MAP}" width=800 height=600></iframe>'
    editor.add_api_route("/", lambda: frame, response_class=HTMLResponse)
    with serving(editor) as elsewhere:
        visit.page.goto(elsewhere)
        inside = visit.page.frame_locator("iframe")
        expect(inside.locator(".diming-legend")).to_be_visible()
    assert visit.foreign == []
    assert visit.complaints == []


@pytest.mark.parametrize("path", ["/", "/docs", "/problems/unknown-field"])
def test_pages_are_read_without_any_other_host(visit: Visit, path: str) -> None:
    page = visit.open(path)
    expect(page.locator("h1")).to_be_visible()
    assert visit.foreign == []
    assert visit.complaints == []


def test_the_reference_opens_to_the_parameters_of_an_operation(visit: Visit) -> None:
    page = visit.open("/docs")
    operation = page.locator("details", has_text="检索地名").first
    operation.locator("summary").click()
    expect(operation).to_contain_text("radius_m")
    expect(operation).to_contain_text("参数的值不符合要求")
