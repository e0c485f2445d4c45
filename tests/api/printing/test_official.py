"""Official documents: templates with named fields, the layout of GB/T 9704, DOCX and PDF."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from api.services.cases.documents import matter_in_words, proper_number
from api.services.printing.fields import ITEM_FIELDS, Kind, fields_of
from api.services.printing.fields_page import page
from api.services.printing.official import (
    LINE_CHARACTERS,
    OfficialPaper,
    column_shares,
    signature_indents_em,
    title_lines,
    width_em,
)
from api.services.printing.official_docx import official_docx
from api.services.printing.official_pdf import official_html, official_pdf
from api.services.printing.templates import (
    FOLDER,
    FieldsLacking,
    TemplateBroken,
    fill,
    template_of,
    unusable_templates,
)
from naming.procedure.words import CaseKind

LISTS = ("names", "papers", "channels")


def item(row: int, name: str) -> dict[str, Any]:
    return {key: f"〔{row}{words}〕" for key, words in ITEM_FIELDS.items()} | {
        "row": row,
        "name": name,
        "former_name": "",
    }


def told(kind: Kind, *names: str, **more: Any) -> dict[str, Any]:
    """Fields of a document, each with a text that is found again in it."""
    fields: dict[str, Any] = {key: f"【{key}】" for key in fields_of(kind)}
    fields |= {"matter": f"命名{names[0]}"}
    fields |= {key: [f"【{key}】"] for key in LISTS if key in fields}
    items = [item(row, name) for row, name in enumerate(names, 1)]
    return fields | {"items": items, "first": items[0], "count": len(items), **more}


def texts(paper: OfficialPaper) -> str:
    rows = [cell for annex in paper.annexes for row in annex.rows for cell in row]
    form = [cell for row in paper.form for cell in row]
    head = (paper.title, paper.letterhead, paper.number, paper.recipient, paper.signer, paper.day)
    return "\n".join([*head, *paper.body, *paper.attachments, *form, *rows])


def office_template(folder: Path, kind: Kind, text: str) -> Path:
    path = folder / "documents" / f"{kind.value}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", list(Kind))
def test_our_own_template_fills_everything_it_asks_for(kind: Kind) -> None:
    paper = fill(template_of(kind), told(kind, "霁岚坡路"))
    assert "霁岚坡路" in texts(paper)
    assert not re.search(r"\{[{%]|[}%]\}|None", texts(paper))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_template_needs_and_a_case_lacks_is_named(kind: Kind) -> None:
    template = template_of(kind)
    required = template.said["required"]
    assert required
    for key in required:
        with pytest.raises(FieldsLacking) as refused:
            fill(template, told(kind, "霁岚坡路") | {key: ""})
        assert refused.value.lacking == (fields_of(kind)[key],)


@pytest.mark.parametrize("kind", list(Kind))
def test_many_names_stand_in_an_annex_one_row_each(kind: Kind) -> None:
    paper = fill(template_of(kind), told(kind, *(f"晴川{n}路" for n in range(7))))
    if kind is Kind.FILING_REPORT:
        assert paper.annexes == ()
        return
    (annex,) = paper.annexes
    assert [row[0] for row in annex.rows] == [str(n) for n in range(1, 8)]
    assert all(len(row) == len(annex.header) for row in annex.rows)


def test_the_announcement_of_one_name_tells_the_six_things() -> None:
    paper = fill(template_of(Kind.ANNOUNCEMENT), told(Kind.ANNOUNCEMENT, "霁岚坡路"))
    said = "\n".join(paper.body)
    for words in ("标准地名", "罗马字母拼写", "所属政区", "位置描述", "批准机关", "批准时间"):
        assert f"{words}：" in said


def test_contacts_are_in_no_public_document() -> None:
    for kind in (Kind.ANNOUNCEMENT, Kind.CONSULTATION_NOTICE):
        assert "contact" not in fields_of(kind)


def test_an_office_replaces_a_template(tmp_path: Path) -> None:
    own = 'version = "wz-1"\ntitle = "万州区{{ matter }}批复"\nbody = "同意{{ first.name }}。"\n'
    office_template(tmp_path, Kind.APPROVAL_REPLY, own)
    template = template_of(Kind.APPROVAL_REPLY, [tmp_path])
    paper = fill(template, told(Kind.APPROVAL_REPLY, "霁岚坡路", matter="命名霁岚坡路"))
    assert (template.version, paper.title) == ("wz-1", "万州区命名霁岚坡路批复")
    assert paper.body == ("同意霁岚坡路。",)
    assert template_of(Kind.APPLICATION, [tmp_path]).path.parent == FOLDER


def test_the_last_of_two_folders_counts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        text = f'version = "{name}"\ntitle = "文"\n'
        office_template(tmp_path / name, Kind.APPLICATION, text)
    folders = [tmp_path / "a", tmp_path / "b"]
    assert template_of(Kind.APPLICATION, folders).version == "b"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('version = "1"\ntitle = "文"\nbody = """\n甲\n{{ aprover }}\n"""\n', 5, "approver"),
        ('version = "1"\ntitle = "文"\nbody = """\n甲\n乙\n{{ first.nmae }}\n"""\n', 6, "name"),
        ('version = "1"\ntitle = "文"\nbody = """\n甲\n{% if count %}\n"""\n', 5, "花括号"),
        ('version = "1"\ntitle = "文"\nsiner = "乙"\n', 3, "signer"),
        ('version = "1"\ntitle = "文"\nrequired = ["matters"]\n', 3, "matter"),
        ('version = "1"\ntitle = "文"\nform = [["栏目"]]\n', 3, "两格或四格"),
        ('version = "1"\ntitle = "{{ names | upper }}"\n', 2, "upper"),
        ('version = "1"\ntitle = "文\n', 2, "引号"),
    ],
)
def test_a_broken_template_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, word: str
) -> None:
    office_template(tmp_path, Kind.APPROVAL_REPLY, text)
    (wrong,) = unusable_templates([tmp_path])
    with pytest.raises(TemplateBroken) as refused:
        template_of(Kind.APPROVAL_REPLY, [tmp_path])
    assert "documents/approval_reply.toml" in wrong
    assert f"第{line}行" in wrong
    assert word in wrong + refused.value.remedy


def test_a_template_of_no_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "reply.toml").write_text("", encoding="utf-8")
    (wrong,) = unusable_templates([tmp_path])
    assert "approval_reply.toml" in wrong


@pytest.mark.parametrize(
    "attack", ["{{ ''.__class__ }}", "{{ 'a' * 999999999 }}", "{{ names.append('x') }}"]
)
def test_a_template_reaches_nothing_but_its_fields(tmp_path: Path, attack: str) -> None:
    office_template(tmp_path, Kind.APPLICATION, f'version = "1"\ntitle = "文"\nbody = "{attack}"\n')
    with pytest.raises(TemplateBroken):
        fill(template_of(Kind.APPLICATION, [tmp_path]), told(Kind.APPLICATION, "霁岚坡路"))


@given(st.text("万州区人民政府关于命名霁岚坡路等的批复、", min_size=1, max_size=80))
def test_a_title_is_broken_into_lines_that_fit_and_loses_nothing(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= LINE_CHARACTERS + 4 for line in lines)


def test_the_organ_of_a_long_title_has_its_own_line() -> None:
    assert title_lines("重庆市万州区人民政府关于命名霁岚坡路的批复") == (
        "重庆市万州区人民政府",
        "关于命名霁岚坡路的批复",
    )


@given(st.integers(1, 22), st.sampled_from(["2026年1月1日", "2026年11月22日"]))
def test_the_day_is_centred_below_the_organ(letters: int, day: str) -> None:
    signer = "万" * letters
    organ, date = signature_indents_em(signer, day)
    middle_of_organ = organ + width_em(signer) / 2
    middle_of_day = date + width_em(day) / 2
    assert middle_of_organ == pytest.approx(middle_of_day)
    assert organ >= 2
    assert date >= 4 or organ == 2


def test_the_columns_of_an_annex_share_the_width() -> None:
    (annex,) = fill(template_of(Kind.ANNOUNCEMENT), told(Kind.ANNOUNCEMENT, "甲路", "乙路")).annexes
    shares = column_shares(annex)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] == min(shares)


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("万州府[2026]8号", "万州府〔2026〕8号"),
        ("渝民发（2026）31号", "渝民发〔2026〕31号"),
        ("2026年第3号", "2026年第3号"),
    ],
)
def test_the_year_of_a_number_stands_in_its_brackets(written: str, proper: str) -> None:
    assert proper_number(written) == proper


@pytest.mark.parametrize(
    ("kind", "names", "former", "words"),
    [
        (CaseKind.NAMING, ["甲路"], [""], "命名甲路"),
        (CaseKind.NAMING, ["甲路", "乙路"], ["", ""], "命名甲路等2个地名"),
        (CaseKind.RENAMING, ["甲路"], ["丙路"], "将丙路更名为甲路"),
        (CaseKind.RETIREMENT, ["甲路"], [""], "废止甲路的名称"),
    ],
)
def test_what_a_case_does_is_said_in_a_title(
    kind: CaseKind, names: list[str], former: list[str], words: str
) -> None:
    assert matter_in_words(kind, names, former) == words


@pytest.fixture(scope="module")
def reply() -> OfficialPaper:
    fields = told(
        Kind.APPROVAL_REPLY, "霁岚坡路", "晴川路", approver="万州区人民政府", office="万州区民政局"
    )
    return fill(template_of(Kind.APPROVAL_REPLY), fields)


def test_the_page_is_that_of_the_standard(reply: OfficialPaper) -> None:
    section = docx.Document(io.BytesIO(official_docx(reply))).sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(one.mm) for one in measures if one is not None] == [210, 297, 37, 28]
    text_width = section.page_width - section.left_margin - section.right_margin
    assert round(text_width / 36000) == 156


def test_the_parts_stand_in_order(reply: OfficialPaper) -> None:
    file = docx.Document(io.BytesIO(official_docx(reply)))
    lines = [p.text for p in file.paragraphs if p.text.strip()]
    order = [
        *("万州区人民政府文件", "【approval_number】", "【applicant】：", "此复。"),
        *("附件：【kind】地名一览表", "万州区人民政府", "附件"),
    ]
    after = iter(lines)
    assert [part for part in order if part not in after] == []


def test_body_and_title_have_their_faces_and_leading(reply: OfficialPaper) -> None:
    file = docx.Document(io.BytesIO(official_docx(reply)))
    body = next(p for p in file.paragraphs if p.text == "此复。")
    face = body.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))
    assert (face, body.runs[0].font.size.pt) == ("仿宋", 16)
    assert body.paragraph_format.line_spacing.pt == 28
    assert body.paragraph_format.first_line_indent.pt == 32


def test_page_numbers_stand_outside_on_odd_and_even_pages(reply: OfficialPaper) -> None:
    file = docx.Document(io.BytesIO(official_docx(reply)))
    section = file.sections[0]
    assert file.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert "PAGE" in odd._p.xml
    assert odd.text.startswith("— ")


def test_the_imprint_stands_on_the_lower_margin_between_its_lines(reply: OfficialPaper) -> None:
    *_, copies, printed, _ = docx.Document(io.BytesIO(official_docx(reply))).paragraphs
    assert copies.text == "抄送：万州区民政局。"
    assert printed.text.startswith("万州区人民政府\t")
    ends = []
    lines = []
    for one in (copies, printed):
        frame, borders = one._p.pPr.find(qn("w:framePr")), one._p.pPr.find(qn("w:pBdr"))
        ends.append(int(frame.get(qn("w:y"))) + int(frame.get(qn("w:h"))))
        lines += [int(border.get(qn("w:sz"))) for border in borders]
    # 262 mm from the top, in twentieths of a point; thick, thin, thick in eighths
    assert ends == [ends[1] - 480, round(262 / 25.4 * 1440)]
    assert lines == [8, 6, 8]


def test_no_page_has_a_signature_alone(reply: OfficialPaper) -> None:
    paragraphs = docx.Document(io.BytesIO(official_docx(reply))).paragraphs
    signed = next(at for at, one in enumerate(paragraphs) if one.text == reply.signer)
    before = paragraphs[signed - 1 - len(reply.attachments) : signed + 1]
    assert all(one.paragraph_format.keep_with_next for one in before)


def test_the_names_are_a_table_with_a_repeated_header(reply: OfficialPaper) -> None:
    table = docx.Document(io.BytesIO(official_docx(reply))).tables[0]
    assert [cell.text for cell in table.columns[1].cells] == ["标准地名", "霁岚坡路", "晴川路"]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_a_pdf_is_made_of_the_same_document(reply: OfficialPaper) -> None:
    assert official_pdf(reply).startswith(b"%PDF-")


def test_what_is_told_cannot_become_markup() -> None:
    paper = OfficialPaper("<b>题</b>", body=("<script>x</script>",))
    assert "<script>" not in official_html(paper)
    assert "<b>" not in official_html(paper)


def test_our_templates_tell_their_version() -> None:
    for kind in Kind:
        said = tomllib.loads((FOLDER / f"{kind.value}.toml").read_text(encoding="utf-8"))
        assert re.fullmatch(r"\d{4}\.\d{1,2}[a-z]?", said["version"])


def test_the_page_of_fields_follows_the_fields() -> None:
    written = Path("docs/document-templates.md").read_text(encoding="utf-8")
    assert written == page()
