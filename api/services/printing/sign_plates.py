"""The plate of a sign (地名标志版面) as PNG and as PDF, drawn as the SVG is, in the same face."""

from __future__ import annotations

import base64
import io
import subprocess
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from api.services.printing.pdf import weasyprint
from api.services.printing.software import FONT_PACKAGE, remedy
from api.services.refusals import CannotPrint
from naming.signs import plate as drawing
from naming.signs.plate import Line, Plate, drawn, laid_out
from naming.signs.sign_text import SignText
from rulebook.parameters import Parameters

FINER = 2
"""Pictures are drawn so many times larger, then made smaller: edges come out smooth."""
FACE = "Noto Sans CJK SC:bold"
SMALLEST_PX, LARGEST_PX = 60, 2400


def plate_png(sign: SignText, plate: Plate, parameters: Parameters, width_px: int) -> bytes:
    """Return the sign as PNG, `width_px` wide, with clear corners.

    Raises:
        CannotPrint: The machine has no Chinese font.
        ValueError: The width is out of bounds.
    """
    if not SMALLEST_PX <= width_px <= LARGEST_PX:
        raise ValueError(f"width {width_px} is not {SMALLEST_PX} to {LARGEST_PX}")
    scale = width_px / plate.width * FINER
    size = (round(plate.width * scale), round(plate.height * scale))
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    whole = (0, 0, size[0] - 1, size[1] - 1)
    pen.rounded_rectangle(whole, drawing.CORNER * scale, fill=plate.ground)
    # a line of the SVG lies half inside, half outside its edge; Pillow draws inside only
    inset = (drawing.INSET - drawing.STROKE / 2) * scale
    frame = (inset, inset, size[0] - 1 - inset, size[1] - 1 - inset)
    pen.rounded_rectangle(
        frame,
        (drawing.INNER_CORNER + drawing.STROKE / 2) * scale,
        outline=plate.text,
        width=round(drawing.STROKE * scale),
    )
    for line in laid_out(sign, plate, parameters):
        _write(picture, line, plate.text, scale)
    small = picture.resize(
        (width_px, round(width_px * plate.height / plate.width)), Image.Resampling.LANCZOS
    )
    kept = io.BytesIO()
    small.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def plate_pdf(
    sign: SignText, plate: Plate, parameters: Parameters, width_mm: float, height_mm: float
) -> bytes:
    """Return the sign as PDF in its real size, the letters as letters, for who makes it.

    A plate of other proportions than the drawing stands in the middle of its page.

    Raises:
        CannotPrint: The machine lacks the libraries or the font.
    """
    svg = base64.b64encode(drawn(sign, plate, parameters).encode()).decode()
    page = (
        '<!doctype html><meta charset="utf-8"><title>标志版面</title><style>'
        f"@page {{ size: {width_mm:g}mm {height_mm:g}mm; margin: 0 }}"
        f" html {{ background: {plate.ground} }} body {{ margin: 0 }}"
        f" img {{ display: block; width: {width_mm:g}mm; height: {height_mm:g}mm;"
        " object-fit: contain }</style>"
        f'<img src="data:image/svg+xml;base64,{svg}">'
    )
    made: bytes = weasyprint()(string=page).write_pdf()
    return made


def _write(picture: Image.Image, line: Line, colour: str, scale: float) -> None:
    if not line.text.strip():
        return
    face = _face(max(1, round(line.size * scale)))
    natural = face.getlength(line.text)
    wide = natural if line.room is None else line.room * scale
    above, below = face.getmetrics()
    stencil = Image.new("L", (max(1, round(natural)), above + below), 0)
    ImageDraw.Draw(stencil).text((0, above), line.text, font=face, fill=255, anchor="ls")
    if line.room is not None:
        stencil = stencil.resize((max(1, round(wide)), above + below), Image.Resampling.LANCZOS)
    left = line.x * scale - (wide if line.at_end else wide / 2)
    at = (round(left), round(line.baseline * scale) - above)
    picture.paste(colour, (*at, at[0] + stencil.width, at[1] + stencil.height), stencil)


def _face(size: int) -> ImageFont.FreeTypeFont:
    file, index = _font()
    return ImageFont.truetype(file, size, index=index)


@cache
def _font() -> tuple[str, int]:
    """Return file and number of the face that fontconfig has for signs.

    Raises:
        CannotPrint: There is none with Chinese letters.
    """
    asked = ["fc-match", "-f", "%{file}\t%{index}\t%{lang}", FACE]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        file, index, languages = told.split("\t")
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise _no_font() from error
    if "zh-cn" not in languages.split("|"):
        raise _no_font()
    return file, int(index)


def _no_font() -> CannotPrint:
    return CannotPrint("本机没有中文字体，不能画出版面", f"{remedy([FONT_PACKAGE])}；或改取 SVG")
