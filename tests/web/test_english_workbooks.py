"""Workbooks speak the language of the page: heads, sheet names, words of state, names of files."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import Workbook, load_workbook

from engine.store import Store
from engine.store.case_reads import history_of
from tests.ledger.office import Office as LedgerOffice
from tests.ledger.test_assessment import RECTIFICATION, rectify
from tests.registers.office import Office
from tests.support.clock import HandClock
from tests.web.pages import Pages

_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture
def registers(store: Store, clock: HandClock) -> Office:
    """Return an office with a rectification of which one item was reported."""
    office = Office(store, clock)
    found = office.rectify()
    office.deliver(found)
    office.report(found, 1)
    return office


def taken(pages: Pages, who: str, path: str, language: str = "en") -> tuple[str, Workbook]:
    """Take a workbook out; return what the file is called, and what is in it."""
    response = pages.client(who, language).get(path)
    assert response.status_code == 200, response.text
    found = re.search(
        r"filename\*=UTF-8''(\S+)|filename=\"([^\"]+)\"$", response.headers["Content-Disposition"]
    )
    assert found is not None
    book = load_workbook(BytesIO(response.data))
    response.close()
    return unquote(found[1] or found[2]), book


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
