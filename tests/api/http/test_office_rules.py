"""An office lays its parameters and words over ours by a setting, and every door obeys."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.settings import load_settings

PARAMETERS = "/api/v1/rules/parameters"
OWN = """version = "万州-1"
applies_to = ["万州区"]
[avenue_min_width_m]
value = 50
source = "本局规定"
standing = "confirmed"
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "500101.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("DIMING_OVERLAYS", str(tmp_path))
    return tmp_path


def width(told: dict[str, object]) -> object:
    (found,) = [p for p in told["parameters"] if p["key"] == "avenue_min_width_m"]  # type: ignore[attr-defined]
    return found["value"]


@pytest.mark.usefixtures("office")
def test_the_parameters_of_a_county_are_shown_with_what_its_office_laid_over(
    client: TestClient,
) -> None:
    here = client.get(PARAMETERS, params={"division": "500101105"}).json()
    there = client.get(PARAMETERS, params={"division": "500235"}).json()
    assert (width(here), width(there)) == (50, 40)
    assert "+万州-1+" in here["version"]
    assert "万州-1" not in there["version"]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("place", [{"division": "500101"}, {"county": "万州区"}])
def test_a_name_is_judged_by_the_parameters_of_its_county(
    client: TestClient, place: dict[str, str]
) -> None:
    wish = {"name": "金渝大道", "place_type": "道路", "width_m": 45}
    here = client.post("/api/v1/name-checks", json={**wish, **place}).json()
    there = client.post("/api/v1/name-checks", json={**wish, "division": "500235"}).json()
    assert "CQ-GEN-1" in [f["rule"] for f in here["findings"]]
    assert "CQ-GEN-1" not in [f["rule"] for f in there["findings"]]
    assert "+万州-1+" in here["parameters"]


def test_an_old_report_is_made_again_by_the_version_it_quotes(
    client: TestClient, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = {"name": "金渝大道", "place_type": "道路", "width_m": 45, "division": "500101"}
    old = client.post("/api/v1/name-checks", json=wish).json()
    later = office / "later"
    (later / "versions").mkdir(parents=True)
    (office / "500101.toml").rename(later / "versions" / "500101-1.toml")
    (later / "500101.toml").write_text(OWN.replace("万州-1", "万州-2").replace("50\n", "40\n"))
    monkeypatch.setenv("DIMING_OVERLAYS", str(later))
    today = client.post("/api/v1/name-checks", json=wish).json()
    again = client.post(
        "/api/v1/name-checks", json={**wish, "parameters_version": old["parameters"]}
    ).json()
    assert "CQ-GEN-1" in [f["rule"] for f in old["findings"]]
    assert "CQ-GEN-1" not in [f["rule"] for f in today["findings"]]
    assert again == old


def test_a_version_that_nobody_kept_is_refused_with_the_field(client: TestClient) -> None:
    wish = {"name": "金渝大道", "place_type": "道路", "parameters_version": "cn-1999.01"}
    answer = client.post("/api/v1/name-checks", json=wish)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert "parameters_version" in str(error)
    assert "cn-1999.01" in str(error)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("500101.toml", OWN.replace("50", '"宽"'), "500101.toml 第3行"),
        ("500101.toml", OWN + "[avenue_min_with_m]\nvalue = 1\n", "第7行"),
        ("5001.toml", OWN, "六位代码"),
        ("words.csv", "list,word\n", "words.csv"),
    ],
)
def test_a_setting_that_names_a_broken_folder_is_refused_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, said: str
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    monkeypatch.setenv("DIMING_OVERLAYS", str(tmp_path))
    with pytest.raises(ValidationError, match=said):
        load_settings()
