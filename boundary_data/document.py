"""A document (公文) as a list of blocks, before anyone decides how it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `indented` by two characters as body text is."""

    text: str
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; every row has as many cells as the header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG or JPEG) with a caption."""

    caption: str
    content: bytes


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its title, what stands under it, its blocks, and the foot of every page."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str = ""
