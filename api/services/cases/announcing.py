"""Announcements as feeds (订阅): Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from api.store.queries.cases.outcomes import KeptAnnouncement
from naming.procedure.content import ANNOUNCED

TITLE = "地名公告"
ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
MOST_TOLD = 50


def atom(announcements: Sequence[KeptAnnouncement], base: str) -> bytes:
    """Return the announcements, newest first, as an Atom feed of the site at `base`."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(_tag("feed"))
    _child(feed, "id", f"{base}announcements.atom")
    _child(feed, "title", TITLE)
    latest = max((a.published_at for a in announcements), default=datetime(2022, 5, 1, tzinfo=UTC))
    _child(feed, "updated", latest.isoformat())
    ElementTree.SubElement(feed, _tag("link"), {"rel": "self", "href": f"{base}announcements.atom"})
    for one in announcements:
        entry = ElementTree.SubElement(feed, _tag("entry"))
        _child(entry, "id", f"urn:uuid:{one.id}")
        _child(entry, "title", one.title)
        _child(entry, "updated", one.published_at.isoformat())
        author = ElementTree.SubElement(entry, _tag("author"))
        _child(author, "name", one.organ)
        ElementTree.SubElement(entry, _tag("link"), {"href": address_of(one, base)})
        _child(entry, "summary", in_words(one))
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def json_feed(announcements: Sequence[KeptAnnouncement], base: str) -> str:
    """Return the announcements, newest first, as a JSON feed."""
    feed = {
        "version": JSON_FEED,
        "title": TITLE,
        "home_page_url": base,
        "feed_url": f"{base}announcements.json",
        "language": "zh-CN",
        "items": [
            {
                "id": f"urn:uuid:{one.id}",
                "url": address_of(one, base),
                "title": one.title,
                "content_text": in_words(one),
                "date_published": one.published_at.isoformat(),
                "authors": [{"name": one.organ}],
            }
            for one in announcements
        ],
    }
    return json.dumps(feed, ensure_ascii=False)


def address_of(announcement: KeptAnnouncement, base: str) -> str:
    """Return where an announcement can be read."""
    return f"{base}announcements/{announcement.id}"


def in_words(announcement: KeptAnnouncement) -> str:
    """Return the text of an announcement: its number and the six things told of each name."""
    lines = [f"{announcement.organ} {announcement.number}"]
    for item in announcement.items[:MOST_TOLD]:
        told = "；".join(f"{words}：{item.get(key, '')}" for key, words in ANNOUNCED.items())
        lines.append(told)
    if len(announcement.items) > MOST_TOLD:
        lines.append(f"共 {len(announcement.items)} 个地名，全文见公告")
    return "\n".join(lines)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _child(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _tag(name)).text = text
