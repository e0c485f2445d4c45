"""Making the table of strokes anew from the data it comes from.

    python -m naming.lexicon.build_strokes UNIHAN_STROKES.txt ORDERS.json

The first is Unihan's file with `kTotalStrokes` (Debian unicode-data); the second the `orders`
of cnchar-order as JSON, a letter for each stroke. Written is `strokes.tsv` of this folder:
character, number of strokes, kinds of strokes in writing order (1 横 2 竖 3 撇 4 点 5 折; empty
where it is not known). See `SOURCES.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from naming.lexicon.tables import FOLDER, character_rows

KINDS = {**dict.fromkeys("ji", "1"), **dict.fromkeys("fg", "2"), "s": "3"}
KINDS |= dict.fromkeys("kld", "4")
TURN = "5"
FIRST, LAST = 0x4E00, 0x9FFF


def rows(unihan: str, orders: dict[str, str]) -> Iterator[tuple[str, int, str]]:
    """Yield every ideograph of the basic block and every regulated one, by code point."""
    regulated = {character for character, *_ in character_rows()}
    for line in unihan.splitlines():
        cells = line.split("\t")
        if len(cells) < 3 or cells[1] != "kTotalStrokes":
            continue
        character = chr(int(cells[0][2:], 16))
        if FIRST <= ord(character) <= LAST or character in regulated:
            # the first number is the one of mainland China
            count = int(cells[2].split()[0])
            order = "".join(KINDS.get(letter, TURN) for letter in orders.get(character, ""))
            yield character, count, order if len(order) == count else ""


if __name__ == "__main__":
    strokes, letters = Path(sys.argv[1]), Path(sys.argv[2])
    found = rows(strokes.read_text(encoding="utf-8"), json.loads(letters.read_text("utf-8")))
    lines = [f"{character}\t{count}\t{order}\n" for character, count, order in found]
    (FOLDER / "strokes.tsv").write_text("".join(lines), encoding="utf-8")
