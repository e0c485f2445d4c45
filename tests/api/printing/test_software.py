"""What PDF documents need, and what is said where it is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.cli import opening
from api.services.printing import pdf, software
from api.services.refusals import CannotPrint
from api.store.cluster import packages
from api.store.errors import DatabaseUnavailable
from boundary_data.document import Document, Paragraph

RARE = "\U0002cb5b㭎"


def page(text: str) -> Document:
    return Document(title="联检报告", subtitle="", foot="", blocks=(Paragraph(text, True),))


def test_this_machine_can_print() -> None:
    assert software.lacking_packages() == []


def test_a_missing_library_is_known_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(software.LIBRARIES, "libnowhere.so.9", "libnowhere9")
    assert software.lacking_packages() == ["libnowhere9"]


def test_a_font_without_the_rare_characters_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(software, "RARE", "10FFFD")
    assert software.lacking_packages() == ["fonts-noto-cjk"]


def test_without_fontconfig_it_is_installed_with_the_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(software, "FONT_LIST", "no-such-program")
    assert software.lacking_packages() == ["fontconfig", "fonts-noto-cjk"]


def test_a_pdf_carries_the_fonts_it_is_set_with() -> None:
    made = pdf.pdf_of(page(f"大青{RARE}村"))
    assert made.startswith(b"%PDF")
    assert len(made) > 5_000


def test_without_a_chinese_font_a_pdf_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(software, "fonts_with", lambda pattern: False)
    with pytest.raises(CannotPrint) as refusal:
        pdf.pdf_of(page("石坡村"))
    assert "apt-get install fonts-noto-cjk" in refusal.value.remedy
    assert "DOCX" in refusal.value.remedy


def refuse(wanted: object, say: object) -> None:
    raise DatabaseUnavailable("无权", "sudo")


def test_a_failed_installation_is_said_with_the_remedy_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(software, "lacking_packages", lambda: ["fonts-noto-cjk"])
    monkeypatch.setattr(packages, "install", refuse)
    tried = tmp_path / "home" / "tried"
    assert opening.ensure_printing(tried) is False
    assert "sudo apt-get install fonts-noto-cjk" in capsys.readouterr().err
    assert tried.exists()


def test_a_failed_installation_is_not_tried_again_the_same_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(software, "lacking_packages", lambda: ["fonts-noto-cjk"])
    asked: list[object] = []
    monkeypatch.setattr(packages, "install", lambda wanted, say: asked.append(wanted))
    (tmp_path / "tried").touch()
    opening.ensure_printing(tmp_path / "tried")
    assert asked == []
    os.utime(tmp_path / "tried", (0, 0))
    opening.ensure_printing(tmp_path / "tried")
    assert asked == [["fonts-noto-cjk"]]
