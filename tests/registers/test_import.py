"""Problems that come in a workbook: tolerant of its looks, strict about what it says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from engine.diagram import read_diagram
from engine.model.errors import InvalidArgument
from engine.model.forms import Field
from registers.checking import Taken, check_table, day_in
from registers.headings import column_of
from registers.reading import read_pasted, read_workbook
from registers.template import template
from tests.registers.office import SHIPPED, Office
from tests.registers.workbooks import book

UNITS = {"430621": "岳阳县", "430623": "华容县", "430623S1": "某中学", "430624S1": "某中学"}
HEAD = ("问题", "类别", "严重程度", "责任单位", "责任人", "整改要求")


def items_field() -> Field:
    (process,) = read_diagram(SHIPPED.diagrams["rectification.bpmn"]).processes
    form = process.scope.nodes["case_opened"].form
    field = form.field("items") if form is not None else None
    assert field is not None
    return field


FORM = items_field()


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
