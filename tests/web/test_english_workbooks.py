"""Workbooks speak the language of the page: heads, sheet names, words of state, names of files."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import Workbook, load_workbook

from dudao.groups import GROUPS, ROLES
from engine.store import Store
from engine.store.case_reads import history_of
from tests.cases.desk import Desk
from tests.ledger.office import Office as LedgerOffice
from tests.ledger.test_assessment import RECTIFICATION, rectify
from tests.registers.office import Office
from tests.support.clock import HandClock
from tests.web.pages import Pages, Shown

_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture
def registers(store: Store, clock: HandClock) -> Office:
    """Return an office with a rectification of which one item was reported."""
    office = Office(store, clock)
    found = office.rectify()
    office.deliver(found)
    office.report(found, 1)
    return office


def taken_file(pages: Pages, who: str, path: str, language: str = "en") -> tuple[str, bytes]:
    """Take a file out; return what it is called, and what it holds."""
    response = pages.client(who, language).get(path)
    assert response.status_code == 200, response.text
    found = re.search(
        r"filename\*=UTF-8''(\S+)|filename=\"([^\"]+)\"$", response.headers["Content-Disposition"]
    )
    assert found is not None
    held = response.data
    response.close()
    return unquote(found[1] or found[2]), held


def taken(pages: Pages, who: str, path: str, language: str = "en") -> tuple[str, Workbook]:
    """Take a workbook out; return what the file is called, and what is in it."""
    name, held = taken_file(pages, who, path, language)
    return name, load_workbook(BytesIO(held))


def sent(
    pages: Pages, path: str, file: tuple[str, bytes], language: str = "en", status: int = 200
) -> Shown:
    """Send a file by the form of a page."""
    form = pages.get("guan", path, language=language).form_values(path)
    data = {**form, "file": (BytesIO(file[1]), file[0])}
    response = pages.client("guan", language).post(path, data=data)
    assert response.status_code == status, response.text
    return Shown(response)


def cells(book: Workbook, sheet: int = 0) -> list[list[str]]:
    return [
        ["" if cell.value is None else str(cell.value) for cell in row]
        for row in book.worksheets[sheet].iter_rows()
    ]


@pytest.mark.parametrize(
    "path, name, states",
    [
        ("/cases/workbook?status=open", "Register of cases 2026", {"Open"}),
        ("/items/workbook?light=green", "Register of problem items 2026", {"Reported, to be"}),
    ],
)
def test_a_register_is_taken_out_in_english(
    registers: Office, path: str, name: str, states: set[str]
) -> None:
    pages = Pages(registers)
    called, book = taken(pages, "wang", path)
    assert called.startswith(name)
    assert not _HAN.search(called + "".join(book.sheetnames))
    title, note, heads, *lines = cells(book)
    assert title[0] in name
    assert not _HAN.search("".join(heads))
    assert re.match(r"Conditions: (State: Open|Light: Green)", note[0])
    assert lines
    words = "\n".join(cell for line in lines for cell in line)
    assert all(each in words for each in states)
    assert not re.search("在办|绿|已报|临期|要求：|第[0-9]", words)
    with registers.store.read() as session:
        said = list(history_of(session))[-1].members()["data"]
    assert _HAN.search(str(said)), "the history speaks Chinese whoever takes what out"


def test_in_chinese_it_stays_chinese(registers: Office) -> None:
    called, book = taken(Pages(registers), "wang", "/cases/workbook?status=open", "zh")
    assert called.startswith("案件台账2026")
    assert cells(book)[1][0].startswith("筛选条件：状态：在办")
    assert cells(book)[2][11] == "状态"


def test_the_overview_is_taken_out_in_english(registers: Office) -> None:
    called, book = taken(Pages(registers), "wang", "/overview/workbook?unit=430621")
    assert called.startswith("Overview 2026")
    assert not _HAN.search("".join(book.sheetnames))
    for sheet in range(len(book.worksheets)):
        title, _, heads, *_ = cells(book, sheet)
        assert not _HAN.search(title[0] + "".join(heads)), title[0]
    assert cells(book)[-1][0] == "Total"


def test_the_ledger_is_taken_out_in_english(store: Store, clock: HandClock) -> None:
    office = LedgerOffice(store, clock)
    office.decide("accountability:通报批评", form="通报批评")
    pages = Pages(office)
    called, book = taken(pages, "zhao", "/ledger/workbook?unit=430621")
    assert called.startswith("Outcome ledger - ")
    _, note, heads, line, *_ = cells(book)
    assert note[0].startswith("Conditions: as on 2026-")
    assert not _HAN.search("".join(heads))
    assert line[1] == "Accountability: 通报批评", "a form of measure is called as the law calls it"
    assert not _HAN.search(line[7])


def test_the_sheet_of_a_year_is_taken_out_in_english(store: Store, clock: HandClock) -> None:
    office = LedgerOffice(store, clock)
    office.deploy(RECTIFICATION)
    case_id = rectify(office, "留样不全")
    office.complete("xiao", office.one(case_id, "report", 1).id)
    office.clock.move_to(office.clock().replace(month=12))
    pages = Pages(office)
    address = "/assessments{}?unit=430621&year=2026"
    called, book = taken(pages, "zu", address.format("/workbook"))
    assert called.startswith("Assessment sheet 2026 - ")
    assert book.sheetnames == ["Assessment sheet", "Evidence"]
    figures, evidence = cells(book), cells(book, 1)
    assert not _HAN.search("".join(figures[2] + evidence[0]))
    assert not _HAN.search("".join(line[1] + line[2] for line in figures[3:]))
    assert {line[1] for line in evidence[1:]} <= {"Case", "Item", "Step"}
    assert "report (item 1)" in {line[4] for line in evidence[1:]}
    page = pages.get("zu", address.format(""), language="en")
    assert "report (item 1)" in page.text
    assert "第1项" not in page.text


LISTS = {"units": "List of units", "people": "List of people"}


@pytest.fixture
def directory(desk: Desk) -> Pages:
    """Return an office with a unit below, a post elsewhere, and somebody who has left."""
    desk.engine = replace(desk.engine, groups=GROUPS, roles=ROLES)
    pages = Pages(desk)
    post = {"group": "inspector", "unit": "某乙县（430623）"}
    pages.send("guan", "/people/xiao/posts/new", post)
    pages.send("guan", "/people/yue/change", {"is_active": ""})
    return pages


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_units_or_people_is_taken_out_in_english(directory: Pages, kind: str) -> None:
    called, book = taken(directory, "guan", f"/{kind}/export")
    assert called.startswith(f"{LISTS[kind]} 20")
    assert called.endswith(".xlsx")
    assert book.sheetnames == [LISTS[kind]]
    title, note, heads, *lines = cells(book)
    assert title[0] == LISTS[kind]
    assert note[0].startswith("Conditions: everything    Made at: 20")
    assert not _HAN.search("".join(heads))
    assert lines
    if kind == "people":
        at = heads.index("Active")
        assert {line[at] for line in lines} == {"Yes", "No"}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("out, back", [("en", "zh"), ("zh", "en"), ("en", "en")])
def test_a_list_goes_in_again_in_either_language(
    directory: Pages, kind: str, out: str, back: str
) -> None:
    file = taken_file(directory, "guan", f"/{kind}/export", out)
    page = sent(directory, f"/{kind}/import", file, back)
    same = {"zh": "没有要导入的", "en": "nothing to import"}
    assert same[back] in page.text


@pytest.mark.parametrize("kind", LISTS)
def test_the_workbook_to_fill_in_is_english_and_so_is_its_page(directory: Pages, kind: str) -> None:
    called, book = taken(directory, "guan", f"/{kind}/import/template")
    assert called == f"{LISTS[kind]}.xlsx"
    assert book.sheetnames == [LISTS[kind], "How to fill it in"]
    heads = cells(book)[0]
    page = directory.get("guan", f"/{kind}/import", language="en")
    assert ", ".join(head.rstrip("*") for head in heads) in page.text


def test_what_is_wrong_in_an_english_list_is_said_by_its_english_column(directory: Pages) -> None:
    table = b"Id,Name,Unit code,Active\nxin,New,430621,Maybe\n"
    page = sent(directory, "/people/import", ("list.csv", table), status=422)
    (line,) = page.all("//*[@data-error-summary]//tbody/tr")
    said = [" ".join(cell.text_content().split()) for cell in line]
    assert said == ["Row 2", "Active", "Expected yes (是) or no (否)."]


def test_the_days_of_a_year_are_taken_out_in_english_and_go_in_again(pages: Pages) -> None:
    called, held = taken_file(pages, "guan", "/calendars/2026/table")
    assert called == "Calendar 2026.csv"
    head, *lines = held.decode("utf-8-sig").split()
    assert head == "date,working,name"
    assert "2026-10-01,no,国庆节" in lines, "a day off is called as the notice calls it"
    assert head in pages.get("guan", "/calendars/upload", language="en").text
    page = sent(pages, "/calendars/upload", (called, held))
    assert "No day changes." in page.text
