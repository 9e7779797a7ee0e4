"""The overview for leaders (总览) as a workbook: one sheet for each table of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO

from xlsxwriter import Workbook

from engine.model.calendar import SHANGHAI
from engine.model.overview import (
    Load,
    Month,
    Overview,
    OverviewFilter,
    Punctuality,
    PunctualityOf,
    Standing,
    StandingOf,
    Subject,
)
from registers.describing import EVERYTHING, EVERYTHING_EN, days_said
from registers.naming import NO_REFERENCE, NO_REFERENCE_EN, Names, day
from registers.wording import Say, chinese, clauses

Cell = str | int | float | None
_FIRST_WIDTH, _WIDTH = 30, 14
_STANDING = (
    ("绿", "Green"),
    ("黄", "Yellow"),
    ("红", "Red"),
    ("灰（中止）", "Grey (suspended)"),
    ("已办结", "Closed"),
    ("已撤销", "Cancelled"),
)
_PUNCTUAL = (
    ("按期", "In time"),
    ("逾期", "Late"),
    ("全部办结", "All closed"),
    ("按期率", "Share in time"),
)
TITLE, TITLE_EN = "总览", "Overview"
_TOTAL = "合计", "Total"


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook, its filter in words, and how many lines it has.

    `filtered` is Chinese, as the history has it; `name` is what the file is called.
    """

    name: str
    content: bytes
    filtered: str
    count: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    headings: tuple[str, ...]
    lines: Sequence[Sequence[Cell]]


def overview_workbook(
    overview: Overview, names: Names, *, made_by: str, say: Say = chinese
) -> Made:
    """Return the workbook (XLSX) of an overview, dated by the instant of its figures."""
    filtered, name = described(overview.wanted, names, say), say(TITLE, TITLE_EN)
    as_of = f"{overview.as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    said = say(
        f"筛选条件：{filtered}　截至：{as_of}　制表人：{made_by}",
        f"Conditions: {filtered}    As of: {as_of}    Made by: {made_by}",
    )
    sheets = tuple(_sheets(overview, say))
    file = BytesIO()
    # Texts come from people: none of them is a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    created = overview.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": name, "created": created})
    for sheet in sheets:
        _write(book, sheet, said)
    book.close()
    count = sum(len(sheet.lines) for sheet in sheets)
    return Made(name, file.getvalue(), described(overview.wanted, names), count)


def described(wanted: OverviewFilter, names: Names, say: Say = chinese) -> str:
    """Say what an overview is about."""
    parts = []
    if wanted.unit is not None:
        unit = names.unit(wanted.unit)
        parts.append(say(f"单位：{unit}及下属", f"Unit: {unit} and below"))
    if wanted.process is not None:
        parts.append(say("案件类型：", "Kind of case: ") + names.process(wanted.process))
    parts += days_said(say("期间", "Period"), wanted.period, say)
    return clauses(parts, say) or say(EVERYTHING, EVERYTHING_EN)


def _sheets(overview: Overview, say: Say) -> Iterator[_Sheet]:
    unit, process = say("单位", "Unit"), say("案件类型", "Kind of case")
    total, standing = say(*_TOTAL), [say(*each) for each in _STANDING]
    for name, about, lines in (
        (say("案件（按单位）", "Cases by unit"), unit, overview.by_unit),
        (say("案件（按类型）", "Cases by kind"), process, overview.by_process),
    ):
        found: list[Sequence[Cell]] = [*_standings(lines, say)]
        found.append((total, *_standing(overview.cases)))
        yield _Sheet(name, (about, *standing), found)
    yield _Sheet(
        say("按月", "By month"),
        (say("月份", "Month"), say("立案", "Opened"), *_monthly(say)),
        [_month(each) for each in overview.months],
    )
    yield from _punctual_sheets(overview, say)
    yield _Sheet(
        say("在办工作", "Open work"),
        (
            say("在谁手里", "With whom"),
            say("待办", "Open"),
            say("红", "Red"),
            say("黄", "Yellow"),
            say("最早一件产生于", "Oldest since"),
        ),
        [_load(each, say) for each in overview.work],
    )
    yield _Sheet(
        say("逾期最久", "Longest overdue"),
        (
            say("案由/标题", "Subject"),
            say("案号", "Case no."),
            unit,
            process,
            say("期限", "Due on"),
        ),
        [
            (
                each.title,
                each.reference or say(NO_REFERENCE, NO_REFERENCE_EN),
                each.unit.name,
                each.process.name,
                str(day(each.due_at)),
            )
            for each in overview.longest
        ],
    )


def _punctual_sheets(overview: Overview, say: Say) -> Iterator[_Sheet]:
    unit, process = say("单位", "Unit"), say("案件类型", "Kind of case")
    owner, kind = say("责任单位", "Unit in charge"), say("问题类别", "Kind of problem")
    cases, items = overview.closed, overview.items
    for name, about, some, whole in (
        (("按期办结（按单位）", "Closed in time by unit"), unit, overview.closed_by_unit, cases),
        (
            ("按期办结（按类型）", "Closed in time by kind"),
            process,
            overview.closed_by_process,
            cases,
        ),
        (("按期整改（按单位）", "Rectified in time by unit"), owner, overview.items_by_unit, items),
        (("按期整改（按类别）", "Rectified in time by kind"), kind, overview.items_by_kind, items),
    ):
        found = [*_punctualities(some, say), (say(*_TOTAL), *_punctual(whole))]
        yield _Sheet(say(*name), (about, *(say(*each) for each in _PUNCTUAL)), found)


def _standings(lines: Iterable[StandingOf], say: Say) -> Iterator[Sequence[Cell]]:
    return ((_named(line.subject, say), *_standing(line.cases)) for line in lines)


def _standing(cases: Standing) -> tuple[int, ...]:
    figures = (
        cases.green, cases.yellow, cases.red, cases.grey, cases.closed, cases.canceled,
    )  # fmt: skip
    return tuple(each.count for each in figures)


def _punctualities(lines: Iterable[PunctualityOf], say: Say) -> Iterator[Sequence[Cell]]:
    return ((_named(line.subject, say), *_punctual(line.closed)) for line in lines)


def _punctual(found: Punctuality) -> tuple[Cell, ...]:
    rate = None if found.rate is None else float(found.rate)
    return found.on_time.count, found.late.count, found.closed.count, rate


def _monthly(say: Say) -> Iterator[str]:
    for zh, en in (("案件", "Cases: "), ("问题项", "Items: ")):
        for each_zh, each_en in _PUNCTUAL:
            yield say(zh + each_zh, en + each_en.lower())


def _month(month: Month) -> Sequence[Cell]:
    named = f"{month.days.since:%Y-%m}"
    return named, month.opened.count, *_punctual(month.cases), *_punctual(month.items)


def _load(load: Load, say: Say) -> Sequence[Cell]:
    is_taken = load.holder.kind.value == "person"
    who = load.name if is_taken else say(f"{load.name}（待签收）", f"{load.name} (to be taken)")
    return who, load.open.count, load.red.count, load.yellow.count, str(day(load.oldest_at))


def _named(subject: Subject, say: Say) -> str:
    if subject.is_alone:
        return say(f"{subject.name}（本级）", f"{subject.name} (itself)")
    return subject.name


def _write(book: Workbook, sheet: _Sheet, said: str) -> None:
    page = book.add_worksheet(sheet.name)
    boxed = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    heading = book.add_format({**boxed, "bold": True, "bg_color": "#DDEBF7"})
    cell, share = book.add_format(boxed), book.add_format({**boxed, "num_format": "0.0%"})
    page.set_column(0, 0, _FIRST_WIDTH)
    page.set_column(1, len(sheet.headings) - 1, _WIDTH)
    page.write_string(0, 0, sheet.name, book.add_format({"bold": True, "font_size": 16}))
    page.write_string(1, 0, said)
    page.write_row(2, 0, sheet.headings, heading)
    for row, line in enumerate(sheet.lines, start=3):
        for column, value in enumerate(line):
            page.write(row, column, value, share if isinstance(value, float) else cell)
    page.freeze_panes(3, 1)
    page.repeat_rows(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
