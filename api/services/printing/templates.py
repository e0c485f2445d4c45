"""Templates of official documents (文书模板): text files that an office may replace.

A template is a TOML file whose texts are Jinja text over the fields of its kind. Ours lie in
`templates/`; an office lays a file of the same name into `documents/` of its overlay folder. A
file that is broken, or asks for a field that there is not, is refused with file, line and remedy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from api.services.printing.fields import ITEM_FIELDS, Kind, fields_of
from api.services.printing.official import Annex, OfficialPaper
from api.services.refusals import Refusal

FOLDER = Path(__file__).with_name("templates")
OFFICE_FOLDER = "documents"
TEXTS = (
    *("title", "letterhead", "number", "recipient", "signer", "day", "note"),
    *("copies_to", "printed_by", "printed_on"),
)
LONG_TEXTS = ("body", "attachments")
KEYS = frozenset({*TEXTS, *LONG_TEXTS, "version", "required", "form", "annex"})
ANNEX_KEYS = frozenset({"title", "header", "row", "from_names"})
LOOP = "loop"
FILTERS = ("join", "length", "trim", "replace")
LONGEST = 200_000


class TemplateBroken(Refusal):
    """A template cannot be used; the message names file and line, the remedy what to do."""


class FieldsLacking(Refusal):
    """A document cannot be made yet: `lacking` are the fields that are empty, in Chinese."""

    def __init__(self, message: str, remedy: str, lacking: Sequence[str]) -> None:
        super().__init__(message, remedy)
        self.lacking = tuple(lacking)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it was read: which file, its version, its texts by key."""

    kind: Kind
    path: Path
    raw: str
    said: Mapping[str, Any]

    @property
    def version(self) -> str:
        """Return the version that the file gives itself."""
        return str(self.said["version"])


class _Sandbox(ImmutableSandboxedEnvironment):
    """Texts without globals, and without operations that a small text makes a large one with."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        raise SecurityError(f"模板中不能使用“{operator}”")


def _environment() -> Environment:
    made = _Sandbox(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in ("defined", "odd", "even")}
    return made


def template_of(kind: Kind, overlays: Sequence[Path] = ()) -> Template:
    """Return the template of a kind: the office's own, else ours.

    Raises:
        TemplateBroken: The file is no template; everything wrong with it is told.
    """
    own = [folder / OFFICE_FOLDER / f"{kind.value}.toml" for folder in reversed(overlays)]
    path = next((each for each in own if each.is_file()), FOLDER / f"{kind.value}.toml")
    known = path.stat()
    template, wrong = _judged(kind, path, known.st_mtime_ns, known.st_size)
    if wrong:
        raise TemplateBroken("；".join(wrong), "请改正模板，或移走该文件以恢复系统自带的模板")
    return template


@lru_cache(maxsize=64)
def _judged(kind: Kind, path: Path, _changed_ns: int, _size: int) -> tuple[Template, list[str]]:
    """Return a template and what is wrong with it; read anew whenever the file has changed."""
    template = _read(kind, path)
    return template, list(_wrong_in(template))


def unusable_templates(overlays: Sequence[Path]) -> list[str]:
    """Return in Chinese what is wrong with the templates of an office; nothing if they do."""
    known = {f"{kind.value}.toml": kind for kind in Kind}
    wrong = []
    for folder in overlays:
        for path in sorted((folder / OFFICE_FOLDER).glob("*")):
            kind = known.get(path.name)
            if kind is None:
                told = "、".join(known)
                wrong.append(f"{_shown(path)}：不是文书模板的文件名；可用的文件名：{told}")
                continue
            try:
                template_of(kind, [folder])
            except TemplateBroken as broken:
                wrong.append(broken.message)
    return wrong


def fill(template: Template, fields: Mapping[str, Any]) -> OfficialPaper:
    """Return the document that a template makes of the fields of a case.

    Raises:
        FieldsLacking: Fields that the template needs are empty.
        TemplateBroken: The template fails on these fields.
    """
    known = fields_of(template.kind)
    lacking = [known[key] for key in template.said.get("required", ()) if not fields.get(key)]
    if lacking:
        raise FieldsLacking(
            f"{template.kind.zh}还缺少：{'、'.join(lacking)}",
            "请先办理到相应阶段或补齐内容",
            lacking,
        )
    texts = _Texts(template, fields)
    return OfficialPaper(
        **{key: texts.one(template.said.get(key, "")) for key in TEXTS},
        body=texts.lines(template.said.get("body", "")),
        attachments=texts.lines(template.said.get("attachments", "")),
        form=tuple(tuple(texts.one(cell) for cell in row) for row in template.said.get("form", ())),
        annexes=_annexes(template, texts, fields),
    )


class _Texts:
    """Fills the texts of one template with the fields of one case."""

    def __init__(self, template: Template, fields: Mapping[str, Any]) -> None:
        self._template = template
        self._fields = fields
        self._environment = _environment()

    def one(self, text: str) -> str:
        return " ".join(self._filled(text, {}).split())

    def lines(self, text: str) -> tuple[str, ...]:
        filled = self._filled(text, {})
        return tuple(line.strip() for line in filled.splitlines() if line.strip())

    def rows(self, cells: Sequence[str], items: Sequence[Any]) -> Iterator[tuple[str, ...]]:
        """Yield a row of the annex for each name; every cell is compiled once."""
        made = [self._environment.from_string(cell) for cell in cells]
        for item in items:
            told = {**self._fields, "item": item}
            yield tuple(" ".join(cell.render(told).split()) for cell in made)

    def _filled(self, text: str, more: Mapping[str, Any]) -> str:
        try:
            made = self._environment.from_string(text).render({**self._fields, **more})
        except (UndefinedError, TemplateRuntimeError, SecurityError, TypeError) as error:
            line = _line_of(self._template.raw, text)
            raise TemplateBroken(
                f"{_shown(self._template.path)} 第{line}行起：{error}", "请改正模板"
            ) from error
        if len(made) > LONGEST:
            line = _line_of(self._template.raw, text)
            raise TemplateBroken(
                f"{_shown(self._template.path)} 第{line}行起：正文超过 {LONGEST} 字",
                "请改用附件列表",
            )
        return made


def _annexes(template: Template, texts: _Texts, fields: Mapping[str, Any]) -> tuple[Annex, ...]:
    annex, items = template.said.get("annex"), fields.get("items", ())
    if not annex or len(items) < annex.get("from_names", 2):
        return ()
    rows = tuple(texts.rows(annex["row"], items))
    return (Annex(texts.one(annex["title"]), tuple(annex["header"]), rows),)


def _read(kind: Kind, path: Path) -> Template:
    try:
        raw = path.read_text(encoding="utf-8-sig")
        return Template(kind, path, raw, tomllib.loads(raw))
    except UnicodeDecodeError as error:
        raise TemplateBroken(f"{_shown(path)}：不是 UTF-8 编码", "请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = at[1] if at else str(raw.count("\n") + 1)
        raise TemplateBroken(
            f"{_shown(path)} 第{line}行：不是 TOML（{error}）", "请检查引号、等号是否成对"
        ) from error


def _wrong_in(template: Template) -> Iterator[str]:
    """Yield everything wrong with a template, each with file and line."""
    said, where = template.said, _shown(template.path)
    for key in sorted(said.keys() - KEYS):
        yield f"{where} 第{_line_of(template.raw, key)}行：没有“{key}”这一项{_near(key, KEYS)}"
    for key in ("version", "title"):
        if not isinstance(said.get(key), str) or not said[key].strip():
            yield f'{where}：缺少“{key}”，请写作 {key} = "…"'
    known = fields_of(template.kind)
    for key in _strings(said.get("required", [])):
        if key not in known:
            line = _line_of(template.raw, f'"{key}"')
            yield f"{where} 第{line}行：required 中的“{key}”不是字段{_near(key, known)}"
    yield from _wrong_shapes(template)
    environment = _environment()
    for text, with_item in _texts_of(said):
        names = {*known, "item"} if with_item else set(known)
        yield from _wrong_text(template, environment, text, names)


def _wrong_shapes(template: Template) -> Iterator[str]:
    said, where = template.said, _shown(template.path)
    for key in (*TEXTS, *LONG_TEXTS):
        if key in said and not isinstance(said[key], str):
            yield f"{where} 第{_line_of(template.raw, key)}行：{key} 应为文字"
    form = said.get("form", [])
    rows = form if isinstance(form, list) else [form]
    if any(len(_strings(row)) not in (2, 4) for row in rows):
        line = _line_of(template.raw, "form")
        yield f"{where} 第{line}行起：form 的每一行应为两格或四格文字（栏目、内容交替）"
    annex = said.get("annex")
    if annex is None:
        return
    line = _line_of(template.raw, "[annex]")
    if not isinstance(annex, dict) or annex.keys() - ANNEX_KEYS:
        yield f"{where} 第{line}行：annex 只能有 {'、'.join(sorted(ANNEX_KEYS))}"
    elif not isinstance(annex.get("title"), str) or not _strings(annex.get("header")):
        yield f"{where} 第{line}行：annex 应有 title 和 header"
    elif len(_strings(annex.get("row"))) != len(_strings(annex["header"])):
        yield f"{where} 第{line}行：annex 的 row 应与 header 一样多格"


def _texts_of(said: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield every text with fields in it, and whether it may speak of one `item`."""
    for key in (*TEXTS, *LONG_TEXTS):
        if isinstance(said.get(key), str):
            yield said[key], False
    form = said.get("form", [])
    for row in form if isinstance(form, list) else []:
        yield from ((cell, False) for cell in _strings(row))
    annex = said.get("annex")
    if isinstance(annex, dict):
        yield from ((cell, True) for cell in _strings(annex.get("row")))
        yield from ((cell, False) for cell in _strings([annex.get("title")]))


def _wrong_text(
    template: Template, environment: Environment, text: str, names: set[str]
) -> Iterator[str]:
    first, where = _line_of(template.raw, text), _shown(template.path)
    try:
        parsed = environment.parse(text)
        environment.compile(parsed)
        parsed = environment.parse(text)
    except TemplateSyntaxError as error:
        yield f"{where} 第{first + error.lineno - 1}行：{error.message}；请核对花括号和百分号"
        return
    own = {name.name for name in parsed.find_all(nodes.Name) if name.ctx == "store"}
    for used in parsed.find_all(nodes.Name):
        if used.ctx == "load" and used.name not in names | own | {LOOP}:
            line = first + used.lineno - 1
            yield f"{where} 第{line}行：没有字段“{used.name}”{_near(used.name, names)}"
    for asked in parsed.find_all(nodes.Getattr):
        of_loop = isinstance(asked.node, nodes.Name) and asked.node.name == LOOP
        if not of_loop and asked.attr not in ITEM_FIELDS:
            line = first + asked.lineno - 1
            yield f"{where} 第{line}行：地名没有字段“{asked.attr}”{_near(asked.attr, ITEM_FIELDS)}"


def _strings(told: object) -> list[str]:
    """Return a list of texts, and an empty one for anything else."""
    if isinstance(told, list) and all(isinstance(one, str) for one in told):
        return told
    return []


def _line_of(raw: str, text: str) -> int:
    """Return the line of the file where a text begins, 1 if it is written in another way there."""
    at = raw.find(text) if text else -1
    return raw.count("\n", 0, at) + 1 if at >= 0 else 1


def _near(word: str, known: Any) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"，是否想写“{close[0]}”？" if close else f"；可用：{'、'.join(sorted(known))}"


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
