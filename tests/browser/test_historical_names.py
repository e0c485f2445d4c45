"""A name comes on a protection list in the browser; editors keep what belongs to a name."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from api.app import create_app
from api.services import managing_accounts
from api.settings import load_settings
from api.store.session import Engine, engine_for, transaction
from tests.api.http.world import serving

PASSWORD = "correct horse battery"
PANEL, BUREAU = "重庆市历史地名专家组", "万州区民政局乙"
PEOPLE = {
    "nominee": (BUREAU, "civil_affairs", "county", ["500101"], ["clerk", "editor"]),
    "handler": (BUREAU, "civil_affairs", "county", ["500101"], ["clerk", "editor"]),
    "examiner": (BUREAU, "civil_affairs", "county", ["500101"], ["reviewer"]),
    "decider": (BUREAU, "civil_affairs", "county", ["500101"], ["approver"]),
    "feng": (PANEL, "experts", "province", [], ["expert"]),
    "shen": (PANEL, "experts", "province", [], ["expert"]),
    "han": (PANEL, "experts", "province", [], ["expert"]),
}
MARKS = {"feng": (85, 80, 90, 60), "shen": (82, 78, 88, 70), "han": (90, 85, 86, 95)}
CRITERIA = ("historical", "cultural", "inheritance", "influence")
NAME = "乌龙池社区居民委员会"
LIST = "万州区第一批历史地名保护名录"

SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def engine(register_copy: str) -> Iterator[Engine]:
    made = engine_for(register_copy)
    known: dict[str, int] = {}
    with transaction(made, actor="test") as db:
        for login, (name, kind, level, codes, roles) in PEOPLE.items():
            known[name] = known.get(name) or managing_accounts.add_organisation(
                db, name=name, kind=kind, level=level, codes=codes
            )
            opened = managing_accounts.open_account(
                db, login=login, name=f"{login}员", password=PASSWORD
            )
            managing_accounts.give_roles(db, opened.account_id, known[name], roles)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def office(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files = tmp_path_factory.mktemp("files")
    settings = load_settings(database_url="postgresql:///unused", files_dir=files, rate_factor=0.0)
    with serving(create_app(settings, engine)) as address:
        yield address


@pytest.fixture
def sign_in(browser: Browser, office: str) -> Iterator[SignIn]:
    opened: list[BrowserContext] = []

    def come(login: str) -> Page:
        context = browser.new_context(base_url=office, viewport={"width": 1280, "height": 860})
        opened.append(context)
        page = context.new_page()
        page.on("dialog", lambda asked: asked.accept())
        if login:
            page.goto("/sign-in")
            page.fill("[name=login]", login)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
        return page

    yield come
    for context in opened:
        context.close()


def sent(page: Page, button: str) -> None:
    """Send a form and stay with the answer, which is no refusal."""
    with page.expect_navigation():
        page.click(button)
    assert page.locator("[role=alert]").all_inner_texts() == []


@pytest.fixture(scope="module")
def journey() -> dict[str, str]:
    return {}


def nominated(page: Page, evidence: Path) -> tuple[str, str]:
    """Nominate a name from its page; return the address of the name and of the case."""
    page.goto(f"/names?q={NAME}")
    page.click(f"table a:has-text('{NAME}')")
    name = page.url
    page.click("text=推荐为历史地名")
    page.fill("[name=reason]", "清代场镇，沿用至今")
    page.fill("[name=evidence]", "乾隆《万县志》卷二有载")
    page.set_input_files("[name=file]", evidence)
    sent(page, "main button:has-text('保存推荐')")
    case = page.url.removesuffix("/appraisal")
    page.goto(case)
    sent(page, "#do-submit button")
    return name, case


def examined(page: Page, case: str) -> None:
    """Accept a nomination, ask the panel, and lay the report of what was heard."""
    page.goto(case)
    sent(page, "#do-accept button")
    page.click("summary:has-text('征求部门或专家意见')")
    page.select_option("#do-ask [name=kind]", "expert")
    page.select_option("#do-ask [name=organisation_id]", label=PANEL)
    sent(page, "#do-ask button")
    page.goto(f"{case}/papers/new?paper=consultation_report")
    for heading in ("process", "scope", "opinions", "handling"):
        page.fill(f"[name=field-{heading}]", "公示七日，无异议")
    sent(page, "main button:has-text('保存')")


def scored(page: Page, case: str, marks: tuple[int, ...]) -> None:
    """Score the name by four criteria, from the tasks of an expert."""
    assert "专家论证" in page.inner_text("main")
    page.goto(f"{case}/appraisal")
    for criterion, mark in zip(CRITERIA, marks, strict=True):
        page.fill(f"[name=score-{criterion}]", str(mark))
        page.fill(f"[name=evidence-{criterion}]", "《万县志》与走访")
    sent(page, "button:has-text('保存评分')")


def identified(sign_in: SignIn, handler: Page, case: str) -> None:
    """Review, identify and publish."""
    examiner, decider = sign_in("examiner"), sign_in("decider")
    examiner.goto(case)
    sent(examiner, "#do-review button")
    decider.goto(case)
    decider.select_option("#do-approve [name=approver_type]", "county_government")
    decider.fill("#do-approve [name=approver]", "万州区人民政府")
    decider.fill("#do-approve [name=number]", "万州府〔2026〕18号")
    sent(decider, "#do-approve button")
    handler.goto(case)
    handler.fill("#do-publish [name=number]", "2026年第18号")
    handler.fill("#do-publish [name=title]", LIST)
    sent(handler, "#do-publish button")


@pytest.mark.browser
def test_a_name_is_nominated_appraised_identified_and_published(
    sign_in: SignIn, journey: dict[str, str], tmp_path: Path
) -> None:
    evidence = tmp_path / "县志.txt"
    evidence.write_text("乾隆《万县志》卷二", encoding="utf-8")
    journey["name"], case = nominated(sign_in("nominee"), evidence)
    handler = sign_in("handler")
    examined(handler, case)
    for login, marks in MARKS.items():
        expert = sign_in(login)
        scored(expert, case, marks)
    expert.set_input_files("[name=file]", evidence)
    sent(expert, "button:has-text('上传佐证')")
    expert.fill("[name=opinion]", "同意列入")
    sent(expert, "button:has-text('提交结论')")
    told = expert.inner_text("main")
    wanted = ("达到认定分数", "60—95", "分歧较大", "feng员、shen员、han员", "县志.txt")
    assert [words for words in wanted if words not in told] == []
    identified(sign_in, handler, case)
    handler.goto(f"{case}/appraisal")
    assert handler.locator(".stages .done").count() == 7
    visitor = sign_in("")
    visitor.goto(f"/heritage?q={NAME}")
    assert LIST in visitor.inner_text("main")
    visitor.click(f"table.cards a:has-text('{NAME}')")
    journey["listing"] = visitor.url


@pytest.mark.browser
def test_a_measure_is_kept_carried_out_and_proved(
    sign_in: SignIn, journey: dict[str, str], tmp_path: Path
) -> None:
    page = sign_in("handler")
    page.goto(journey["listing"])
    form = "form[action$='/measures']"
    page.fill(f"{form} [name=content]", "在原址设置历史地名标志")
    page.fill(f"{form} [name=responsible]", "高笋塘街道办事处")
    sent(page, f"{form} button")
    page.click("summary:has-text('登记完成')")
    proof = tmp_path / "验收.txt"
    proof.write_text("已立牌", encoding="utf-8")
    page.set_input_files("[name=file]", proof)
    sent(page, "button:has-text('上传佐证')")
    page.click("summary:has-text('登记完成')")
    change = "#measures details form:has([name=done_on])"
    page.fill(f"{change} [name=done_on]", page.input_value(f"{change} [name=decided_on]"))
    sent(page, f"{change} button")
    told = page.inner_text("#measures")
    for words in ("高笋塘街道办事处", "验收.txt", "完成"):
        assert words in told
    page.click("text=修改说明")
    page.fill("[name=note]", "又名乌龙堰")
    page.fill("[name=why]", "补记")
    sent(page, "main button:has-text('保存')")
    assert "说明：（无） → 又名乌龙堰" in page.inner_text("main")


@pytest.mark.browser
def test_tags_and_stories_with_photos_reach_the_public(
    sign_in: SignIn, journey: dict[str, str]
) -> None:
    page = sign_in("nominee")
    page.goto(f"{journey['name']}/tags")
    page.check("[value=tourism]")
    page.fill("[name=note-tourism]", "老街游")
    page.fill("[name=why]", "征集")
    sent(page, "main button:has-text('保存')")
    page.goto(f"{journey['name']}/stories")
    page.click("text=写一篇故事")
    page.fill("[name=title]", "乌龙池的来历")
    page.fill("[name=body]", "池中有乌龙。")
    page.check("[value=published]")
    page.fill("[name=why]", "征集")
    sent(page, "main button:has-text('保存')")
    for caption in ("池东", "池西"):
        drawn = io.BytesIO()
        Image.new("RGB", (64, 42), "green" if caption == "池东" else "brown").save(drawn, "JPEG")
        add = page.locator("form[enctype]")
        photo = {"name": "池.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
        add.locator("[name=file]").set_input_files(photo)
        add.locator("[name=caption]").fill(caption)
        add.locator("button").click()
        page.wait_for_selector(f".photo input[name=caption][value='{caption}']")
    page.locator(".photo").nth(1).locator("[name=position]").fill("0")
    sent(page, ".photo:nth-of-type(2) button:has-text('保存图注')")
    visitor = sign_in("")
    visitor.goto("/tags/tourism")
    assert "老街游" in visitor.inner_text("main")
    visitor.goto("/tags")
    visitor.click("article a:has-text('乌龙池的来历')")
    assert visitor.locator("figcaption").all_inner_texts() == ["池西", "池东"]


@pytest.mark.browser
def test_the_second_editor_of_a_name_keeps_what_he_ticked(
    sign_in: SignIn, journey: dict[str, str]
) -> None:
    first, second = sign_in("nominee"), sign_in("handler")
    for page in (first, second):
        page.goto(f"{journey['name']}/tags")
    first.check("[value=food]")
    first.fill("[name=why]", "甲")
    sent(first, "main button:has-text('保存')")
    second.check("[value=ecology]")
    second.fill("[name=note-ecology]", "古树")
    second.fill("[name=why]", "乙")
    with second.expect_navigation():
        second.click("main button:has-text('保存')")
    assert "nominee员" in second.inner_text("[role=alert]")
    assert second.is_checked("[value=ecology]")
    assert second.input_value("[name=note-ecology]") == "古树"


@pytest.mark.browser
def test_a_name_made_secret_is_gone_for_visitors_and_its_history_says_so(
    sign_in: SignIn, journey: dict[str, str]
) -> None:
    page, visitor = sign_in("nominee"), sign_in("")
    page.goto(f"{journey['name']}/publication")
    page.select_option("[name=secrecy]", "internal")
    page.check("[name=published][value=no]")
    page.fill("[name=why]", "保密审查")
    sent(page, "main button:has-text('保存')")
    for address in (journey["name"], journey["listing"]):
        answer = visitor.goto(address)
        assert answer is not None
        assert answer.status == 404
    page.goto(f"{journey['name']}/history")
    told = page.inner_text("main")
    for words in (
        "设定公开范围",
        "保密审查",
        "内部",
        "《乌龙池的来历》",
        "旅游（老街游）",
        "列入保护",
    ):
        assert words in told
