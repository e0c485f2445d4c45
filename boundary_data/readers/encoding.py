"""Which encoding and which delimiter a text table has."""

from __future__ import annotations

import codecs
from pathlib import Path

from boundary_data.problems import Problem, UnusableInput

BLOCK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8（带标记）"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
DELIMITERS = ",;\t|，；"


def encoding_of(path: Path) -> tuple[str, str]:
    """Return the encoding of the text file `path` and a Chinese remark on it.

    Reads the whole file once, a block at a time: the first GBK letter may come late.

    Raises:
        UnusableInput: if the file is a workbook or an archive under a wrong suffix.
    """
    with path.open("rb") as file:
        head = file.read(BLOCK)
    for mark, encoding, said in MARKS:
        if head.startswith(mark):
            return encoding, f"编码：{said}"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnusableInput(
            [
                Problem(
                    "",
                    f"“{path.name}”是表格软件的文件，不是文本",
                    "请把扩展名改为 .xlsx，或另存为 CSV",
                )
            ]
        )
    wide = _utf16_without_mark(head)
    if wide:
        return wide, "编码：UTF-16（无标记）"
    if _decodes(path, "utf-8"):
        return "utf-8", "编码：UTF-8"
    if _mostly_utf8(head):
        return "utf-8", "编码：UTF-8（有个别损坏的字节）"
    return "gb18030", "编码：GB18030（GBK）" if _decodes(
        path, "gb18030"
    ) else "编码不明，按 GB18030 读取"


def delimiter_of(sample: str) -> str:
    """Return the delimiter of a table that begins with `sample`; a comma if in doubt."""
    heading = next((line for line in sample.lstrip("\ufeff").splitlines() if line.strip()), "")
    bare = _outside_quotes(heading)
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))


def _outside_quotes(heading: str) -> str:
    return "".join(heading.split('"')[::2])


def _utf16_without_mark(head: bytes) -> str:
    """Return the byte order if every other byte of the ASCII part is zero."""
    sample = head[: 4000 - 4000 % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) / 8 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) / 8 and not odd else ""


def _mostly_utf8(head: bytes) -> bool:
    """Tell whether damaged bytes are rare; in GBK text read as UTF-8 nearly all are."""
    text = head.decode("utf-8", errors="replace")
    good = sum(letter > "\x7f" and letter != "\ufffd" for letter in text)
    return good > 20 * text.count("\ufffd")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
