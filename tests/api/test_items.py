"""Problem items over HTTP: the register, workbooks out and in."""

from __future__ import annotations

import io

import openpyxl
import pytest
from werkzeug.test import TestResponse

from tests.api.office import Interface, file_name, problem
from tests.registers.office import Office


def table(
    interface: Interface, path: str, *rows: str, person: str = "li", **more: str
) -> TestResponse:
    """Send rows as a text file copied from a spreadsheet."""
    form = {
        "file": (io.BytesIO("\n".join(rows).encode()), "清单.tsv"),
        "process": "rectification",
        "unit": "430621",
        **more,
    }
    headers = {"Idempotency-Key": "import"}
    return interface.post(person, path, data=form, headers=headers)


def cells(response: TestResponse) -> list[list[object]]:
    """Return the lines of a workbook below its headings."""
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


@pytest.mark.parametrize(
    "query,titles",
    [
        ("", ["食堂留样不全", "台账缺失"]),
        ("descending=true&sort=title", ["食堂留样不全", "台账缺失"]),
        ("kind=安全隐患,其他", ["食堂留样不全"]),
        ("severity=较大", ["食堂留样不全"]),
        ("status=draft&light=green,grey", ["食堂留样不全", "台账缺失"]),
        ("status=closed", []),
        ("owner=430621&unit=430600", ["食堂留样不全", "台账缺失"]),
        ("owner=430623", []),
        ("opened_since=2026-03-03", []),
        ("text=留样", ["食堂留样不全"]),
        ("process=other", []),
        ("mine=true", ["食堂留样不全", "台账缺失"]),
    ],
)
def test_the_register_is_filtered_on_screen_and_in_the_workbook_alike(
    registers: Office, interface: Interface, query: str, titles: list[str]
) -> None:
    registers.rectify()
    listed = interface.get("li", f"/items?{query}&count=true").get_json()
    assert [each["title"] for each in listed["items"]] == titles
    assert listed["total"] == len(titles)
    got = interface.get("li", f"/items/workbook?{query}")
    assert [line[2] for line in cells(got) if line[2]] == titles


def test_pages_of_items_join_and_cost_the_same_statements(
    registers: Office, interface: Interface, statements: list[str]
) -> None:
    registers.rectify()
    first = interface.get("li", "/items?limit=1").get_json()
    assert first["total"] is None
    second = interface.get("li", f"/items?limit=1&after={first['next']}").get_json()
    assert [page["items"][0]["number"] for page in (first, second)] == [1, 2]
    assert second["next"] is None
    costs = []
    for limit in (1, 2):
        statements.clear()
        interface.get("li", f"/items?limit={limit}")
        costs.append(len(statements))
    assert costs[0] == costs[1]
    wrong = problem(interface.get("li", "/items?status=nope&x=1"), 422, "invalid_request")
    assert {each["path"] for each in wrong["errors"]} == {"status.0", "x"}


def test_the_items_of_a_case_are_for_those_with_a_part_in_it(
    registers: Office, interface: Interface
) -> None:
    case_id = registers.rectify()
    listed = interface.get("li", f"/cases/{case_id}/items?count=true").get_json()
    assert ([each["number"] for each in listed["items"]], listed["total"]) == ([1, 2], 2)
    assert interface.get("xiao", f"/cases/{case_id}/items").get_json()["items"] == []  # a draft
    problem(interface.get("hua", f"/cases/{case_id}/items"), 404, "not_found")
    problem(interface.get("li", "/cases/nowhere/items"), 404, "not_found")


def test_an_export_is_an_event_with_its_filter_and_nobody_exports_what_they_cannot_see(
    registers: Office, interface: Interface
) -> None:
    registers.rectify()
    of_items = interface.get("li", "/items/workbook?kind=安全隐患")
    of_cases = interface.get("li", "/cases/workbook?status=open")
    assert file_name(of_items) == "问题整改台账2026-03-02.xlsx"
    assert file_name(of_cases) == "案件台账2026-03-02.xlsx"
    assert of_items.content_length == len(of_items.data)
    said = [each["data"] for each in registers.events("system", "register_exported")]
    assert said == [
        {"register": "问题整改台账", "filter": "类别：安全隐患", "count": 1},
        {"register": "案件台账", "filter": "状态：在办", "count": 1},
    ]
    registers.move("sun", groups=["editor"])
    problem(interface.get("sun", "/items/workbook"), 403, "not_permitted")
    problem(interface.get("sun", "/cases/workbook"), 403, "not_permitted")
    problem(interface.get("li", "/items/workbook?limit=5"), 422, "invalid_request")
    assert len(registers.events("system", "register_exported")) == 2


@pytest.mark.usefixtures("registers")
def test_a_preview_names_every_row_that_is_wrong_and_opens_nothing(interface: Interface) -> None:
    said = table(
        interface, "/items/previews", "问题\t类别", "甲\t其他", "乙\t瞎写", "甲\t其他"
    ).get_json()
    assert (said["is_sound"], said["field"]) == (False, "items")
    assert said["items"] == [{"title": "甲", "kind": "其他"}]
    assert [each["path"] for each in said["refused"]] == ["第3行 类别", "第4行 问题"]
    sound = table(interface, "/items/previews", "问题\t整改时限", "甲\t2026-10-08").get_json()
    assert (sound["is_sound"], len(sound["notes"])) == (True, 1)
    assert interface.get("li", "/items?count=true").get_json()["total"] == 0
    problem(table(interface, "/items/previews", "问题", "甲", person="hua"), 403, "not_permitted")
    problem(table(interface, "/items/previews", "问题", "甲", process="no"), 404, "unknown_process")
    problem(table(interface, "/items/previews", "没有", "甲"), 422, "no_headings")


def test_a_table_opens_a_case_with_all_its_problems_or_none(
    registers: Office, interface: Interface
) -> None:
    path, rest = (
        "/items/imports",
        {"title": "食堂", "form": '{"severity":"一般","grounds":"意见书"}'},
    )
    problem(table(interface, path, "问题\t类别", "甲\t瞎写", **rest), 422, "invalid_table")
    assert interface.get("li", "/items?count=true").get_json()["total"] == 0
    opened = table(interface, path, "问题\t类别", "甲\t其他", "乙\t其他", **rest)
    assert opened.status_code == 201
    again = table(interface, path, "问题\t类别", "甲\t其他", "乙\t其他", **rest)
    assert again.get_json() == opened.get_json()
    case_id = opened.get_json()["case_id"]
    assert opened.headers["Location"] == f"/api/v1/cases/{case_id}"
    assert [row.title for row in registers.items(case_id)] == ["甲", "乙"]
    listed = {**rest, "form": "[]"}
    wrong = problem(table(interface, path, "问题", "甲", **listed), 422, "invalid_request")
    assert wrong["errors"][0]["path"] == "form"


def test_the_blank_workbook_is_taken_as_it_was_given(
    registers: Office, interface: Interface
) -> None:
    blank = interface.get("li", "/items/blank-workbook?process=rectification")
    assert file_name(blank) == "问题清单.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(blank.data))
    book.worksheets[0]["A2"] = "甲"
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    form = {"file": (filled, "表.xlsx"), "process": "rectification", "unit": "430621"}
    assert interface.post("li", "/items/previews", data=form).get_json()["items"] == [
        {"title": "甲"}
    ]
    assert registers.events("system", "register_exported") == []
