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
from registers.describing import EVERYTHING, days_said
from registers.naming import NO_REFERENCE, Names, day

Cell = str | int | float | None
_FIRST_WIDTH, _WIDTH = 30, 14
_STANDING = ("绿", "黄", "红", "灰（中止）", "已办结", "已撤销")
_PUNCTUAL = ("按期", "逾期", "全部办结", "按期率")


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook, its filter in words, and how many lines it has."""

    content: bytes
    filtered: str
    count: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    headings: tuple[str, ...]
    lines: Sequence[Sequence[Cell]]


def overview_workbook(overview: Overview, names: Names, *, made_by: str) -> Made:
    """Return the workbook (XLSX) of an overview, dated by the instant of its figures."""
    filtered = described(overview.wanted, names)
    as_of = overview.as_of.astimezone(SHANGHAI)
    said = f"筛选条件：{filtered}　截至：{as_of:%Y-%m-%d %H:%M}　制表人：{made_by}"
    sheets = tuple(_sheets(overview))
    file = BytesIO()
    # Texts come from people: none of them is a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    created = overview.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": "总览", "created": created})
    for sheet in sheets:
        _write(book, sheet, said)
    book.close()
    return Made(file.getvalue(), filtered, sum(len(sheet.lines) for sheet in sheets))


def described(wanted: OverviewFilter, names: Names) -> str:
    """Say what an overview is about."""
    parts = [
        *([f"单位：{names.unit(wanted.unit)}及下属"] if wanted.unit is not None else []),
        *([f"案件类型：{names.process(wanted.process)}"] if wanted.process is not None else []),
        *days_said("期间", wanted.period),
    ]
    return "；".join(parts) or EVERYTHING


def _sheets(overview: Overview) -> Iterator[_Sheet]:
    total = _standing(overview.cases)
    for name, about, lines in (
        ("案件（按单位）", "单位", overview.by_unit),
        ("案件（按类型）", "案件类型", overview.by_process),
    ):
        yield _Sheet(name, (about, *_STANDING), [*_standings(lines), ("合计", *total)])
    yield _Sheet("按月", ("月份", "立案", *_monthly()), [_month(each) for each in overview.months])
    for name, about, some, whole in (
        ("按期办结（按单位）", "单位", overview.closed_by_unit, overview.closed),
        ("按期办结（按类型）", "案件类型", overview.closed_by_process, overview.closed),
        ("按期整改（按单位）", "责任单位", overview.items_by_unit, overview.items),
        ("按期整改（按类别）", "问题类别", overview.items_by_kind, overview.items),
    ):
        found = [*_punctualities(some), ("合计", *_punctual(whole))]
        yield _Sheet(name, (about, *_PUNCTUAL), found)
    yield _Sheet(
        "在办工作",
        ("在谁手里", "待办", "红", "黄", "最早一件产生于"),
        [_load(each) for each in overview.work],
    )
    yield _Sheet(
        "逾期最久",
        ("案由/标题", "案号", "单位", "案件类型", "期限"),
        [
            (
                each.title,
                each.reference or NO_REFERENCE,
                each.unit.name,
                each.process.name,
                str(day(each.due_at)),
            )
            for each in overview.longest
        ],
    )


def _standings(lines: Iterable[StandingOf]) -> Iterator[Sequence[Cell]]:
    return ((_named(line.subject), *_standing(line.cases)) for line in lines)


def _standing(cases: Standing) -> tuple[int, ...]:
    figures = (
        cases.green, cases.yellow, cases.red, cases.grey, cases.closed, cases.canceled,
    )  # fmt: skip
    return tuple(each.count for each in figures)


def _punctualities(lines: Iterable[PunctualityOf]) -> Iterator[Sequence[Cell]]:
    return ((_named(line.subject), *_punctual(line.closed)) for line in lines)


def _punctual(found: Punctuality) -> tuple[Cell, ...]:
    rate = None if found.rate is None else float(found.rate)
    return found.on_time.count, found.late.count, found.closed.count, rate


def _monthly() -> Iterator[str]:
    return (f"{what}{each}" for what in ("案件", "问题项") for each in _PUNCTUAL)


def _month(month: Month) -> Sequence[Cell]:
    named = f"{month.days.since:%Y-%m}"
    return named, month.opened.count, *_punctual(month.cases), *_punctual(month.items)


def _load(load: Load) -> Sequence[Cell]:
    who = load.name if load.holder.kind.value == "person" else f"{load.name}（待签收）"
    return who, load.open.count, load.red.count, load.yellow.count, str(day(load.oldest_at))


def _named(subject: Subject) -> str:
    return f"{subject.name}（本级）" if subject.is_alone else subject.name


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
