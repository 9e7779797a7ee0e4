"""Problems that come in a workbook: tolerant of its looks, strict about what it says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from engine.diagram import read_diagram
from engine.model.errors import InvalidArgument
from engine.model.forms import Field
from registers import archive
from registers.checking import Taken, check_table, day_in
from registers.headings import column_of
from registers.reading import Row, read_pasted, read_workbook
from registers.template import template
from tests.registers.office import SHIPPED, Office

UNITS = {"430621": "岳阳县", "430623": "华容县", "430623S1": "某中学", "430624S1": "某中学"}
HEAD = ("问题", "类别", "严重程度", "责任单位", "责任人", "整改要求")


def items_field() -> Field:
    (process,) = read_diagram(SHIPPED.diagrams["rectification.bpmn"]).processes
    form = process.scope.nodes["case_opened"].form
    field = form.field("items") if form is not None else None
    assert field is not None
    return field


FORM = items_field()


def book(
    *rows: Sequence[object], touch: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if touch is not None:
        touch(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def taken(*rows: Sequence[object]) -> Taken:
    return check_table(read_workbook(book(*rows)), FORM, UNITS)


def refused(*rows: Sequence[object], is_english: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(InvalidArgument) as error:
        taken(*rows)
    assert error.value.en
    return [(each.path, each.en if is_english else each.zh) for each in error.value.errors]


def test_the_rows_become_what_the_start_form_takes() -> None:
    found = taken(HEAD, ("留样不全", "安全隐患", "重大", "岳阳县", "肖某", "留样"), ("台账缺失",))
    assert found.items == (
        {
            "title": "留样不全",
            "kind": "安全隐患",
            "severity": "重大",
            "owner": "430621",
            "person": "肖某",
            "demand": "留样",
        },
        {"title": "台账缺失"},
    )
    assert found.notes == ()


def test_headings_are_found_under_titles_in_any_order_and_by_other_names() -> None:
    found = taken(
        ("某县2026年秋季开学督导问题清单",),
        (),
        ("填报单位：某县", None, "2026年9月"),
        ("序号", "问题类别", "存在问题（逐条填写）*", "整改 责任单位", "备注"),
        (1, "教学管理", "课程开不齐", "430623", "x"),
        (None, None, None, None, "合计1项"),
    )
    assert found.items == ({"title": "课程开不齐", "kind": "教学管理", "owner": "430623"},)


@pytest.mark.parametrize(
    "heading,column",
    [
        ("问题", "title"),
        ("＊存在问题：", "title"),
        ("问题类型", "kind"),
        ("程 度", "severity"),
        ("责任单位(代码)", "owner"),
        ("整改要求/措施", "demand"),
        ("问题来源", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_by_what_it_says(heading: str, column: str) -> None:
    assert column_of(heading) == column


def test_every_row_that_is_wrong_is_named_with_column_and_reason() -> None:
    found = refused(
        HEAD,
        ("", "安全隐患"),
        ("甲", "安全"),
        ("乙", "其他", "紧急"),
        ("丙", "其他", "一般", "某县"),
        ("丁", "其他", "一般", "某中学"),
        ("甲", "其他"),
        ("长" * 501, "其他"),
    )
    assert [path for path, _ in found] == [
        "第2行 问题",
        "第3行 类别",
        "第4行 严重程度",
        "第5行 责任单位",
        "第6行 责任单位",
        "第7行 问题",
        "第8行 问题",
    ]
    said = dict(found)
    assert said["第2行 问题"] == "不能为空。"
    assert said["第3行 类别"].endswith("之一，现为“安全”。")
    assert said["第5行 责任单位"] == "没有代码或名称为“某县”的单位。"
    assert said["第6行 责任单位"] == "有2个单位都叫“某中学”，请填写代码：430623S1、430624S1。"
    assert said["第7行 问题"] == "与第3行重复：“甲”。"
    assert said["第8行 问题"] == "不得超过500字，现为501字。"


def test_what_is_wrong_is_said_in_english_with_what_the_table_says() -> None:
    found = refused(
        ("问题", "类别", "严重程度", "责任单位", "整改时限"),
        ("", "其他"),
        ("甲", "其他", "紧急", "某县", "10月底"),
        ("乙", "其他", "一般", "某中学"),
        ("甲", "其他"),
        ("长" * 501, "其他"),
        is_english=True,
    )
    same = "430623S1, 430624S1"
    assert [said for _, said in found] == [
        "Row 2, column 问题: must not be empty.",
        "Row 3, column 严重程度: expected one of 重大, 较大, 一般, 一般·长期, found '紧急'.",
        "Row 3, column 责任单位: expected the code or name of a unit, found '某县'.",
        "Row 3, column 整改时限: expected a day such as 2026-10-08, found '10月底'.",
        f"Row 4, column 责任单位: several units are called '某中学': expected a code, {same}.",
        "Row 5, column 问题: expected something unlike row 3, found '甲'.",
        "Row 6, column 问题: expected at most 500 characters, found 501.",
    ]


def test_a_proposed_date_is_checked_and_said_not_to_count() -> None:
    head = ("问题", "整改时限")
    found = taken(head, ("甲", date(2026, 10, 8)), ("乙", "２０２６年10月8日"), ("丙", 46303))
    assert [item["title"] for item in found.items] == ["甲", "乙", "丙"]
    assert found.notes[0] == "第2行的整改时限（2026-10-08）未采用：期限由决定表核定。"
    assert len(found.notes) == 3
    assert refused(head, ("甲", "10月底")) == [
        ("第2行 整改时限", "应为日期，如 2026-10-08 或 2026年10月8日，现为“10月底”。")
    ]


@pytest.mark.parametrize(
    "text,iso",
    [
        ("2026-10-08", "2026-10-08"),
        ("2026/1/5", "2026-01-05"),
        ("2026.10.8", "2026-10-08"),
        ("2026年10月8日", "2026-10-08"),
        ("46303", "2026-10-08"),
        ("2026-02-30", "None"),
        ("明年", "None"),
    ],
)
def test_a_day_is_read_however_it_was_typed(text: str, iso: str) -> None:
    assert str(day_in(text)) == iso


def test_numbers_as_text_wide_digits_and_spaces_are_understood() -> None:
    found = taken(
        HEAD,
        (" 留样 ４８小时\u3000", "安全隐患 ", " 一般•长期", 430621, None, "x\u200b"),
        ("二", "其他", "一般", "４３０６２３ "),
        ("三", "其他", "一般", "430621 岳阳县"),
    )
    assert found.items[0] == {
        "title": "留样 48小时",
        "kind": "安全隐患",
        "severity": "一般·长期",
        "owner": "430621",
        "demand": "x",
    }
    assert [item["owner"] for item in found.items] == ["430621", "430623", "430621"]


def test_hidden_rows_count_and_hidden_sheets_do_not() -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made.worksheets[0].row_dimensions[3].hidden = True
        first = made.create_sheet("隐藏", 0)
        first.append(["问题"])
        first.append(["不读"])
        first.sheet_state = "hidden"

    rows = read_workbook(book(("问题",), ("甲",), ("乙",), touch=hide))
    assert [row.cells[0] for row in rows] == ["问题", "甲", "乙"]


def test_formulas_give_the_value_that_was_kept_and_none_is_an_error() -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["问题", "整改要求"])
    sheet.write_formula(1, 0, '="留样"&"不全"', None, "留样不全")
    sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 0, "=A9", None, "")
    made.close()
    with pytest.raises(InvalidArgument) as error:
        check_table(read_workbook(file.getvalue()), FORM, UNITS)
    assert [each.path for each in error.value.errors] == ["第3行 问题", "第4行 问题"]
    assert "公式" in error.value.errors[0].zh
    assert [row.cells[0] for row in read_workbook(file.getvalue())][:2] == ["问题", "留样不全"]


def test_a_table_without_headings_or_problems_is_refused() -> None:
    with pytest.raises(InvalidArgument) as error:
        taken(("类别", "程度"), ("其他", "一般"))
    assert error.value.code == "no_headings"
    with pytest.raises(InvalidArgument) as error:
        taken(("问题", "存在问题"), ("甲", "乙"))
    assert error.value.code == "repeated_heading"
    assert refused(HEAD) == [("表格", "标题行下面没有问题。")]
    many = [(f"问题{number}",) for number in range(101)]
    assert refused(("问题",), *many) == [("表格", "一案最多100个问题，表中有101个；请分案导入。")]


def test_a_pasted_table_goes_through_the_same_checks() -> None:
    pasted = '问题\t类别\r\n"留样\n不全"\t安全隐患\r\n\r\n台账\t其他\r\n'
    found = check_table(read_pasted(pasted), FORM, UNITS)
    assert found.items == (
        {"title": "留样 不全", "kind": "安全隐患"},
        {"title": "台账", "kind": "其他"},
    )
    with pytest.raises(InvalidArgument) as error:
        check_table(read_pasted("问题\t类别\n甲\t安全"), FORM, UNITS)
    assert error.value.errors[0].path == "第2行 类别"
    with pytest.raises(InvalidArgument):
        read_pasted("甲\n" * 2_001)


def test_the_template_comes_back_as_it_was_filled_in() -> None:
    made = openpyxl.load_workbook(io.BytesIO(template(FORM)))
    sheet = made.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["问题*", *HEAD[1:]]
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists["C2:C201"] == '"重大,较大,一般,一般·长期"'
    assert "安全隐患" in lists["B2:B201"]
    assert made.sheetnames == ["问题清单", "填写说明"]
    for column, value in enumerate(("留样不全", "安全隐患", "重大", "岳阳县"), start=1):
        sheet.cell(2, column, value)
    file = io.BytesIO()
    made.save(file)
    found = check_table(read_workbook(file.getvalue()), FORM, UNITS)
    assert found.items == (
        {"title": "留样不全", "kind": "安全隐患", "severity": "重大", "owner": "430621"},
    )


def test_what_was_taken_opens_a_case(office: Office) -> None:
    units = {"430621": "某甲县", "430623": "某乙县"}
    rows = read_workbook(book(HEAD, ("留样不全", "安全隐患", "重大", "某乙县"), ("台账缺失",)))
    case_id = office.rectify(list(check_table(rows, FORM, units).items))
    assert [(row.title, row.owner) for row in office.items(case_id)] == [
        ("留样不全", "430623"),
        ("台账缺失", "430621"),
    ]


# ------------------------------------------------------------------------- hostile workbooks


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
