"""`dudao register` and `dudao import items`, as people type them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import openpyxl
import pytest

from tests.acceptance.program import Ended, dudao


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo in it; what a test adds, the others do not count."""
    home = tmp_path_factory.mktemp("台账 demo")
    assert dudao("demo", home=home).status == 0
    return home


def rows(ended: Ended) -> list[dict[str, object]]:
    assert ended.status == 0, ended.err
    return cast("list[dict[str, object]]", ended.answer["rows"])


def test_items_are_listed_for_people_and_for_programs(place: Path) -> None:
    shown = dudao("register", "items", "--as", "li", home=place)
    assert shown.status == 0
    assert "食堂留样不全" in shown.out
    assert "（全部）。" in shown.out
    listed = rows(dudao("register", "items", "--as", "li", "--json", home=place))
    assert {"title", "light", "due_at", "owner"} <= listed[0].keys()


def test_filters_narrow_the_list(place: Path) -> None:
    def titles(*more: str) -> set[object]:
        listed = rows(dudao("register", "items", "--as", "li", *more, "--json", home=place))
        return {row["title"] for row in listed}

    assert titles("--status", "已销号") == titles("--status", "closed") != set()
    assert titles("--text", "留样") == {"食堂留样不全"}
    assert titles("--light", "灰") == {"教学楼外墙渗水"}
    assert titles("--due", "2000-01-01..2000-01-31") == set()
    mine = rows(dudao("register", "items", "--as", "r430621", "--json", home=place))
    assert {row["owner"] for row in mine} == {"430621"}


def test_pages_follow_one_another(place: Path) -> None:
    first = dudao("register", "cases", "--as", "li", "--limit", "3", "--json", home=place)
    after = str(first.answer["next"])
    more = ("--limit", "3", "--after", after, "--json")
    second = dudao("register", "cases", "--as", "li", *more, home=place)
    ids = [row["id"] for row in (*rows(first), *rows(second))]
    assert len(set(ids)) == 6


@pytest.mark.parametrize("register", ["items", "cases"])
def test_a_register_is_exported_and_that_is_recorded(place: Path, register: str) -> None:
    ended = dudao("register", register, "--as", "li", "--xlsx", "台账.xlsx", "--json", home=place)
    assert ended.status == 0, ended.err
    sheet = openpyxl.load_workbook(place / "台账.xlsx").worksheets[0]
    assert sheet.max_row == 3 + int(str(ended.answer["count"]))
    assert ended.answer["filter"] == "全部"
    assert not list(place.glob(".*.xlsx*"))


@pytest.mark.parametrize("more", [(), ("--xlsx", "无.xlsx")])
def test_a_mistyped_person_is_an_error_and_no_empty_register(
    place: Path, more: tuple[str, ...]
) -> None:
    ended = dudao("register", "items", "--as", "lj", *more, home=place)
    assert (ended.status, (place / "无.xlsx").exists()) == (2, False)
    assert ended.err == "✗ --as 应为名录中的在册人员，没有“lj”这个人。\n"


def test_a_register_goes_only_where_it_can_be_written(place: Path) -> None:
    ended = dudao("register", "items", "--as", "li", "--xlsx", "无/此.xlsx", home=place)
    assert (ended.status, "不能写入" in ended.err) == (2, True)
    (place / "夹").mkdir()
    for words in (("items", "--as", "li", "--xlsx", "夹"), ("template", "夹")):
        ended = dudao("register", *words, home=place)
        assert (ended.status, ended.err) == (2, "✗ 不能写入 夹：这是一个文件夹，应为文件。\n")


@pytest.mark.parametrize(
    "more",
    [("--light", "紫"), ("--due", "昨天"), ("--status", "好"), ("--limit", "0"), ("--after", "x")],
)
def test_a_filter_that_cannot_be_meant_is_explained(place: Path, more: tuple[str, ...]) -> None:
    ended = dudao("register", "items", "--as", "li", *more, home=place)
    assert ended.status in (1, 2)
    assert ended.err.startswith("✗ ")


def test_a_filled_in_template_opens_a_case(place: Path) -> None:
    assert dudao("register", "template", "清单.xlsx", home=place).status == 0
    made = openpyxl.load_workbook(place / "清单.xlsx")
    sheet = made.worksheets[0]
    for row, title in enumerate(("围墙倾斜", "监控损坏"), start=2):
        sheet.cell(row, 1, title)
    made.save(place / "清单.xlsx")
    given = ("清单.xlsx", "--as", "tan", "--unit", "430681", "--title", "校园安全")
    checked = dudao("import", "items", *given, "--check", home=place)
    assert "共2个问题；未立案" in checked.out
    opened = dudao("import", "items", *given, "--field", "severity=较大", "--json", home=place)
    assert opened.status == 0, opened.err
    found = rows(dudao("register", "items", "--as", "tan", "--text", "围墙", "--json", home=place))
    assert [(row["case"], row["severity"]) for row in found] == [(opened.answer["case"], "较大")]


def test_a_table_with_mistakes_opens_nothing(place: Path) -> None:
    (place / "表.tsv").write_text("问题\t类别\n甲\t安全\n\t其他\n", "utf-8")
    given = ("表.tsv", "--as", "li", "--unit", "430681", "--title", "有误")
    before = rows(dudao("register", "cases", "--as", "li", "--json", home=place))
    ended = dudao("import", "items", *given, "--field", "severity=较大", home=place)
    assert ended.status == 1
    assert "第2行 类别" in ended.err
    assert "第3行 问题" in ended.err
    assert rows(dudao("register", "cases", "--as", "li", "--json", home=place)) == before
