"""The workbook for the organisation department, read back as they would open it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook

from engine.model.assessment import AssessmentSheet, Evidence, Figure
from registers.assessment_workbook import assessment_workbook

BEHIND = Evidence("entry", "e1", "c1", "某教督问〔2026〕1号", date(2026, 3, 2), "=1+1，督导通报")
SHEET = AssessmentSheet(
    subject="430621",
    name="某甲县",
    is_person=False,
    year=2026,
    known=datetime(2027, 1, 4, 1, 30, tzinfo=UTC),
    figures=(
        Figure("notices", "通报次数", 1, (BEHIND,)),
        Figure("rectification_rate", "整改率", Decimal("0.667")),
        Figure("award_ban", "评优限制", "2026-03-02至2026-12-31", (BEHIND,)),
        Figure("veto", "一票否决", None),
    ),
)


def opened(sheet: AssessmentSheet = SHEET) -> Workbook:
    return load_workbook(BytesIO(assessment_workbook(sheet)))


def test_the_first_sheet_has_the_figures_under_chinese_headings() -> None:
    page = opened()["考核结果运用表"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "2026年度考核结果运用表：某甲县"
    assert rows[1][0] == "截至2027年01月04日 09:30所知；对象：某甲县（430621）"
    assert rows[2] == ["序号", "项目", "数值", "依据条数"]
    assert rows[3:] == [
        [1, "通报次数", 1, 1],
        [2, "整改率", 0.667, 0],
        [3, "评优限制", "2026-03-02至2026-12-31", 1],
        [4, "一票否决", "—", 0],
    ]
    assert page["C5"].number_format == "0.0%"


def test_the_second_sheet_has_the_entries_behind_each_figure() -> None:
    page = opened()["依据"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == ["项目", "类别", "日期", "文号或案件", "内容", "编号"]
    assert rows[1] == [
        "通报次数",
        "台账",
        datetime(2026, 3, 2),  # noqa: DTZ001 - a day, as a workbook keeps it
        "某教督问〔2026〕1号",
        "=1+1，督导通报",
        "e1",
    ]
    assert len(rows) == 3
    assert page["E2"].data_type == "s", "a text that looks like a formula stays a text"


def test_headers_are_frozen_and_columns_are_wide_enough() -> None:
    book = opened()
    assert [page.freeze_panes for page in book.worksheets] == ["A4", "A2"]
    widths = book["考核结果运用表"].column_dimensions
    assert widths["B"].width > 25
    assert widths["C"].width > 35


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert assessment_workbook(SHEET) == assessment_workbook(SHEET)
