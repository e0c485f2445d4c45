import re

import geopandas
import pytest
import shapely

from gis.maps.canvas import ASSETS, graticule, page, sheet
from gis.maps.divisions import COUNTY_STYLE, SYNTHETIC_LABEL, divisions_layer
from gis.maps.generalize import within_budget
from gis.maps.inspections import lines_layer, markers_layer
from gis.maps.legend import NOT_FOR_PUBLICATION, Legend, Sign
from gis.maps.names import names_layer
from tests.gis.strategies import grid_faces

BOX = (106.0, 29.0, 106.25, 29.25)
HOSTILE = "</script><img src=x onerror=alert(1)>"


def areas(names=("甲县", "乙县", "丙县", "丁县")):
    return geopandas.GeoDataFrame(
        {"name": list(names)}, geometry=grid_faces(2, 2, 1, 0.1), crs="EPSG:4490"
    )


def points(count=3, name="石坡"):
    places = [shapely.Point(106 + i / 10_000, 29.1) for i in range(count)]
    return geopandas.GeoDataFrame(
        {"name": [name] * count, "county": ["甲县"] * count}, geometry=places, crs="EPSG:4490"
    )


def said(text, html):
    """How often a page says a text, in markup or escaped in a script."""
    return html.count(text) + html.count(ascii(text)[1:-1])


def empty_sheet():
    return sheet(BOX, assets="/static/map", title="总览", credit="GeoNames")


def drawn(*layers):
    board = empty_sheet()
    for layer in layers:
        layer.add_to(board)
    return page(board)


def county_layer(frame=None, **more):
    options = {
        "name": "县级",
        "tooltip": {"name": "名称"},
        "style": COUNTY_STYLE,
        "synthetic": True,
    }
    return divisions_layer(areas() if frame is None else frame, **(options | more))


def name_layer(frame):
    return names_layer(frame, name="地名", title="name", details={"county": "所在区县"})


def legend(**more):
    options = {"date": "2025-12-31", "synthetic": True, "sources": "GeoNames"} | more
    return Legend("总览", [Sign("县级界线", "#7a1f3d", dashed=True)], **options)


def everything():
    line = geopandas.GeoDataFrame(
        {"name": ["甲乙线"]}, geometry=[shapely.LineString([(106, 29), (106.1, 29.1)])]
    )
    marker = points(1).assign(condition="完好")
    return drawn(
        graticule(BOX),
        county_layer(),
        name_layer(points()),
        lines_layer(line, name="界线", tooltip={"name": "名称"}, synthetic=False),
        markers_layer(marker, name="界桩", condition="condition", tooltip={"name": "编号"}),
        legend(),
    )


def test_a_map_with_every_layer_asks_nothing_of_a_foreign_host():
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", everything()) == []


def test_a_map_names_no_foreign_address_at_all():
    assert re.findall(r"https?://", everything()) == []


def test_every_asset_of_a_map_is_in_the_folder_that_is_served():
    linked = re.findall(r"(?:src|href)=\"/static/map/([^\"]+)\"", everything())
    assert linked
    assert all((ASSETS / name).is_file() for name in linked)


def test_the_styles_name_only_pictures_that_are_there():
    named = re.findall(r"url\(([^)#]+)\)", (ASSETS / "leaflet.css").read_text("utf-8"))
    assert all((ASSETS / picture).is_file() for picture in named)


def test_a_synthetic_layer_says_so_in_the_layer_control():
    assert said("县级（示意）", drawn(county_layer()))


def test_a_synthetic_layer_says_so_in_every_tooltip():
    assert said(SYNTHETIC_LABEL, drawn(county_layer())) == 4


def test_a_layer_of_real_lines_is_not_called_synthetic():
    html = drawn(county_layer(synthetic=False))
    assert said("县级", html)
    assert not said("示意", html)


def test_the_legend_of_a_synthetic_map_says_so():
    assert said(SYNTHETIC_LABEL, drawn(legend()))


def test_a_map_without_a_review_number_may_not_be_published():
    assert NOT_FOR_PUBLICATION in drawn(legend())


def test_a_reviewed_map_shows_its_number():
    assert "审图号：渝S（2025）001号" in drawn(legend(review_no="渝S（2025）001号"))


@pytest.mark.parametrize(
    "layer",
    [
        county_layer(areas((HOSTILE, "乙", "丙", "丁"))),
        name_layer(points(name=HOSTILE)),
        legend(sources=HOSTILE),
        legend(review_no=HOSTILE),
    ],
    ids=["division", "name", "source", "review number"],
)
def test_a_hostile_text_stays_a_text(layer):
    assert "<img" not in drawn(layer)


def test_five_thousand_names_stay_small():
    assert len(drawn(name_layer(points(5000)))) < 1_000_000


def test_names_without_a_place_are_left_out():
    frame = points(2)
    frame.loc[0, "geometry"] = None
    assert said("石坡", drawn(name_layer(frame))) == 1


def test_a_detailed_layer_is_drawn_within_its_budget():
    cells = [shapely.segmentize(cell, 1e-5) for cell in grid_faces(3, 3, 2, 0.2)]
    shown = within_budget(shapely.set_precision(cells, 1e-9), 2_000)
    assert shapely.get_num_coordinates(shown).sum() <= 2_000


def test_common_borders_stay_common_when_simplified():
    cells = [shapely.segmentize(cell, 1e-4) for cell in grid_faces(3, 3, 2, 0.2)]
    assert shapely.coverage_is_valid(within_budget(shapely.set_precision(cells, 1e-9), 500))


def test_a_border_of_two_areas_is_drawn_once():
    html = drawn(county_layer(vertices=10_000))
    lines = re.findall(r'"type": "MultiLineString"', html)
    assert len(lines) == 1


def test_an_empty_layer_is_drawn_as_an_empty_layer():
    assert said("县级（示意）", drawn(county_layer(areas().iloc[:0])))
