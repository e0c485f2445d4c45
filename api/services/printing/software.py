"""What a machine needs to set documents as PDF: two libraries and a Chinese font.

The font is Noto CJK (SIL OFL 1.1): its Serif is a Song face (宋体), its Sans a Hei face
(黑体), and both have all 8,105 regulated characters, which no lighter free font has.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Sequence

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
}
FONT_PACKAGE = "fonts-noto-cjk"
FONT_LIST = "fc-list"
FONT_LIST_PACKAGE = "fontconfig"
RARE = "2CB5B"
"""𬭛, a regulated character beyond the Basic Multilingual Plane: who has it has the others."""

Say = Callable[[str], None]
Install = Callable[[Sequence[str], Say], None]


def lacking_packages() -> list[str]:
    """Return the Debian packages without which no PDF can be set here; none if it can."""
    lacking = [package for name, package in LIBRARIES.items() if not _loads(name)]
    if shutil.which(FONT_LIST) is None:
        return [*lacking, FONT_LIST_PACKAGE, FONT_PACKAGE]
    return lacking if fonts_with(f":charset={RARE}") else [*lacking, FONT_PACKAGE]


def draws_chinese() -> bool:
    """Tell whether Chinese letters would come out as letters; also where nobody can tell."""
    return shutil.which(FONT_LIST) is None or fonts_with(":lang=zh-cn")


def fonts_with(pattern: str) -> bool:
    """Tell whether fontconfig knows a font that fits a pattern."""
    asked = [FONT_LIST, pattern, "family"]
    return bool(subprocess.run(asked, capture_output=True, check=False).stdout.strip())


def remedy(packages: Sequence[str]) -> str:
    """Return what somebody with the rights has to do."""
    return (
        f"请由管理员执行：sudo apt-get install {' '.join(packages)}；其他系统请装 Pango 与思源字体"
    )


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
