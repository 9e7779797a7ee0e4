"""Calendar tables as officials exchange them: CSV from a spreadsheet, in its usual encodings.

The whole file is checked before anything is accepted, and every bad row is reported at once.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from engine.model.calendar_days import Override
from engine.model.errors import FieldError, InvalidArgument

MAX_BYTES = 1_000_000
MAX_NAME = 40
YEARS = range(1992, 2101)
"""Outside these years a date is taken for a typing error."""

HEADER = ("日期", "是否上班", "名称")
HEADER_EN = ("date", "working", "name")

_COLUMNS = {
    "日期": "on", "date": "on", "是否上班": "working", "上班": "working", "working": "working",
    "名称": "name", "name": "name",
}  # fmt: skip
_WORKED = {
    **dict.fromkeys(("是", "班", "上班", "工作日", "调休上班", "1", "true", "yes"), True),
    **dict.fromkeys(("否", "休", "放假", "休息", "节假日", "0", "false", "no"), False),
}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?")


class _Bad(Exception):
    """One row cannot be read; the two sentences say what was expected."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def read_calendar_csv(data: bytes) -> tuple[Override, ...]:
    """Read a table with the columns 日期,是否上班,名称 (or date,working,name), in any order.

    UTF-8 with or without a byte-order mark, UTF-16 with one, and GB18030 are recognised. A file
    that is not such a table raises InvalidArgument with one entry in ``errors`` per bad row.
    """
    lines = _lines(_decode(data))
    columns = _columns(lines[0][1] if lines else ())
    rows: dict[date, tuple[int, Override]] = {}
    errors: list[FieldError] = []
    for number, cells in lines[1:]:
        try:
            row = _row(cells, columns)
            _expect_new(row, rows)
            rows[row.on] = (number, row)
        except _Bad as bad:
            errors.append(FieldError(f"第{number}行", f"{bad.zh}。", f"Line {number}: {bad.en}."))
    if errors:
        raise _refused(f"日历文件有{len(errors)}行不符合要求，未导入任何一行。", errors)
    if not rows:
        raise _refused("日历文件只有表头，没有任何日期。", ())
    return tuple(sorted((row for _, row in rows.values()), key=lambda row: row.on))


def write_calendar_csv(rows: Iterable[Override], *, in_english: bool = False) -> bytes:
    """Write a table that spreadsheets open in Chinese and `read_calendar_csv` reads back.

    In English its head and what it says of a day are English; the names of days stay.
    """
    header, yes, no = (HEADER_EN, "yes", "no") if in_english else (HEADER, "是", "否")
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(header)
    for row in sorted(rows, key=lambda row: row.on):
        table.writerow((row.on.isoformat(), yes if row.working else no, row.name))
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _refused(zh: str, errors: Sequence[FieldError], en: str = "") -> InvalidArgument:
    return InvalidArgument(
        zh,
        en=en or "Expected a calendar table with the columns date, working, name.",
        code="invalid_calendar",
        errors=tuple(errors),
    )


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _refused(f"日历文件过大：上限为{MAX_BYTES // 1000}千字节。", ())
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("无法识别日历文件的编码：应为 UTF-8 或 GB18030。", ())


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Split into stripped cells with the number of each line, leaving out empty lines."""
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise _refused(f"第{reader.line_num}行不是有效的 CSV。", ()) from error
    return [(number, cells) for number, cells in lines if any(cells)]


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(header):
        name = _COLUMNS.get(cell.lower())
        if name is not None:
            columns.setdefault(name, index)
    if not {"on", "working"} <= columns.keys():
        raise _refused(
            "日历文件的第一行应为表头：日期,是否上班,名称。",
            (FieldError("第1行", "缺少表头。", "The header line is missing."),),
            en="Expected the first line to name the columns: date,working,name.",
        )
    return columns


def _row(cells: Sequence[str], columns: dict[str, int]) -> Override:
    def cell(name: str) -> str:
        index = columns.get(name, len(cells))
        return cells[index] if index < len(cells) else ""

    return Override(_date(cell("on")), working=_worked(cell("working")), name=_name(cell("name")))


def _expect_new(row: Override, rows: Mapping[date, tuple[int, Override]]) -> None:
    if row.on in rows:
        first = rows[row.on][0]
        raise _Bad(
            f"日期 {row.on} 与第{first}行重复，每天只能有一行",
            f"{row.on} repeats line {first}; expected one row per day",
        )


def _date(text: str) -> date:
    found = _DATE.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
        if year not in YEARS:
            raise _Bad(f"年份 {year} 应在1992至2100之间", f"year {year} is not in 1992 to 2100")
        try:
            return date(year, month, day)
        except ValueError:
            raise _Bad(f"没有“{text}”这一天", f"there is no day “{text}”") from None
    raise _Bad(
        f"日期“{text[:MAX_NAME]}”应写作 2026-10-01",
        f"expected a date like 2026-10-01, found “{text[:MAX_NAME]}”",
    )


def _worked(text: str) -> bool:
    worked = _WORKED.get(text.lower())
    if worked is None:
        raise _Bad(
            f"是否上班“{text[:MAX_NAME]}”应为 是 或 否",
            f"expected working to be 是/否, 1/0 or true/false, found “{text[:MAX_NAME]}”",
        )
    return worked


def _name(text: str) -> str:
    if len(text) > MAX_NAME or not text.isprintable():
        raise _Bad(
            f"名称应为不超过{MAX_NAME}字的一行文字",
            f"expected a name of at most {MAX_NAME} printable characters",
        )
    if text.startswith(("=", "+", "-", "@")):
        # A spreadsheet that opens our export would run such a cell as a formula.
        raise _Bad("名称不能以 = + - @ 开头", "a name must not start with = + - @")
    return text
