"""A map page as one file: scripts and styles inside, nothing asked of any host."""

from __future__ import annotations

import re

from gis.maps.canvas import ASSETS

MARK = "diming-asset"
SCRIPT = re.compile(rf'<script src="{MARK}/([^"]+)"></script>')
STYLE = re.compile(rf'<link rel="stylesheet" href="{MARK}/([^"]+)"\s*/?>')


def alone(page: str) -> str:
    """Return `page`, drawn on a sheet whose assets are at `MARK`, with the assets inside."""
    page = SCRIPT.sub(lambda found: f"<script>{_script(found[1])}</script>", page)
    return STYLE.sub(lambda found: f"<style>{_text(found[1])}</style>", page)


def _text(name: str) -> str:
    text = (ASSETS / name).read_text("utf-8")
    # pictures of markers that no page of ours uses
    return re.sub(r"url\([^)]*\)", "none", text) if name.endswith(".css") else text


def _script(name: str) -> str:
    text = re.sub(r"//# sourceMappingURL=\S+", "", _text(name))
    return text.replace("</script", "<\\/script")
