"""Registers as workbooks: what officials open, print and filter."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from engine.commands import registers as reading
from engine.model.case import Actor
from engine.model.deadlines import Light
from engine.model.errors import InvalidArgument
from engine.model.registers import CaseFilter, Days, Held, ItemFilter, ListedCase, ListedItem
from registers import cases, items, workbook
from registers.describing import describe
from registers.sheets import Cell, Heading, Lamp
from registers.workbook import write_register
from tests.cases.desk import refusal
from tests.registers.office import Office


def a_day(year: int, month: int, on: int) -> datetime:
    """A day as openpyxl reads one: a workbook knows no zones."""
    return datetime(year, month, on, tzinfo=UTC).replace(tzinfo=None)


AT = datetime(2026, 9, 1, 1, tzinfo=UTC)
HEADING = Heading("问题整改台账", "全部", datetime(2026, 9, 1, 9, 30, tzinfo=UTC), "李某")
ITEM = ListedItem(
    id="i1",
    case_id="c1",
    reference="岳教督整〔2026〕3号",
    case_title="食堂安全整改",
    key="rectification",
    unit="430621",
    case_status="open",
    batch=1,
    number=1,
    title="食堂留样不全",
    kind="安全隐患",
    severity="较大",
    demand="留样48小时",
    source="督导意见书",
    owner="430621",
    person="肖某",
    status="in_progress",
    round=1,
    due_at=datetime(2026, 9, 16, 15, 59, 59, tzinfo=UTC),
    extensions=0,
    measures="逐日留样",
    progress=None,
    evidence=2,
    escalation=None,
    opened_at=AT,
    verified_at=None,
    verified_by=(),
    ended_at=None,
    light=Light.YELLOW,
)
CASE = ListedCase(
    id="c1",
    reference=None,
    title="食堂安全整改",
    key="rectification",
    definition_id="d1",
    unit="430621",
    status="open",
    opened_at=AT,
    opened_by="li",
    due_at=None,
    ended_at=None,
    end_code=None,
    light=Light.RED,
    work=(
        Held("现场核查", None, ("inspector",), ()),
        Held("现场核查", None, ("inspector",), ()),
        Held("销号", "li", (), ()),
    ),
    linked=("岳教督谈〔2026〕1号",),
)


class Named:
    """Names made of the codes."""

    def unit(self, code: str) -> str:
        return f"单位{code}"

    def person(self, person_id: str) -> str:
        return f"{person_id}某"

    def group(self, group: str) -> str:
        return f"组{group}"

    def process(self, key: str) -> str:
        return {"rectification": "责令限期整改"}[key]

    def end(self, definition_id: str, code: str) -> str:
        return f"{definition_id}:{code}"


def sheet_of(lines: Iterable[Sequence[Cell]], *, of_cases: bool = False) -> Worksheet:
    file = io.BytesIO()
    columns = cases.COLUMNS if of_cases else items.COLUMNS
    write_register(file, HEADING, columns, lines)
    sheet = openpyxl.load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    return sheet


def cells(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_the_register_of_problem_items_has_the_columns_that_officials_use() -> None:
    sheet = sheet_of(items.item_lines([ITEM], Named()))
    assert cells(sheet, 3) == [
        "序号", "案号", "问题", "类别", "严重程度", "问题来源", "责任单位", "责任人",
        "整改要求/措施", "整改时限", "进展", "佐证", "验收（核查人、日期）", "销号日期", "灯", "备注",
    ]  # fmt: skip
    assert cells(sheet, 4) == [
        1, "岳教督整〔2026〕3号", "食堂留样不全", "安全隐患", "较大", "督导意见书", "单位430621",
        "肖某", "要求：留样48小时\n措施：逐日留样", a_day(2026, 9, 16), "整改中", "2件", None, None,
        "黄 临期", None,
    ]  # fmt: skip


def test_an_item_that_was_struck_off_names_who_verified_it_and_when() -> None:
    done = replace(
        ITEM,
        status="closed",
        batch=2,
        round=3,
        extensions=1,
        escalation="约谈",
        progress="已整改",
        verified_by=("qian", "sun"),
        verified_at=datetime(2026, 9, 10, 17, tzinfo=UTC),
        ended_at=datetime(2026, 9, 11, 3, tzinfo=UTC),
        light=Light.GREEN,
    )
    (line,) = items.item_lines([done], Named())
    assert line[10] == "已销号：已整改"
    assert line[12] == "qian某、sun某\n2026-09-11"  # the local day
    assert line[13] == date(2026, 9, 11)
    assert line[14:] == (Lamp(Light.GREEN), "反弹；第3轮整改；已延期1次；已升级：约谈")


def test_the_register_of_cases_says_who_holds_what() -> None:
    sheet = sheet_of(cases.case_lines([CASE], Named()), of_cases=True)
    assert cells(sheet, 3) == [
        "序号", "案号", "案由/标题", "案件类型", "被督导单位", "立案日期", "承办人", "当前环节",
        "持有人", "期限", "灯", "状态", "办结日期", "结果", "关联案件",
    ]  # fmt: skip
    assert cells(sheet, 4) == [
        1, "（未编号）", "食堂安全整改", "责令限期整改", "单位430621", a_day(2026, 9, 1), "li某",
        "现场核查（2）、销号", "组inspector、li某", None, "红 逾期", "在办", None, None,
        "岳教督谈〔2026〕1号",
    ]  # fmt: skip
    closed = replace(CASE, status="closed", end_code="case_closed", ended_at=AT)
    canceled = replace(CASE, status="canceled", end_code="canceled", ended_at=AT)
    found = [line[11:14] for line in cases.case_lines([closed, canceled], Named())]
    assert found == [
        ("已办结", date(2026, 9, 1), "d1:case_closed"),
        ("已撤销", date(2026, 9, 1), "撤销"),
    ]


@pytest.mark.parametrize(
    "title", ["=1+1", "=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "{=1}", "http://a"]
)
def test_text_stays_text_whatever_it_begins_with(title: str) -> None:
    file = io.BytesIO()
    write_register(
        file, HEADING, items.COLUMNS, items.item_lines([replace(ITEM, title=title)], Named())
    )
    with ZipFile(file) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert "<hyperlink" not in written
    sheet = openpyxl.load_workbook(file).active
    assert isinstance(sheet, Worksheet)
    cell = sheet["C4"]
    assert (cell.value, cell.data_type) == (title, "s") or cell.data_type == "inlineStr"
    assert cell.quotePrefix == (title[0] in "=+-@")


def test_a_sheet_is_ready_for_the_screen_and_for_paper() -> None:
    sheet = sheet_of(items.item_lines([ITEM, ITEM], Named()))
    assert sheet["A1"].value == "问题整改台账"
    assert sheet["A2"].value == "筛选条件：全部　制表时间：2026-09-01 09:30　制表人：李某"
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:P1", "A2:P2"}
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:P5"
    assert sheet.print_title_rows == "$3:$3"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center is not None
    assert footer.center.text == "第 &P 页，共 &N 页"
    assert sheet["J4"].number_format == "yyyy-mm-dd"
    assert sheet["O4"].fill.start_color.rgb == "FFFFEB9C"
    assert sheet["C4"].alignment.wrap_text


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    long = replace(ITEM, title="长" * 60)
    sheet = sheet_of(items.item_lines([ITEM, long], Named()))
    low, high = sheet.row_dimensions[4].height, sheet.row_dimensions[5].height
    assert low
    assert high
    assert high > 2 * low


def test_text_longer_than_a_cell_takes_is_cut_and_shows_it() -> None:
    sheet = sheet_of(items.item_lines([replace(ITEM, title="长" * 40_000)], Named()))
    assert str(sheet["C4"].value) == "长" * (workbook.MAX_CELL - 1) + "…"


def test_an_empty_register_is_a_sheet_all_the_same() -> None:
    sheet = sheet_of([])
    assert sheet.max_row == 3
    assert sheet.auto_filter.ref == "A3:P4"


def test_more_lines_than_a_sheet_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_LINES", 1)
    with pytest.raises(InvalidArgument) as refused:
        sheet_of(items.item_lines([ITEM, ITEM], Named()))
    assert refused.value.code == "too_many_lines"


def test_a_filter_is_said_in_words() -> None:
    assert describe(CaseFilter(), Named()) == "全部"
    wanted = ItemFilter(
        unit="4306",
        owner="430621",
        keys=("rectification",),
        statuses=("in_progress",),
        lights=(Light.RED, Light.YELLOW),
        kinds=("安全隐患",),
        severities=("重大",),
        due=Days(date(2026, 9, 1), date(2026, 9, 30)),
        opened=Days(since=date(2026, 1, 1)),
        ended=Days(until=date(2026, 12, 31)),
        text="食堂",
        is_mine=True,
        case_id="c1",
    )
    assert describe(wanted, Named()) == (
        "单位：单位4306及下属；责任单位：单位430621；类别：安全隐患；严重程度：重大；状态：整改中；仅一案；"
        "案件类型：责令限期整改；灯：红、黄；列入：2026-01-01起；期限：2026-09-01至2026-09-30；"
        "销号：2026-12-31止；含“食堂”；仅本人经办"
    )
    assert describe(CaseFilter(statuses=("suspended",)), Named()) == "状态：已中止"


def test_an_export_is_recorded_with_who_filter_and_count(office: Office) -> None:
    def export(person: str) -> int:
        with office.store.begin() as session:
            return reading.record_export(
                session,
                engine=office.engine,
                clock=office.clock,
                actor=Actor(person),
                register="问题整改台账",
                filtered="灯：红",
                count=3,
            )

    seq = export("li")
    (event,) = office.events("system", "register_exported")
    assert event["person"] == "li"
    assert event["data"] == {"register": "问题整改台账", "filter": "灯：红", "count": 3}
    assert office.history()[-1].seq == seq
    assert refusal(lambda: export("nobody")).code == "not_permitted"
