"""Merging listings of protection lists, and linking them to names of the same place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text, text
from sqlalchemy.orm import Session

from api.store.loading.facts import TEMPORARY, Stamp
from api.store.loading.staging import analyse, copy_rows, create

STAGED_LISTING = Table(
    "staged_listing",
    TEMPORARY,
    Column("row_no", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("province", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("type_words", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("county_text", Text, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("division_id", Integer),
    Column("origin", Text, nullable=False),
    Column("overview", Text, nullable=False),
    Column("vanished_reason", Text, nullable=False),
    Column("vanished_text", Text, nullable=False),
    Column("place_name_id", BigInteger),
    Column("is_double", Boolean),
    Column("known_id", Integer),
    Column("is_changed", Boolean),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)

COPIED = 16
"""Columns of the staging table that come from the file, the first ones."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One name on a list, with the words of its row."""

    row: int
    title: str
    level: str
    province: str
    name: str
    key: str
    type_words: str
    note: str
    standing: str
    county_text: str
    source_url: str
    division_id: int | None
    origin: str = ""
    overview: str = ""
    vanished_reason: str = ""
    vanished_text: str = ""

    def within(self, division: int | None) -> Listing:
        """Return the listing with the division it belongs to."""
        return replace(self, division_id=division)


@dataclass(frozen=True, slots=True)
class ListingCounts:
    """What became of listings; `linked` have a name in the register."""

    added: int
    changed: int
    unchanged: int
    lists: int
    linked: int


def known_counties(db: Session) -> list[Any]:
    """Return (division_id, province, county) of all provinces and counties, ended ones too."""
    return list(db.execute(text(_COUNTIES)))


def stage_listings(db: Session, listings: Iterable[Listing]) -> int:
    """Copy listings into staging and return their number."""
    create(db, STAGED_LISTING)
    columns = [column.name for column in STAGED_LISTING.columns][:COPIED]
    count = copy_rows(db, STAGED_LISTING.name, columns, (astuple(each) for each in listings))
    analyse(db, STAGED_LISTING.name)
    return count


def merge_listings(db: Session, stamp: Stamp) -> ListingCounts:
    """Merge the staged listings: new ones are opened, corrected ones closed and opened anew."""
    values = {"moment": stamp.moment, "delivery": stamp.delivery_id}
    db.execute(text(_ENTER_LISTS), values)
    db.execute(text(_MARK_DOUBLES), {"delivery": stamp.delivery_id})
    db.execute(text(_LINK))
    db.execute(text(_KNOWN))
    changed = int(db.execute(text(_CLOSE), {"moment": stamp.moment}).scalar_one())
    opened = int(db.execute(text(_ADD), values).scalar_one())
    total, lists, linked = db.execute(text(_TOTALS)).one()
    return ListingCounts(opened - changed, changed, int(total) - opened, int(lists), int(linked))


def doubled_listings(db: Session, most: int) -> list[Any]:
    """Return (row_no, name, title) of rows whose name its list has already."""
    return list(db.execute(text(_DOUBLED), {"most": most}))


_COUNTIES = """
SELECT d.id AS division_id, n.name AS province, '' AS county
FROM division d JOIN division_name n ON n.division_id = d.id AND upper_inf(n.recorded)
WHERE d.level = 1
UNION
SELECT d.id, pn.name, n.name
FROM division d
JOIN division_name n ON n.division_id = d.id AND upper_inf(n.recorded)
CROSS JOIN LATERAL (SELECT diming_ancestor(d.id, 1, lower(n.valid)) AS id) p
JOIN division_name pn ON pn.division_id = p.id AND upper_inf(pn.recorded)
WHERE d.level = 3
"""

_ENTER_LISTS = """
INSERT INTO heritage_list (title, level, province, complete, delivery_id)
SELECT DISTINCT ON (title) title, level, province, false, CAST(:delivery AS integer)
FROM staged_listing WHERE CAST(:moment AS timestamptz) IS NOT NULL ORDER BY title, row_no
ON CONFLICT (title) DO NOTHING
"""

# The same name twice in one list: in the file, or in the register from another source.
_MARK_DOUBLES = """
UPDATE staged_listing s SET is_double = true
WHERE EXISTS (SELECT 1 FROM staged_listing t WHERE t.title = s.title AND t.name = s.name
              AND t.row_no < s.row_no
              AND (t.division_id IS NULL OR s.division_id IS NULL OR t.county_text = ''
                   OR s.county_text = '' OR t.division_id = s.division_id))
   OR EXISTS (SELECT 1 FROM heritage_listing h
              JOIN heritage_list l ON l.id = h.list_id
              JOIN delivery y ON y.id = h.delivery_id
              WHERE l.title = s.title AND h.name = s.name AND upper_inf(h.recorded)
                AND y.source_id <> (SELECT source_id FROM delivery WHERE id = :delivery)
                AND (h.division_id IS NULL OR s.division_id IS NULL OR h.county_text = ''
                     OR s.county_text = '' OR h.division_id = s.division_id))
"""

# Linked where one division of the county bears the name, else where one place does.
_LINK = """
UPDATE staged_listing s SET place_name_id = coalesce(found.of_division, found.of_place)
FROM (SELECT t.row_no,
             CASE WHEN count(DISTINCT p.is_division_id) = 1
                  THEN min(n.id) FILTER (WHERE p.is_division_id IS NOT NULL) END AS of_division,
             CASE WHEN count(DISTINCT n.place_id) = 1 THEN min(n.id) END AS of_place
      FROM staged_listing t
      JOIN division d ON d.id = t.division_id
      JOIN place_name n ON n.key = t.key AND upper_inf(n.recorded)
      JOIN place p ON p.id = n.place_id
           AND ((d.level = 3 AND p.county_id = d.id) OR (d.level = 1 AND p.province_id = d.id))
      GROUP BY t.row_no) found
WHERE found.row_no = s.row_no
"""

_KNOWN = """
UPDATE staged_listing s
SET known_id = h.id,
    is_changed = (h.type_words, h.note, h.standing, h.division_id, h.place_name_id, h.source_url,
                  h.origin, h.overview, h.vanished_reason, h.vanished_text)
                 IS DISTINCT FROM (s.type_words, s.note, s.standing, s.division_id,
                                   s.place_name_id, s.source_url, s.origin, s.overview,
                                   s.vanished_reason, s.vanished_text)
FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
WHERE l.title = s.title AND h.name = s.name AND h.county_text = s.county_text
  AND upper_inf(h.recorded) AND s.is_double IS NOT TRUE
"""

_CLOSE = """
WITH closed AS (
    UPDATE heritage_listing h SET recorded = tstzrange(lower(h.recorded), :moment)
    FROM staged_listing s
    WHERE h.id = s.known_id AND s.is_changed
    RETURNING 1)
SELECT count(*) FROM closed
"""

_ADD = """
WITH added AS (
    INSERT INTO heritage_listing (list_id, name, key, type_words, note, standing, county_text,
                                  division_id, place_name_id, source_url, origin, overview,
                                  vanished_reason, vanished_text, valid, recorded, delivery_id)
    SELECT l.id, s.name, s.key, s.type_words, s.note, s.standing, s.county_text, s.division_id,
           s.place_name_id, s.source_url, s.origin, s.overview, s.vanished_reason,
           s.vanished_text, daterange(NULL, NULL), tstzrange(:moment, NULL),
           :delivery
    FROM staged_listing s JOIN heritage_list l ON l.title = s.title
    WHERE (s.known_id IS NULL OR s.is_changed) AND s.is_double IS NOT TRUE
    ORDER BY s.row_no
    RETURNING 1)
SELECT count(*) FROM added
"""

_TOTALS = """
SELECT count(*), count(DISTINCT title), count(place_name_id) FROM staged_listing
"""

_DOUBLED = """
SELECT row_no, name, title FROM staged_listing WHERE is_double ORDER BY row_no LIMIT :most
"""
