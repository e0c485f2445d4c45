"""The evidence of a finding (证据) in words: pairs of a label and a text that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from naming.facts import Standing
from naming.place_kind import PlaceKind
from rulebook.rule import Finding

LABELS = {
    "how": "相同之处",
    "word": "涉及词语",
    "list": "所据名单",
    "written": "书写",
    "sounds_like": "读音近似",
    "characters": "涉及的字",
    "character": "涉及的字",
    "regulated": "规范字",
    "code_point": "码位",
    "digits": "涉及数字",
    "amount": "涉及数量词",
    "run": "音译词段",
    "generics": "通名",
    "generic": "通名",
    "taken_as": "暂按",
    "stated": "所填",
    "found": "查得",
    "stated_m": "申报长度",
    "measured_m": "量算长度",
    "computed": "应拼写为",
    "uncertain": "读音待核定的字",
    "readings": "可选读音",
    "missing": "未填写",
    "nearby": "附近地名",
    "ended": "撤销日期",
    "others": "另可能指",
    "allowed": "可用",
    "measures_on": "保护措施日期",
    "decided_on": "决定日期",
    "basis": "所据界线",
    "level": "名录级别",
    "note": "来历",
}
WINDS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
LEVELS = {"nation": "国家级", "province": "省级", "county": "区县级"}
STATUSES = {"official": "法定界线", "public": "公开来源的界线", "synthetic": "示意界线，非法定"}
SPACED = str.maketrans("(),;", "（），；")
"""Punctuation of lists typed by hand, as Chinese print has it."""


def evidence_in_words(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Return the evidence as (label, text) in Chinese; what the message says is not repeated.

    Distances are in metres below a kilometre and in kilometres above, from the proposed place.
    """
    evidence = finding.evidence
    told = [*_other_name(evidence, finding.message), *_known(evidence, finding.message)]
    old_names = _list_of(evidence.get("names"))
    told += [("可用旧名", _old_name(o)) for o in old_names if o["name"] not in finding.message]
    return tuple(told)


def far(distance_m: float, bearing_deg: float | None = None) -> str:
    """Return a distance in words, with its direction seen from the proposed place if known."""
    length = f"{distance_m:.0f}米" if distance_m < 1000 else f"{distance_m / 1000:.1f}公里"
    if bearing_deg is None:
        return f"相距{length}"
    return f"在本处{WINDS[round(bearing_deg / 45) % 8]}面，相距{length}"


def _other_name(evidence: Mapping[str, object], message: str) -> Iterator[tuple[str, str]]:
    name = evidence.get("name")
    if not name:
        return
    more = [*_label(PlaceKind, evidence.get("kind")), *_label(Standing, evidence.get("status"))]
    if more or str(name) not in message:
        yield "相关地名", f"{name}（{'，'.join(more)}）" if more else str(name)
    where = str(evidence.get("where") or "")
    if where and where not in message:
        yield "所在", where
    distance = evidence.get("distance_m")
    if isinstance(distance, int | float):
        bearing = evidence.get("bearing_deg")
        yield "距离", far(distance, bearing if isinstance(bearing, int | float) else None)


def _known(evidence: Mapping[str, object], message: str) -> Iterator[tuple[str, str]]:
    for key, label in LABELS.items():
        text = _text(key, evidence.get(key))
        if text and text not in message:
            yield label, text


def _text(key: str, value: object) -> str:
    if value is None or value == "" or isinstance(value, bool):
        return ""
    if isinstance(value, list | tuple):
        return "、".join(filter(None, (_text(key, one) for one in value)))
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    if key.endswith("_m") and isinstance(value, int | float):
        return f"{value:.0f}米"
    return _worded(key, str(value))


def _worded(key: str, text: str) -> str:
    if key == "list":
        return text.translate(SPACED)
    if key == "level":
        return LEVELS.get(text, "")
    if key == "basis":
        return STATUSES.get(text, text)
    if key == "taken_as":
        return "".join(_label(PlaceKind, text)) or text
    if key in ("ended", "measures_on", "decided_on"):
        return chinese_day(text)
    return text


def chinese_day(day: str | date) -> str:
    """Return a day as people say it: 2026年11月6日; other text as it is."""
    try:
        at = day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError:
        return str(day)
    return f"{at.year}年{at.month}月{at.day}日"


def _old_name(old: Mapping[str, Any]) -> str:
    known = [str(old[key]).translate(SPACED) for key in ("list", "where") if old.get(key)]
    distance = old.get("distance_m")
    if isinstance(distance, int | float):
        known.append(far(distance))
    known += [str(old["story"])] if old.get("story") else []
    return f"{old['name']}（{'，'.join(known)}）" if known else str(old["name"])


def _list_of(value: object) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list | tuple):
        return ()
    return [one for one in value if isinstance(one, Mapping) and one.get("name")]


def _label(words: type[PlaceKind] | type[Standing], value: object) -> list[str]:
    try:
        return [words(str(value)).label]
    except ValueError:
        return []
