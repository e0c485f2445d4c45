"""`diming change-line`: tried, published, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli.frame import run
from tests.lines.conftest import Office, bent, off

LINE = "500154-500235"
GIVEN = ["--document", "渝府2026第8号", "--approved-on", "2026-03-01", "--person", "张建国"]


@pytest.fixture
def command(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    """Run the command with a course in a file; returns the exit code and what was said."""
    monkeypatch.setenv("DIMING_DATABASE_URL", office.url)

    def change(points: list[list[float]], *more: str) -> tuple[int, str]:
        feature = {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": points},
        }
        path = tmp_path / "new.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        code = run(["change-line", LINE, str(path), *GIVEN, *more])
        said = capsys.readouterr()
        return code, said.out + said.err

    return change


def test_a_trial_tells_the_version_to_name_when_publishing(office: Office, command) -> None:
    code, said = command(bent(office.points(LINE)), "--dry-run")
    assert code == 0
    assert f"--based-on {office.tag(LINE).strip(chr(34))}" in said


def test_what_would_be_torn_is_said_and_the_command_fails(office: Office, command) -> None:
    code, said = command(off(office.points(LINE)), "--dry-run")
    assert (code, "会撕裂" in said) == (1, True)


def test_without_the_version_it_says_how_to_learn_it(office: Office, command) -> None:
    code, said = command(bent(office.points(LINE)))
    assert (code, "试算" in said) == (1, True)


def test_a_published_change_is_there(office: Office, command) -> None:
    based = office.tag(LINE).strip('"')
    code, said = command(bent(office.points(LINE)), "--based-on", based)
    assert (code, "已发布" in said) == (0, True)
    assert len(office.points(LINE, "2026-03-01")) == len(office.points(LINE, "2026-02-28")) + 1


def test_a_file_without_a_line_is_refused(office: Office, command) -> None:
    code, said = command([[106, 29]], "--dry-run")
    assert code == 1
    assert said
