from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from documents import Content, compose, content_from_record
from documents.content import Paragraph, Table
from documents.templating.titles import title_lines
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
    content = composed(
        "一、总则\n（一）加强领导。各校要落实。\n1. 第一\n（1）第二\n普通段落\n二、整行是一句话。"
    )
    assert content.blocks == (
        Paragraph(1, "一、总则", ""),
        Paragraph(2, "（一）加强领导。", "各校要落实。"),
        Paragraph(3, "1. 第一", ""),
        Paragraph(4, "（1）第二", ""),
        Paragraph(0, "", "普通段落"),
        Paragraph(0, "", "二、整行是一句话。"),
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


def test_items_of_a_loop_are_text_and_not_headings() -> None:
    body = "{% for 项 in 清单 %}\n{{ loop.index }}. {{ 项 | 成句 }}\n{% endfor %}"
    content = composed(body, things=["甲", "乙"])
    assert content.blocks == (Paragraph(0, "", "1. 甲。"), Paragraph(0, "", "2. 乙。"))


def test_a_heading_may_be_numbered_by_a_loop() -> None:
    body = "{% for 项 in 清单 %}\n（{{ loop.index | 序号 }}）{{ 项 }}\n{% endfor %}"
    content = composed(body, things=["甲", "乙"])
    assert content.blocks == (Paragraph(2, "（一）甲", ""), Paragraph(2, "（二）乙", ""))


@pytest.mark.parametrize(
    "value, way, expected",
    [
        (date(2026, 9, 6), "日期", "2026年9月6日"),
        (datetime(2026, 9, 15, 17, 0, tzinfo=UTC), "日期", "2026年9月16日"),
        (datetime(2026, 9, 16, 1, 30, tzinfo=UTC), "时间", "2026年9月16日9时30分"),
        ({"due": datetime(2026, 10, 8, 15, 59, 59, tzinfo=UTC)}, "期限", "2026年10月8日"),
        ("P15WD", "期限", "15个工作日"),
        ("15日", "期限", "15日"),
        (Decimal("12345.6"), "金额", "12,345.60元"),
        (21, "序号", "二十一"),
        (["甲", "乙"], "并列", "甲、乙"),
        (["甲", "乙"], "个数", "2"),
        ("已改正；", "成句", "已改正。"),
        ("school", "单位名称", "华容县第X中学"),
        (None, '缺省("无")', "无"),
    ],
)
def test_a_value_is_written_as_an_office_writes_it(value: object, way: str, expected: str) -> None:
    assert composed(f"{{{{ 要求 | {way} }}}}", demand=value).blocks == (Paragraph(0, "", expected),)


@pytest.mark.parametrize("way", ["日期", "时间", "期限", "金额", "序号"])
def test_a_value_that_cannot_be_written_so_is_refused_with_its_line(way: str) -> None:
    error = refused(f"第一行\n{{{{ 要求 | {way} }}}}", demand="不是")
    assert error.code == "bad_template"
    assert "第7行" in error.message


def test_a_title_keeps_words_whole_and_lines_alike() -> None:
    title = "岳阳市人民政府教育督导委员会办公室关于开展义务教育优质均衡发展专项督导检查的通知"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) >= 3
    assert max(map(len, lines)) <= 19
    assert not any(line[0] in "的和与》，。" for line in lines)
    for word in ("委员会", "教育督导", "义务教育", "督导检查", "通知"):
        assert any(word in line for line in lines), (word, lines)


def test_a_title_breaks_where_the_template_says_and_not_where_a_value_has_a_slash() -> None:
    source = "种类：文件\n标题：关于{{ a }}/的通知\n所需字段：a\n正文：\n请阅。"
    assert compose(source, {"a": "甲/乙"}).title == ("关于甲/乙", "的通知")
