"""An official document (公文) before anyone decides how it is printed: the parts of GB/T 9704."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LINE_CHARACTERS = 19
"""Characters of a title that fit on one line (二号 on 156 mm), with air on both sides."""
DAY_INDENT = 4.0
LEAST_INDENT = 2.0
TABLE_EM = 41.0
"""Width of the text in characters of an annex (五号 on 156 mm)."""
CELL_AIR = 0.9
NARROWEST = 2.0


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件): its title and a table; every row has as many cells as the header."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """The parts of an official document, from the letterhead to the imprint; empty if it has none.

    Attributes:
        letterhead: The organ's red mark (发文机关标志).
        number: The number of the document (发文字号).
        recipient: The main recipient (主送机关).
        body: The paragraphs.
        form: Rows of a form (登记表): label, value, or label, value, label, value.
        attachments: Titles of what is attached (附件说明).
        signer, day: Signature block (发文机关署名、成文日期).
        note: A remark below it (附注).
        copies_to, printed_by, printed_on: The imprint (版记).
        annexes: Annexes, each on pages of its own.
    """

    title: str
    letterhead: str = ""
    number: str = ""
    recipient: str = ""
    body: tuple[str, ...] = ()
    form: tuple[tuple[str, ...], ...] = ()
    attachments: tuple[str, ...] = ()
    signer: str = ""
    day: str = ""
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    annexes: tuple[Annex, ...] = ()

    @property
    def imprinted(self) -> bool:
        """Tell whether it has an imprint."""
        return bool(self.copies_to or self.printed_by)


def width_em(text: str) -> float:
    """Return how wide a text is, in widths of a Chinese character."""
    return sum(0.5 if ord(letter) < 0x2000 else 1.0 for letter in text)


def signature_indents_em(signer: str, day: str) -> tuple[float, float]:
    """Return how far signer and day stand from the right edge, in widths of a character.

    The day stands four characters in and the organ centred above it (GB/T 9704 7.3.5); an organ
    too long for that keeps two characters, and the day is centred below it.
    """
    spare = (width_em(day) - width_em(signer)) / 2
    organ = DAY_INDENT + spare
    if organ >= LEAST_INDENT:
        return organ, DAY_INDENT
    return LEAST_INDENT, LEAST_INDENT - spare


def column_shares(annex: Annex) -> tuple[float, ...]:
    """Return how much of the width each column of a table gets; together 1.

    A column is as wide as its widest cell asks for; where that is too much in all, the widest
    columns give way first, and their cells break.
    """
    lines = (annex.header, *annex.rows)
    wanted = [max(width_em(line[at]) for line in lines) for at in range(len(annex.header))]
    spare, most = TABLE_EM - CELL_AIR * len(wanted), max(wanted)
    while most > NARROWEST and sum(min(one, most) for one in wanted) > spare:
        most -= 0.25
    widths = [min(one, most) + CELL_AIR for one in wanted]
    return tuple(one / sum(widths) for one in widths)


def title_lines(title: str) -> tuple[str, ...]:
    """Return a title in lines of about the same length, the organ on a line of its own if it can.

    A line ends neither in the middle of brackets nor before 的.
    """
    if len(title) <= LINE_CHARACTERS:
        return (title,)
    about = title.find("关于")
    if 0 < about <= LINE_CHARACTERS and len(title) - about <= LINE_CHARACTERS:
        return title[:about], title[about:]
    count = -(-len(title) // LINE_CHARACTERS)
    ends = [_end(title, round(len(title) * line / count)) for line in range(1, count)]
    cuts = [0, *ends, len(title)]
    return tuple(title[a:b] for a, b in pairwise(cuts) if a < b)


def _end(title: str, wanted: int) -> int:
    """Return where to break near `wanted`, at most two characters off."""
    near: Sequence[int] = (wanted, wanted - 1, wanted + 1, wanted - 2, wanted + 2)
    allowed = [at for at in near if 0 < at < len(title)]
    after = [at for at in allowed if title[at - 1] in "、将为等和的"]
    good = [at for at in allowed if title[at] not in "的、，）”》" and title[at - 1] not in "（“《"]
    return (after or good or [wanted])[0]
