"""A sign drawn as a picture (版面预览): a plate with characters and pinyin, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from naming.signs.parameters import sign_parameters
from naming.signs.sign_text import SignText
from rulebook.parameters import Parameters

HEIGHT = 300.0
MARGIN = 24.0
LETTER = 0.62
"""Width of a capital letter as a share of its height, in faces without serifs."""
NARROWEST = 0.7
"""A character is set no narrower than this share of its natural width."""
FACES = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',SimHei,sans-serif"


@dataclass(frozen=True, slots=True)
class Plate:
    """What a plate looks like: its colours (`#RRGGBB`) and its size in drawing units."""

    ground: str
    text: str
    width: float
    height: float


def axis_of(bearing_deg: float) -> str:
    """Return which way a road runs: `east_west` or `north_south` (SG-3, assumed)."""
    tolerance = sign_parameters().number("axis_tolerance")
    off_north = min(bearing_deg % 180, 180 - bearing_deg % 180)
    return "north_south" if off_north < tolerance else "east_west"


def plate_of(kind: str, axis: str, parameters: Parameters) -> Plate:
    """Return the plate of a sign of a kind, for a road along an axis (empty for any other)."""
    colour = "historic" if kind == "historic" else axis or "other"
    ratio = parameters.number("plate_ratio")
    return Plate(
        parameters.text(f"colour_{colour}"), parameters.text("colour_text"), HEIGHT * ratio, HEIGHT
    )


def drawn(sign: SignText, plate: Plate, parameters: Parameters) -> str:
    """Return the sign as SVG; long names are set narrower, never cut off."""
    share = parameters.number("romanization_share")
    inner = plate.height - 3 * MARGIN
    han, latin = inner / (1 + share), inner * share / (1 + share)
    lines = [
        _line(sign.characters, plate, MARGIN + han * 0.86, han, 1.0),
        _line(sign.romanization, plate, 2 * MARGIN + han + latin * 0.86, latin, LETTER),
    ]
    if sign.extra:
        height = latin * 0.7
        lines.append(
            f'<text x="{plate.width - 1.4 * MARGIN:g}" y="{plate.height - MARGIN * 1.1:g}"'
            f' font-size="{height:.1f}" text-anchor="end">{escape(_clean(sign.extra))}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plate.width:g} {plate.height:g}"'
        f' width="{plate.width:g}" height="{plate.height:g}" role="img"'
        f" aria-label={quoteattr(_clean(sign.characters))}>"
        f'<rect width="100%" height="100%" rx="16" fill={quoteattr(plate.ground)}/>'
        f'<rect x="8" y="8" width="{plate.width - 16:g}" height="{plate.height - 16:g}" rx="10"'
        f' fill="none" stroke={quoteattr(plate.text)} stroke-width="4"/>'
        f'<g fill={quoteattr(plate.text)} font-family={quoteattr(FACES)} font-weight="600">'
        f"{''.join(lines)}</g></svg>"
    )


def _line(text: str, plate: Plate, baseline: float, size: float, wide: float) -> str:
    """Return a line in the middle of the plate, as wide as there is room.

    A long one is first set narrower, then smaller.
    """
    room = plate.width - 4 * MARGIN
    squeezed = room / max(len(text) * size * wide, 1)
    fit = f' textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs"' if squeezed < 1 else ""
    smaller = min(squeezed / NARROWEST, 1)
    raised = baseline - size * 0.43 * (1 - smaller)
    return (
        f'<text x="{plate.width / 2:g}" y="{raised:.1f}" font-size="{size * smaller:.1f}"'
        f' text-anchor="middle"{fit}>{escape(_clean(text))}</text>'
    )


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(c for c in text if c.isprintable())
