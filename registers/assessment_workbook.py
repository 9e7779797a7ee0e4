"""The yearly assessment sheet as a workbook for the organisation department (组织部门).

The first sheet has the figures, the second the entries, cases and tasks behind each of them. The
same sheet gives the same bytes: the workbook is dated by the instant it was known at.
"""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from engine.model.assessment import AssessmentSheet, Evidence, Figure
from engine.model.calendar import SHANGHAI
from registers.sheets import Column
from registers.wording import Say, chinese, outcome_word

FIGURES_SHEET = "考核结果运用表", "Assessment sheet"
EVIDENCE_SHEET = "依据", "Evidence"
FIGURE_COLUMNS = (
    Column("序号", 6, "No."),
    Column("项目", 26, "Item"),
    Column("数值", 36, "Value"),
    Column("依据条数", 10, "Entries"),
)
EVIDENCE_COLUMNS = (
    Column("项目", 26, "Item"),
    Column("类别", 8, "Kind"),
    Column("日期", 12, "Date"),
    Column("文号或案件", 26, "Number or case"),
    Column("内容", 48, "What"),
    Column("编号", 44, "Id"),
)
KINDS = {
    "entry": ("台账", "Ledger"),
    "case": ("案件", "Case"),
    "item": ("问题项", "Item"),
    "task": ("环节", "Step"),
}
_TITLE_ROWS = 2


def assessment_workbook(sheet: AssessmentSheet, say: Say = chinese) -> bytes:
    """Return the workbook (XLSX) of a sheet."""
    file = BytesIO()
    # Texts come from people: none of them is a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(file, options)
    known = sheet.known.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    workbook.set_properties({"title": title_of(sheet, say), "created": known})
    made = _Made(workbook, say)
    made.figures(sheet)
    made.evidence(sheet)
    workbook.close()
    return file.getvalue()


def title_of(sheet: AssessmentSheet, say: Say = chinese) -> str:
    """Return the heading of the sheet."""
    return say(
        f"{sheet.year}年度考核结果运用表：{sheet.name}",
        f"Assessment sheet {sheet.year} - {sheet.name}",
    )


class _Made:
    """The two sheets in the making."""

    def __init__(self, workbook: Workbook, say: Say) -> None:
        self._workbook = workbook
        self._say = say
        middle = {"align": "center", "valign": "vcenter"}
        boxed = {"border": 1, **middle}
        self._title = workbook.add_format({"bold": True, "font_size": 16, **middle})
        self._said = workbook.add_format({"font_color": "#595959", **middle})
        self._heading = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", **boxed})
        self._cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        self._value_text = workbook.add_format({"text_wrap": True, **boxed})
        self._share = workbook.add_format({"num_format": "0.0%", **boxed})
        self._number = workbook.add_format(boxed)
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd", **boxed})

    def figures(self, sheet: AssessmentSheet) -> None:
        """Write the first sheet, its header frozen."""
        page = self._page(self._say(*FIGURES_SHEET), FIGURE_COLUMNS, first_row=_TITLE_ROWS)
        last = len(FIGURE_COLUMNS) - 1
        known = sheet.known.astimezone(SHANGHAI)
        said = self._say(
            f"截至{known:%Y年%m月%d日 %H:%M}所知；对象：{sheet.name}（{sheet.subject}）",
            f"As known at {known:%Y-%m-%d %H:%M}; about: {sheet.name} ({sheet.subject})",
        )
        page.set_row(0, 30)
        page.merge_range(0, 0, 0, last, title_of(sheet, self._say), self._title)
        page.merge_range(1, 0, 1, last, said, self._said)
        for number, figure in enumerate(sheet.figures, 1):
            row = _TITLE_ROWS + number
            page.set_row(row, 20)
            page.write_number(row, 0, number, self._number)
            page.write_string(row, 1, self._say(figure.zh, figure.en), self._cell)
            self._value(page, row, figure)
            page.write_number(row, 3, len(figure.evidence), self._number)

    def _value(self, page: Worksheet, row: int, figure: Figure) -> None:
        match figure.value:
            case int():
                page.write_number(row, 2, figure.value, self._number)
            case str() | None:
                shown = self._say(figure.shown, figure.shown_en)
                page.write_string(row, 2, shown, self._value_text)
            case share:
                page.write_number(row, 2, float(share), self._share)

    def evidence(self, sheet: AssessmentSheet) -> None:
        """Write the second sheet: one row for each thing behind a figure."""
        page = self._page(self._say(*EVIDENCE_SHEET), EVIDENCE_COLUMNS, first_row=0)
        behind = [(figure, each) for figure in sheet.figures for each in figure.evidence]
        for row, (figure, each) in enumerate(behind, 1):
            self._evidence(page, row, figure, each)
        page.autofilter(0, 0, max(1, len(behind)), len(EVIDENCE_COLUMNS) - 1)

    def _evidence(self, page: Worksheet, row: int, figure: Figure, each: Evidence) -> None:
        page.write_string(row, 0, self._say(figure.zh, figure.en), self._cell)
        page.write_string(row, 1, self._say(*KINDS[each.kind]), self._cell)
        page.write_datetime(row, 2, each.on, self._date)
        page.write_string(row, 3, each.reference, self._cell)
        page.write_string(row, 4, self._said_of(each), self._cell)
        page.write_string(row, 5, each.id, self._cell)

    def _said_of(self, each: Evidence) -> str:
        if each.kind == "entry":  # it begins with a code
            return self._say(each.zh, outcome_word(each.en, self._say))
        return self._say(each.zh, each.en or each.zh)

    def _page(self, name: str, columns: tuple[Column, ...], *, first_row: int) -> Worksheet:
        page = self._workbook.add_worksheet(name)
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width)
            heading = self._say(column.heading, column.heading_en)
            page.write_string(first_row, at, heading, self._heading)
        page.freeze_panes(first_row + 1, 0)
        page.repeat_rows(0, first_row)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page
