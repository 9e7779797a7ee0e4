"""A workbook that is damaged or made to harm is refused, in bounded time and memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from engine.model.errors import InvalidArgument
from registers import archive
from registers.reading import Row, read_workbook
from tests.registers.workbooks import book


def rezipped(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for each in source.infolist():
            content = source.read(each)
            copy.writestr(each.filename, change(content) if each.filename == part else content)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = book(("问题",), ("甲",))


def code_of(data: bytes) -> str:
    with pytest.raises(InvalidArgument) as error:
        read_workbook(data)
    assert error.value.message.endswith("。")
    return error.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" + bytes(600),
        PLAIN[:-30],
        PLAIN[: len(PLAIN) // 2],
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert code_of(data) == "invalid_workbook"


def test_an_archive_of_something_else_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", "<a/>")
    assert code_of(file.getvalue()) == "invalid_workbook"


def test_a_bomb_is_refused_by_what_its_directory_says() -> None:
    bomb = rezipped(PLAIN, "docProps/core.xml", lambda _: b" " * (archive.MAX_UNPACKED + 1))
    assert len(bomb) < archive.MAX_BYTES
    assert code_of(bomb) == "hostile_workbook"


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(rezipped(PLAIN, SHEET, lambda xml: xml + b" " * 1_000_000))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert code_of(bytes(data)) in ("invalid_workbook", "hostile_workbook")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def insert(xml: bytes) -> bytes:
        body = xml.decode().split("?>", 1)[-1]
        return f'<?xml version="1.0" encoding="{encoding}"?>{evil}{body}'.encode(encoding)

    assert code_of(rezipped(PLAIN, SHEET, insert)) == "hostile_workbook"


def test_a_million_empty_formatted_rows_are_nothing() -> None:
    rows = "".join(f'<row r="{number}" s="1"/>' for number in range(3, 1_048_577)).encode()
    data = rezipped(PLAIN, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert [row.number for row in read_workbook(data)] == [1, 2]


def test_rows_keep_their_numbers_when_empty_ones_are_left_out() -> None:
    more = b'<row r="9"><c r="A9" s="1"/><c r="B9"/></row><row r="70"><c r="A70"><v>7</v></c></row>'
    data = rezipped(PLAIN, SHEET, lambda xml: xml.replace(b"</sheetData>", more + b"</sheetData>"))
    assert read_workbook(data)[-1].number == 70


def test_too_many_rows_are_refused() -> None:
    assert code_of(book(*[(f"问题{number}",) for number in range(2_001)])) == "too_many_rows"
    rows = b"".join(b"<row><c><v>1</v></c></row>" for _ in range(20_001))
    data = rezipped(PLAIN, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert code_of(data) == "too_many_rows"


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(rows: str, prefix: str = "") -> str:
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    return (
        f'<{prefix}worksheet {name}="{SPREADSHEET}"><{prefix}sheetData>{rows}</{prefix}sheetData>'
        f"</{prefix}worksheet>"
    )


def test_a_row_of_millions_of_cells_is_refused_before_it_is_read() -> None:
    row = "<row>" + "<c/>" * (archive.MAX_CELLS + 1) + "<c><v>1</v></c></row>"
    data = rezipped(PLAIN, SHEET, lambda _: sheet(row).encode())
    assert len(data) < 20_000
    with pytest.raises(InvalidArgument, match="格"):
        archive.opened_safely(data)


def test_rows_are_counted_however_their_elements_are_named_or_written() -> None:
    rows = "<x:row/>" * (archive.MAX_ROWS + 1)
    data = rezipped(PLAIN, SHEET, lambda _: sheet(rows, "x:").encode())
    with pytest.raises(InvalidArgument, match="行"):
        archive.opened_safely(data)
    data = rezipped(PLAIN, SHEET, lambda _: sheet("<row/>" * 9).encode("utf-16"))
    with pytest.raises(InvalidArgument, match="UTF-8"):
        archive.opened_safely(data)


def test_a_sheet_whose_elements_have_a_prefix_is_read() -> None:
    rows = '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    data = rezipped(PLAIN, SHEET, lambda _: sheet(rows, "x:").encode())
    assert [row.cells for row in read_workbook(data)] == [("7",)]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("damage", [b"", b"<", b"<a/>", b"\0\1\2", "无".encode()])
def test_damage_inside_is_a_refusal_or_an_empty_table(part: str, damage: bytes) -> None:
    data = rezipped(PLAIN, part, lambda _: damage)
    try:
        rows: tuple[Row, ...] = read_workbook(data)
    except InvalidArgument as error:
        code, rows = error.code, ()
    else:
        code = ""
    assert code in ("", "invalid_workbook")
    assert len(rows) <= 2
