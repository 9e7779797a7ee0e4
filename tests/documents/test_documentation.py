"""What docs/documents.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents import check, compose
from documents.templating.filters import FILTERS
from documents.templating.heads import KEYS
from tests.documents.fields import given

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "documents.md").read_text("utf-8")
EXAMPLE = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)[0]
FIELDS = {
    **given(),
    "due": "2026-10-08",
    "materials": ["整改报告", "影像资料。"],
    "contact": "李某",
}


def test_the_example_makes_a_letter() -> None:
    content = compose(EXAMPLE, FIELDS)
    assert content.title == ("关于报送整改材料的函",)
    words = content.to_bytes().decode()
    for expected in ("请于2026年10月8日前报送", "1. 整改报告。", "2. 影像资料。", "联系人：李某。"):
        assert expected in words


def test_the_edit_it_describes_changes_the_wording_alone() -> None:
    edited = EXAMPLE.replace(
        "请于{{ 整改期限 | 期限 }}前报送下列材料", "务必于{{ 整改期限 | 期限 }}前报送"
    )
    before, after = compose(EXAMPLE, FIELDS), compose(edited, FIELDS)
    assert [old for old, new in zip(before.blocks, after.blocks, strict=True) if old != new] == [
        before.blocks[0]
    ]
    assert "务必于2026年10月8日前报送" in after.to_bytes().decode()


@pytest.mark.parametrize(
    "written, instead, line, said",
    [
        ("主送：", "主题：", 6, "没有“主题”这一项；可以写的有："),
        ("| 期限 }}前", "| 期限 前", 12, "“{{”没有在同一行内结束"),
        ("整改期限 | 期限", "整改期限 | 期日", 12, "没有“期日”这种写法。"),
        (
            "整改期限=due（期限）、",
            "",
            12,
            "用到的字段“整改期限”没有在“所需字段”或“可选字段”中列出。",
        ),
        (
            "{% endif %}\n",
            "",
            17,
            "标记无法识别：条件应以 {% endif %} 结束，循环应以 {% endfor %} 结束。",
        ),
        ("正文：\n", "", 11, "正文之前的每一行应为“键：值”"),
        ("种类：函", "种类：信", 2, "“种类”应为文件、函、纪要、表之一。"),
    ],
)
def test_a_mistake_is_told_with_its_line(written: str, instead: str, line: int, said: str) -> None:
    findings = check(EXAMPLE.replace(written, instead, 1))
    assert (findings[0].line, findings[0].zh[: len(said)]) == (line, said)
    assert findings[0].en


def test_every_way_of_writing_a_value_is_documented() -> None:
    documented = set(re.findall(r"`([\u4e00-\u9fff]+)(?:\([^`]*\))?`", TEXT))
    assert {*FILTERS, "单位名称", "缺省"} <= documented


def test_every_key_of_the_head_is_documented() -> None:
    listed = TEXT.split("头部可以写的项：")[1].split("\n")[0]
    assert [key for key in KEYS if key not in listed] == []
