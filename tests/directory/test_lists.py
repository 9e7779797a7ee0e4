"""Lists of units and people as files: read whatever their looks, or refused cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
import pytest

from dudao.groups import GROUPS, ROLES
from engine.identity import Membership, PersonEntry, Unit
from engine.model.errors import InvalidArgument
from registers.comma_separated import read_separated, write_separated
from registers.directory import (
    PEOPLE,
    UNITS,
    ListKind,
    check_people,
    check_units,
    list_template,
    people_choices,
    read_list,
)
from registers.reading import Row
from registers.wording import Say, chinese, english

NAMES = {"430600": "某市", "430621": "某县", "430621S1": "某中学", "430623S1": "某中学"}
KNOWN = {code: Unit(code, name) for code, name in NAMES.items()}
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HEAD = ("编号", "姓名", "单位代码", "职务", "任职单位", "任职起", "任职止", "在职")


def book(*rows: Sequence[object]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def table(text: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    return read_list(text.encode(encoding))


def people(rows: Sequence[Row]) -> tuple[PersonEntry, ...]:
    return check_people(rows, groups=GROUPS, units=NAMES)


def wrong(*rows: Sequence[object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidArgument) as error:
        people(read_list(book(HEAD, *rows)))
    assert error.value.code == "invalid_table"
    assert all(each.en for each in error.value.errors)
    return [(each.path, each.zh) for each in error.value.errors]


def test_several_rows_of_one_person_are_several_posts() -> None:
    rows = read_list(
        book(
            ("岳阳市人员名单",),
            HEAD,
            (1001, "李某", 430621, "承办人", None, datetime(2026, 1, 1), None, "是"),  # noqa: DTZ001 - as a workbook keeps it
            (
                "１００１",
                " 李某 ",
                "某县",
                "inspector",
                "430600 某市",
                "2026.3.1",
                "20261231",
                True,
            ),
            ("1002", "王某", "430600", None, None, None, None, "否"),
        )
    )
    assert people(rows) == (
        PersonEntry(
            "1001",
            "李某",
            "430621",
            (
                Membership("case_officer", date(2026, 1, 1)),
                Membership("inspector", date(2026, 3, 1), date(2026, 12, 31), "430600"),
            ),
        ),
        PersonEntry("1002", "王某", "430600", (), is_active=False),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_csv_is_read_in_any_encoding_and_order(encoding: str, separator: str) -> None:
    lines = ("unit,备注,Name,id,POST,From", "某县,x,李某,0012,督学,46023")
    text = "\r\n".join(line.replace(",", separator) for line in lines)
    expected = PersonEntry("0012", "李某", "430621", (Membership("inspector", date(2026, 1, 1)),))
    assert people(table(text, encoding)) == (expected,)


def test_every_wrong_cell_is_named_with_what_was_expected() -> None:
    found = wrong(
        ("1001", "李某", "430621", "科长", "", "2026-02-30", "", ""),
        ("1001", "李", "430621", "督学", "999", "", "", ""),
        ("", "", "", "", "", "", "", "maybe"),
        ("1002", "王某", "某中学", "督学", "", "2026-05-01", "2026-04-30", ""),
        ("4.3E+11", "周某", "430621", "", "", "1066-01-01", "", ""),
        ("=1", "吴" * 201, "430621", "督学", "", "", "", ""),
        ("1003", "郑某", "430621", "督学", "", "2026-01-01", "", ""),
        ("1003", "郑某", "430621", "督学", "430621", "2026-01-01", "2026-02-01", ""),
    )
    paths = [path for path, _ in found]
    assert set(paths) == {
        "第2行 职务", "第2行 任职起", "第3行 任职单位", "第3行 姓名", "第4行 编号", "第4行 姓名",
        "第4行 单位代码", "第4行 在职", "第5行 单位代码", "第5行 任职止", "第6行 编号",
        "第6行 任职起", "第7行 编号", "第7行 姓名", "第9行 职务",
    }  # fmt: skip
    said = dict(found)
    assert "有2个单位都叫“某中学”" in said["第5行 单位代码"]
    assert "科学计数法" in said["第6行 编号"]
    assert "与第8行重复" in said["第9行 职务"]
    assert "承办人、分管领导" in said["第2行 职务"]


def test_units_name_those_above_them_in_the_list_or_the_directory() -> None:
    rows = table("上级单位,机构名称,代码,类型\n430621,某小学,S2,school\nS2,分校,S3,\n,某省,43,省")
    assert check_units(rows, KNOWN) == (
        Unit("S2", "某小学", "430621", "school"),
        Unit("S3", "分校", "S2"),
        Unit("43", "某省", None, "省"),
    )


def test_circles_unknown_parents_and_repeated_codes_are_named_in_their_rows() -> None:
    text = "代码,名称,上级代码\na,甲,b\nb,乙,a\nc,丙,a\nd,丁,999\ne,戊,\ne,己,\n430600,某市,430600"
    with pytest.raises(InvalidArgument) as error:
        check_units(table(text), KNOWN)
    assert [each.path for each in error.value.errors] == [
        "第7行 代码", "第2行 上级代码", "第3行 上级代码", "第5行 上级代码", "第8行 上级代码",
    ]  # fmt: skip


def test_a_formula_counts_by_its_result_and_without_one_not_at_all() -> None:
    found = wrong(("1001", "=A2", "430621", "督学", "", "", "", ""))
    assert [path for path, _ in found] == ["第2行 姓名", "第2行 姓名"]
    assert "公式" in found[0][1]


def test_what_cannot_be_seen_is_left_out_and_what_is_too_much_is_refused() -> None:
    hidden = table("编号,姓名,单位\n10\0\u200b01,李\0某,430621")
    assert people(hidden)[0] == PersonEntry("1001", "李某", "430621")
    with pytest.raises(InvalidArgument) as error:
        table('编号,姓名,单位\n1,"李某,430621\n')
    assert error.value.code == "invalid_table"
    with pytest.raises(InvalidArgument) as error:
        read_separated(b"a\n" * 4, most_rows=3)
    assert error.value.code == "too_many_rows"
    with pytest.raises(InvalidArgument) as error:
        read_list(b"\xff\xff\xff\xff")
    assert error.value.code == "unreadable_file"
    with pytest.raises(InvalidArgument) as error:
        read_list(b"x" * 8_000_001)
    assert error.value.code == "invalid_table"


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    file = io.BytesIO(book(HEAD))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.xml", b" " * 70_000_000)
    with pytest.raises(InvalidArgument) as error:
        read_list(file.getvalue())
    assert error.value.code == "hostile_workbook"


@pytest.mark.parametrize("text", ["姓名,单位\n李某,430621", "", "编号,编号,姓名,单位\n1,2,某,1"])
def test_a_table_without_the_headings_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument) as error:
        people(table(text))
    assert error.value.code in {"no_headings", "repeated_heading"}


def test_a_cell_that_a_spreadsheet_would_run_is_covered_and_uncovered() -> None:
    cells = ["=1+1", "'=1+1", "''@x", "-", "'", "甲", "+86"]
    written = write_separated([cells])
    assert "'=1+1," in written.decode("utf-8-sig")
    assert read_separated(written, most_rows=9)[0].cells == tuple(cells)


@pytest.mark.parametrize("say", [chinese, english])
@pytest.mark.parametrize("kind", [UNITS, PEOPLE])
def test_the_template_is_empty_and_its_example_is_a_list(kind: ListKind, say: Say) -> None:
    made = list_template(kind, people_choices(GROUPS, say), say)
    rows = read_list(made)
    assert [len(rows), len(rows[0].cells)] == [1, len(kind.columns)]
    example = read_list(book(kind.headings(say), *kind.example_lines(say)))
    if kind is UNITS:
        assert check_units(rows, KNOWN) == ()
        assert len(check_units(example, {})) == 3
    else:
        assert people(rows) == ()
        assert [len(each.memberships) for each in people(example)] == [2, 1]
        assert all(each.is_active for each in people(example))
        notes = openpyxl.load_workbook(io.BytesIO(made)).worksheets[1]
        assert "机器账号" in str([cell.value for cell in notes["B"]])


@pytest.mark.parametrize("kind", [UNITS, PEOPLE])
def test_the_english_template_is_english_but_for_what_the_office_calls_its_own(
    kind: ListKind,
) -> None:
    made = openpyxl.load_workbook(
        io.BytesIO(list_template(kind, people_choices(GROUPS, english), english))
    )
    assert not HAN.search("".join(made.sheetnames))
    sheet, notes = made.worksheets
    assert not HAN.search("".join(str(cell.value) for cell in sheet[1]))
    for each in sheet.data_validations.dataValidation:
        assert not HAN.search(f"{each.errorTitle}{each.error}")
        assert each.formula1 in {f'"{",".join(GROUPS.values())}"', '"Yes,No"'}
    said = "".join(str(cell.value) for row in notes["A:B"] for cell in row if cell.value)
    examples = (cell for line in kind.example_lines(english) for cell in line)
    for name in sorted({*GROUPS.values(), *examples}, key=len, reverse=True):
        said = said.replace(name, "")
    assert not HAN.search(said)


@pytest.mark.parametrize(
    "said, is_active", [("是", True), ("Yes", True), ("否", False), ("No", False)]
)
def test_yes_and_no_are_read_in_both_languages(said: str, is_active: bool) -> None:
    rows = read_list(book(HEAD, ("1001", "李某", "430621", "", "", "", "", said)))
    assert [each.is_active for each in people(rows)] == [is_active]


def test_every_group_is_of_one_role() -> None:
    groups = [group for _, held in ROLES.values() for group in held]
    assert sorted(groups) == sorted(GROUPS)
