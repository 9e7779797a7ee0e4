"""Opening a case on its pages: choosing, filling in, looking at what would follow, confirming."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.model.deadlines import local_day
from engine.store import Store
from engine.store.tables import case_file
from tests.cases.drawing import diagram, end, path, start, user
from tests.registers.office import Office
from tests.support.clock import HandClock
from tests.web.pages import Pages, Shown
from web.areas.opening.choosing import sentence

PATH = "/cases/new/rectification"
SHEET = (
    "食堂留样不全\t安全隐患\t较大\t\t肖某\t留样48小时\n台账缺失\t教学管理\n校车超员\t安全隐患\t重大"
)
FORM = {
    "title": "食堂安全整改",
    "unit": "某甲县（430621）",
    "form.severity": "一般",
    "form.grounds": "督导意见书",
    "form.items.0.title": "食堂留样不全",
    "form.items.0.kind": "安全隐患",
    "form.items.0.severity": "较大",
}


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    """Return an office in which a rectification can be opened."""
    return Office(store, clock)


@pytest.fixture
def pages(office: Office) -> Pages:
    """Return its pages."""
    return Pages(office)


def cases(office: Office) -> list[str]:
    """Return the ids of all cases."""
    with office.store.read() as session:
        return [str(row[0]) for row in session.execute(select(case_file.c.id))]


def previewed(pages: Pages, form: dict[str, object] | None = None) -> Shown:
    return pages.send("li", PATH, form or FORM, status=200)


def confirm(pages: Pages, page: Shown, change: dict[str, object] | None = None) -> Shown:
    """Press 立案 on a page with a preview."""
    data = {**page.form_values(PATH), "_then": "open", **(change or {})}
    return Shown(pages.client("li").post(PATH, data=data))


def test_the_procedures_one_may_open_are_listed_with_a_sentence_each(pages: Pages) -> None:
    page = pages.get("li", "/cases/new")
    assert [each.get("href") for each in page.all("//main//ul//a")] == [PATH]
    assert "责令限期整改" in page.text
    assert "立案、起草、审批" in page.text


def test_who_may_open_nothing_is_told_so_and_finds_no_form(pages: Pages) -> None:
    assert "没有您可以立案的程序" in pages.get("xiao", "/cases/new").text
    pages.get("xiao", PATH, status=404)
    pages.get("li", "/cases/new/nothing", status=404)


def test_the_form_begins_with_the_defaults_of_the_diagram(pages: Pages) -> None:
    page = pages.get("li", f"{PATH}?unit=430621")
    values = page.form_values(PATH)
    assert values["form.legal_basis"] == "《教育督导条例》第二十一条"
    assert values["unit"] == "某甲县（430621）"
    assert "《中华人民共和国教师法》第三十八条" in page.text


def test_the_grounds_offered_stand_with_the_words_of_the_article(pages: Pages) -> None:
    page = pages.get("li", PATH)
    offered = page.all("//ul[@class='suggested']/li")
    assert len(offered) == 13
    assert offered[2].findtext("p/strong") == "《教育督导条例》第二十五条"
    paragraphs = [each.text_content() for each in offered[2].iterfind("details//p")]
    assert len(paragraphs) == 6
    assert paragraphs[1].startswith("（一）拒绝、阻挠教育督导机构")
    assert all(each.find("details//p") is not None for each in offered)


def test_the_preview_shows_dates_with_their_reasons_and_opens_nothing(
    pages: Pages, office: Office
) -> None:
    text = previewed(pages).text
    assert "起草整改通知书" in text
    assert "5个工作日，为什么是这一天" in text
    assert "《民法典》第二百零一条第一款" in text
    assert "整改期限 15日 如今天起算" in text
    assert "li某" in text
    assert cases(office) == []


def test_confirming_what_was_previewed_opens_the_case_and_says_so(
    pages: Pages, office: Office
) -> None:
    done = confirm(pages, previewed(pages))
    assert done.response.status_code == 303
    (case,) = cases(office)
    assert done.location == f"/cases/{case}"
    assert "“食堂安全整改”已立案。" in pages.get("li", done.location).text
    assert [each.title for each in office.items(case)] == ["食堂留样不全"]


def test_confirming_twice_opens_one_case(pages: Pages, office: Office) -> None:
    page = previewed(pages)
    assert confirm(pages, page).location == confirm(pages, page).location
    assert len(cases(office)) == 1


def test_what_was_changed_after_the_preview_is_previewed_again(
    pages: Pages, office: Office
) -> None:
    page = confirm(pages, previewed(pages), {"form.items.0.severity": "重大"})
    assert page.response.status_code == 200
    assert "预览之后内容或日期有变化，还没有立案" in page.text
    assert "整改期限 7日" in page.text
    assert cases(office) == []
    assert confirm(pages, page).response.status_code == 303


def test_on_another_day_the_dates_are_looked_at_again(pages: Pages, office: Office) -> None:
    while local_day(office.clock() + timedelta(minutes=10)) == local_day(office.clock()):
        office.clock.advance(timedelta(minutes=5))
    page = previewed(pages)
    office.clock.advance(timedelta(minutes=10))
    assert "还没有立案" in confirm(pages, page).text
    assert cases(office) == []


def test_nothing_typed_is_lost_when_something_is_wrong(pages: Pages) -> None:
    wrong = {**FORM, "title": "", "unit": "不知何处", "form.items.0.title": ""}
    page = pages.send("li", PATH, wrong, status=422)
    assert "请写标题" in page.text
    assert "没有保存任何改动" in page.text
    assert page.form_values(PATH)["unit"] == "不知何处"
    page = pages.send("li", PATH, {**FORM, "unit": "不知何处"}, status=422)
    assert "没有代码为“不知何处”的单位。" in page.text
    assert page.all("//input[@name='unit'][@aria-invalid='true']")
    page = pages.send("li", PATH, {**FORM, "form.severity": ""}, status=422)
    assert page.all("//*[@id='field-form.severity'][@aria-invalid='true']")
    assert page.form_values(PATH)["form.items.0.title"] == "食堂留样不全"


def test_problem_items_are_pasted_from_a_spreadsheet_and_previewed_each_with_its_terms(
    pages: Pages, office: Office
) -> None:
    pasted = pages.send(
        "li",
        PATH,
        {**FORM, "form.items.0.title": "", "form.items.0.kind": "", "form.items.0.severity": "",
         "_paste.items": SHEET},
        button="_rows=paste:items",
        status=200,
    )  # fmt: skip
    assert "请核对：立案后会这样" not in pasted.text
    data = pasted.form_values(PATH)
    page = Shown(pages.client("li").post(PATH, data=data))
    assert "问题项（3）" in page.text
    confirm(pages, page)
    (case,) = cases(office)
    assert [(each.title, each.severity) for each in office.items(case)] == [
        ("食堂留样不全", "较大"),
        ("台账缺失", "一般"),
        ("校车超员", "重大"),
    ]


def test_a_unit_is_chosen_by_name_or_from_those_used_lately(pages: Pages, office: Office) -> None:
    office.rectify(unit="430623")
    assert "某乙县（430623）" in pages.get("li", PATH).text
    page = pages.send("li", PATH, {"title": "校车"}, button="_unit=430623", status=200)
    assert page.form_values(PATH)["unit"] == "某乙县（430623）"
    assert page.form_values(PATH)["title"] == "校车"
    assert "请核对：立案后会这样" in previewed(pages, {**FORM, "unit": "某乙县"}).text


def test_a_case_that_may_be_the_same_is_named_and_hinders_nothing(
    pages: Pages, office: Office
) -> None:
    case = office.rectify(title="食堂安全限期整改")
    page = previewed(pages)
    assert "已有相近的案件在办" in page.text
    assert "标题相近，事由相同" in page.text
    assert page.all(f"//a[@href='/cases/{case}']")
    assert confirm(pages, page).response.status_code == 303


def test_a_unit_out_of_reach_is_refused_before_anything_is_confirmed(
    pages: Pages, office: Office
) -> None:
    office.move("li", groups=("case_officer",), unit="430623")
    page = pages.send("li", PATH, FORM, status=403)
    assert "不在li某的管辖范围内，不能立案" in page.text


def test_the_pages_speak_english_too(pages: Pages) -> None:
    assert "Open a case" in pages.get("li", "/cases/new", language="en").text
    assert "Preview" in pages.get("li", PATH, language="en").text


@pytest.mark.parametrize(
    "documentation, first",
    [
        ("约谈：立案、审批。其他。", "立案、审批。"),
        ("没有句号", "没有句号"),
        ("", ""),
    ],
)
def test_a_procedure_says_what_it_does_in_its_first_sentence(
    documentation: str, first: str
) -> None:
    assert sentence("约谈", documentation) == first


def test_the_units_offered_say_where_they_lie_and_are_those_one_may_open_for(
    pages: Pages, office: Office
) -> None:
    field = pages.get("li", PATH).all("//input[@id='field-unit'][@role='combobox']")[0]
    address = field.get("hx-get")
    found = pages.get("li", f"{address}&unit=中学")
    (option,) = found.all("//li[@role='option']")
    assert option.get("data-value") == "某甲县第一中学（430621-1）"
    assert "某省 › 某市 › 某甲县" in found.text
    office.move("li", groups=("case_officer",), unit="430623")
    assert "没有找到单位" in pages.get("li", f"{address}&unit=甲县").text


def test_the_tree_of_units_is_fetched_level_by_level(pages: Pages) -> None:
    tree = pages.get("li", PATH).all("//details[.//ul[@role='tree']]")[0]
    (top,) = pages.get("li", tree.get("hx-get")).all("//li[@role='treeitem']")
    assert top.get("data-value") == "某市（430600）"
    below = pages.get("li", top.get("hx-get")).all("//li[@role='treeitem']")
    assert [each.get("data-value") for each in below] == ["某甲县（430621）", "某乙县（430623）"]
    assert [each.get("aria-expanded") for each in below] == ["false", None]
    assert "没有可选的单位" in pages.get("xiao", tree.get("hx-get")).text


COMPLAINT = diagram(
    "complaint",
    start("reason:string!", "letter:file"),
    user("draft", "text:text!", groups="case_officer"),
    end(),
    path("start", "draft", "end"),
)
BY_LETTER = {"title": "来信反映收费", "unit": "430621", "form.reason": "来信"}


def letter(name: str = "来信.pdf", content: bytes = b"%PDF-1.7 letter") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_a_file_chosen_while_opening_is_attached_by_the_opening(
    pages: Pages, office: Office
) -> None:
    office.deploy(COMPLAINT)
    address = "/cases/new/complaint"
    form = pages.get("li", address).form_values(address)
    sent = {"_csrf": form["_csrf"], "field": "letter", "file": letter()}
    answer = Shown(pages.client("li").post(f"{address}/files", data=sent))
    (option,) = answer.all("//option[@selected]")
    assert option.text == "来信.pdf"
    page = pages.send("li", address, {**BY_LETTER, "form.letter": option.get("value")}, status=200)
    assert "请核对：立案后会这样" in page.text
    case = confirm_at(pages, page, address).location
    assert "来信.pdf" in pages.get("li", f"{case}/attachments").text
    assert "来信.pdf" not in pages.get("li", address).text


def test_without_scripts_the_file_goes_with_the_form_and_waits_for_the_confirmation(
    pages: Pages, office: Office
) -> None:
    office.deploy(COMPLAINT)
    address = "/cases/new/complaint"
    refused = {**BY_LETTER, "_file.letter": letter("程序.exe", b"MZ\x00\x00")}
    page = pages.send("li", address, refused, status=422)
    assert page.all("//*[@id='error-form.letter']")
    page = pages.send("li", address, {**BY_LETTER, "_file.letter": letter()}, status=200)
    assert cases(office) == []
    case = confirm_at(pages, page, address).location
    assert "来信.pdf" in pages.get("li", f"{case}/attachments").text


def test_a_draft_thrown_away_lets_its_files_go(pages: Pages, office: Office) -> None:
    office.deploy(COMPLAINT)
    address = "/cases/new/complaint"
    pages.send("li", address, {"_file.letter": letter()}, status=422)
    page = pages.get("li", address)
    assert "来信.pdf" in page.text
    (form,) = page.all("//form[@data-draft-drops]")
    token = page.form_values(address)["_csrf"]
    dropped = pages.client("li").post(form.get("data-draft-drops"), data={"_csrf": token})
    assert dropped.status_code == 204
    assert "来信.pdf" not in pages.get("li", address).text


def confirm_at(pages: Pages, page: Shown, address: str) -> Shown:
    data = {**page.form_values(address), "_then": "open"}
    return Shown(pages.client("li").post(address, data=data))
