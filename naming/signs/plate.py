"""A sign drawn as a picture (版面预览): a plate with characters and pinyin, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from naming.signs.parameters import sign_parameters
from naming.signs.sign_text import SignText
from rulebook.parameters import Parameters

HEIGHT = 300.0
MARGIN = 24.0
CORNER, INNER_CORNER, INSET, STROKE = 16.0, 10.0, 8.0, 4.0
LETTER = 0.62
"""Width of a capital letter as a share of its height, in faces without serifs."""
AXES = {"east_west": "东西", "north_south": "南北"}
WIDE = "\u2019"
"""The apostrophe as the register writes it; Chinese faces set it as wide as a character."""
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of letters on a plate, in drawing units.

    Attributes:
        text: What it says.
        x: The middle of the line, or its end if `at_end`.
        baseline: Where the letters stand.
        size: Size of the letters.
        room: The width it is squeezed into, None if it takes its natural width.
        at_end: Whether `x` is the right end.
    """

    text: str
    x: float
    baseline: float
    size: float
    room: float | None = None
    at_end: bool = False


def laid_out(sign: SignText, plate: Plate, parameters: Parameters) -> tuple[Line, ...]:
    """Return the lines of a sign; long names are set narrower, then smaller, never cut off."""
    share = parameters.number("romanization_share")
    inner = plate.height - 3 * MARGIN
    han, latin = inner / (1 + share), inner * share / (1 + share)
    lines = [
        _line(sign.characters, plate, MARGIN + han * 0.86, han, 1.0),
        _line(
            sign.romanization.replace(WIDE, "'"),
            plate,
            2 * MARGIN + han + latin * 0.86,
            latin,
            LETTER,
        ),
    ]
    extra = _clean(sign.extra)
    if extra:
        end, foot = plate.width - 1.4 * MARGIN, plate.height - MARGIN * 1.1
        lines.append(Line(extra, end, foot, latin * 0.7, at_end=True))
    return tuple(lines)


def drawn(sign: SignText, plate: Plate, parameters: Parameters) -> str:
    """Return the sign as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plate.width:g} {plate.height:g}"'
        f' width="{plate.width:g}" height="{plate.height:g}" role="img"'
        f" aria-label={quoteattr(_clean(sign.characters))}>"
        f'<rect width="100%" height="100%" rx="{CORNER:g}" fill={quoteattr(plate.ground)}/>'
        f'<rect x="{INSET:g}" y="{INSET:g}" width="{plate.width - 2 * INSET:g}"'
        f' height="{plate.height - 2 * INSET:g}" rx="{INNER_CORNER:g}"'
        f' fill="none" stroke={quoteattr(plate.text)} stroke-width="{STROKE:g}"/>'
        f'<g fill={quoteattr(plate.text)} font-family={quoteattr(FACES)} font-weight="bold">'
        f"{''.join(map(_written, laid_out(sign, plate, parameters)))}</g></svg>"
    )


def _written(line: Line) -> str:
    fit = ""
    if line.room is not None:
        fit = f' textLength="{line.room:.1f}" lengthAdjust="spacingAndGlyphs"'
    return (
        f'<text x="{line.x:g}" y="{line.baseline:.1f}" font-size="{line.size:.1f}"'
        f' text-anchor="{"end" if line.at_end else "middle"}"{fit}>{escape(line.text)}</text>'
    )


def _line(text: str, plate: Plate, baseline: float, size: float, wide: float) -> Line:
    """Return a line in the middle of the plate, as wide as there is room.

    A long one is first set narrower, then smaller.
    """
    text = _clean(text)
    room = plate.width - 4 * MARGIN
    squeezed = room / max(len(text) * size * wide, 1)
    smaller = min(squeezed / NARROWEST, 1)
    raised = baseline - size * 0.43 * (1 - smaller)
    return Line(text, plate.width / 2, raised, size * smaller, room=room if squeezed < 1 else None)


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return "".join(c for c in text if c.isprintable())
