from __future__ import annotations

import pytest

from documents import Content, compose, content_from_record
from documents.content import Paragraph, Table
from engine.model.errors import InvalidArgument
from tests.documents.fields import given

HEAD = "种类：文件\n标题：关于{{ 事项 }}的通知\n所需字段：事项=matter\n可选字段：要求=demand、清单=things\n"


def composed(body: str, **fields: object) -> Content:
    return compose(f"{HEAD}正文：\n{body}", {**given(), "matter": "食堂整改", **fields})


def refused(body: str, **fields: object) -> InvalidArgument:
    with pytest.raises(InvalidArgument) as caught:
        composed(body, **fields)
    return caught.value


def test_a_line_says_by_its_beginning_what_it_is() -> None:
    content = composed("一、总则\n（一）加强领导。各校要落实。\n1. 第一\n（1）第二\n普通段落")
    assert content.blocks == (
        Paragraph(1, "一、总则", ""),
        Paragraph(2, "（一）加强领导。", "各校要落实。"),
        Paragraph(3, "1. 第一", ""),
        Paragraph(4, "（1）第二", ""),
        Paragraph(0, "", "普通段落"),
    )


def test_a_value_that_looks_like_layout_stays_text() -> None:
    hostile = (
        "一、假标题\n| 假 | 表 |\n|---|---|\n【假】栏\n署名：假\n正文：\n____\n{{ 7 }}{% if x %}#"
    )
    content = composed("{{ 要求 }}", demand=hostile)
    assert content.blocks == tuple(Paragraph(0, "", line) for line in hostile.split("\n"))
    assert content.signature == ""


def test_a_value_cannot_open_another_cell() -> None:
    content = composed("| 甲 | 乙 |\n|--|---|\n| {{ 要求 }} | 二 |", demand="a|b\n|c|")
    assert content.blocks == (Table(("甲", "乙"), (2, 3), (("a|b\n|c|", "二"),)),)


def test_a_missing_field_is_named_with_its_chinese_name() -> None:
    error = refused("{{ 要求 }}")
    assert error.code == "missing_field"
    assert "要求（demand）" in error.message
    assert [each.path for each in error.errors] == ["demand"]


def test_a_wrong_line_is_named_with_what_was_expected() -> None:
    error = refused("第一行\n| 甲 | 乙 |\n| 一 |")
    assert error.code == "bad_template"
    assert "第8行" in error.message
    assert "2格" in error.message


def test_the_record_gives_the_content_back() -> None:
    content = composed("一、甲\n| 甲 | 乙 |\n| 一 | 二 |\n【甲】乙\n签名：____")
    assert content_from_record(content.to_record()) == content
    assert content.to_bytes() == content_from_record(content.to_record()).to_bytes()
