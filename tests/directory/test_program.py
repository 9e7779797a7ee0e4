"""`dudao import units|people`, `export`, `units` and `people`, as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.program import dudao


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A home with two units and one administrator, imported from CSV."""
    (tmp_path / "单位.csv").write_text("代码,名称,上级代码\n43,某市,\n4306,某县,43\n", "utf-8")
    people = "编号,姓名,单位,职务\nguan,管某,某市,系统管理员\nli,李某,4306,承办人\n"
    (tmp_path / "人员.csv").write_text(people, "gb18030")
    assert dudao("import", "units", str(tmp_path / "单位.csv"), home=tmp_path).status == 0
    assert dudao("import", "people", str(tmp_path / "人员.csv"), home=tmp_path).status == 0
    return tmp_path


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_exported_imports_again_without_a_change(place: Path, suffix: str) -> None:
    for key in ("units", "people"):
        file = str(place / f"{key}{suffix}")
        assert dudao("export", key, file, home=place).status == 0
        assert dudao("export", key, file, home=place).status == 2, "it exists"
        answer = dudao("import", key, file, "--json", home=place).answer
        assert (answer["seq"], answer["added"], answer["changed"]) == (0, [], [])
        assert answer["unchanged"] == 2


def test_a_dry_run_writes_nothing(place: Path) -> None:
    more = place / "more.csv"
    more.write_text("编号,姓名,单位,在职\nzhou,周某,43,\nli,李某某,43,否\n", "utf-8")
    shown = dudao("import", "people", "--dry-run", str(more), home=place)
    assert "试运行，没有写入：将新增人员1，更改1" in shown.out
    assert "更改 li 名称：李某 → 李某某" in shown.out
    assert dudao("people", "show", "zhou", home=place).status == 1
    assert dudao("import", "people", str(more), home=place).status == 0
    assert "（不在职）" in dudao("people", "show", "li", home=place).out


def test_a_bad_list_is_refused_cell_by_cell(place: Path) -> None:
    bad = place / "bad.csv"
    bad.write_text("编号,姓名,单位,职务\nzhou,周某,43,科长\n,吴某,99,\n", "utf-8")
    refused = dudao("import", "people", str(bad), home=place)
    assert refused.status == 1
    assert "人员名单有3处不符合要求，一行也没有导入。" in refused.err
    assert "第2行 职务：" in refused.err
    assert "第3行 编号：不能为空。" in refused.err


def test_who_may_not_keep_the_directory_imports_nothing(place: Path) -> None:
    file = str(place / "人员.csv")
    refused = dudao("import", "people", file, "--as", "li", home=place)
    assert refused.status == 1
    assert dudao("import", "people", file, "--as", "guan", home=place).status == 0


def test_a_template_is_written_and_holds_nothing(place: Path) -> None:
    for key in ("units", "people"):
        file = str(place / f"{key}.xlsx")
        assert dudao("import", key, "--template", file, home=place).status == 0
        answer = dudao("import", key, file, "--json", home=place).answer
        assert (answer["added"], answer["changed"], answer["unchanged"]) == ([], [], 0)
    assert dudao("import", "people", "--template", str(place / "x.csv"), home=place).status == 2


def test_units_and_people_are_shown(place: Path) -> None:
    assert "　某县" in dudao("units", "tree", home=place).out
    assert "共2个单位。" in dudao("units", "list", home=place).out
    listed = dudao("people", "list", "--unit", "4306", home=place)
    assert "承办人" in listed.out
    assert "共1人。" in listed.out
    person = dudao("people", "show", "li", "--json", home=place).answer["person"]
    assert person == {
        "id": "li", "name": "李某", "unit": "4306", "is_active": True,
        "posts": [{"group": "case_officer", "unit": None, "from": None, "until": None}],
    }  # fmt: skip
