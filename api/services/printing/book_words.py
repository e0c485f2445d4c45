"""What is printed of an entry (条目), the same in every form of a book."""

from __future__ import annotations

from collections.abc import Sequence

from naming.gazetteer import Book, BookKind, Entry

LIST_HEADER = ("序号", "标准地名", "罗马字母拼写", "类别", "所在", "位置")


def guide_of(book: Book) -> tuple[str, ...]:
    """Return the paragraphs of the guide (凡例)."""
    order = (
        "正文按罗马字母拼写的音序排列，字母相同的按声调排列，声调也相同的按笔画排列。"
        if book.kind is BookKind.DICTIONARY
        else "正文按所在区县、乡镇街道分组，组内按罗马字母拼写的音序排列。"
    )
    return (
        f"一、本书收录{book.area}截至编纂之日登记在册的标准地名及列入法定名单的区划、"
        f"村（居）民委员会名称，共{book.count}条。",
        f"二、{order}",
        "三、罗马字母拼写依照《汉语拼音方案》和《中国地名汉语拼音字母拼写规则（汉语地名部分）》。",
        "四、经纬度采用2000国家大地坐标系，取至分；位置不详的不注。",
        f"五、{'' if book.kind is BookKind.DICTIONARY else '音序索引按罗马字母拼写排列；'}"
        "笔画索引按首字笔画数排列，笔画数相同的按起笔横、竖、撇、点、折的顺序排列。",
        "六、本书由地名库自动生成，内容以民政部门公布的为准。",
    )


def prose_of(one: Entry, kind: BookKind) -> str:
    """Return the text of an entry after its name and spelling."""
    place = one.county + one.township
    said = [f"{one.type_words or one.category}。"]
    if place and place != one.name:
        said.append(f"在{place}。")
    said += [_stopped(text) for text in (one.location, one.description) if text]
    if position := position_of(one):
        said.append(f"{position}。")
    said += [_stopped(text) for text in (one.meaning, one.origin) if text]
    if kind is BookKind.CHRONICLE and one.history:
        said.append(_stopped(one.history))
    if one.former:
        said.append(f"曾名{'、'.join(one.former)}。")
    return "".join(said)


def position_of(one: Entry) -> str:
    """Return the position in whole minutes, empty if it is not known."""
    if one.lon is None or one.lat is None:
        return ""
    return f"东经{_minutes(one.lon)}，北纬{_minutes(one.lat)}"


def cells_of(one: Entry) -> tuple[str, ...]:
    """Return the cells of an entry in a list, in the order of `LIST_HEADER`."""
    where = one.location or position_of(one)
    return (
        str(one.number),
        one.name,
        one.romanization,
        one.type_words or one.category,
        one.county + one.township,
        where,
    )


def indexes_of(
    book: Book,
) -> list[tuple[str, tuple[tuple[str, tuple[tuple[str, int], ...]], ...]]]:
    """Return the indexes of a book with their headings: by sound, if it has one, by strokes."""
    both = [("音序索引", book.sounds), ("笔画索引", book.index)]
    return [(heading, groups) for heading, groups in both if groups]


def runs_of(pairs: Sequence[tuple[str, int]]) -> list[str]:
    """Return the words of an index group: each name with the number of its entry."""
    return [f"{name} {number}" for name, number in pairs]


def _minutes(degrees: float) -> str:
    whole = round(abs(degrees) * 60)
    return f"{whole // 60}°{whole % 60:02d}′"


def _stopped(text: str) -> str:
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"
