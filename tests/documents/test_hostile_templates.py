from __future__ import annotations

import json

import pypdfium2 as pdfium
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from documents import check, compose, render_docx, render_pdf
from documents.content import Kind, Paragraph
from engine.model.errors import InvalidArgument
from tests.documents.fields import given
from tests.documents.pictures import texts

HEAD = "种类：文件\n标题：通知\n所需字段：a=a、list=list\n正文：\n"
FIELDS = {**given(), "a": "甲", "list": [{"b": "乙"}] * 500}


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__ }}",
        "{{ a.__class__.__mro__ }}",
        "{{ a['__class__'] }}",
        "{{ a | attr('__class__') }}",
        "{{ list.append }}",
        "{{ case.items }}",
        "{{ a.ljust(1000000000) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 10 ** 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%s' | format(a) }}",
        "{{ range(1000000000) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ namespace() }}",
        "{{ self }}",
        "{{ self.__init__.__globals__ }}",
        "{{ unit_name.__globals__ }}",
        "{{ unit_name }}",
        "{% set a = a + a %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% block b %}{% endblock %}",
        "{% for x in list recursive %}{{ loop(list) }}{% endfor %}",
        "{% for x in 'abc' %}{{ x }}{% endfor %}",
        "{% for x in 1 %}{{ x }}{% endfor %}",
        "{{ " + "(" * 200 + "a" + ")" * 200 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "{% if a %}" * 40 + "{% endif %}" * 40,
        "{% if a %}" * 3000,
        "{{ a",
        "{% for x in list %}",
        "{{ a | 写出('x') }}",
        "{{ a | 没有 }}",
        "{{ a\n}}",
        "\ue000{{ a }}",
    ],
)
def test_what_a_template_may_not_do_is_refused(body: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        compose(HEAD + body, FIELDS)
    assert refused.value.code in {"bad_template", "missing_field"}
    assert refused.value.message.endswith("。")


def test_loops_inside_loops_end_soon() -> None:
    body = "".join(f"{{% for x{i} in list %}}" for i in range(5)) + "." + "{% endfor %}" * 5
    with pytest.raises(InvalidArgument, match="循环超过"):
        compose(HEAD + body, FIELDS)


def test_a_gigantic_document_is_refused() -> None:
    body = "{% for x in list %}{{ a }}{% endfor %}"
    with pytest.raises(InvalidArgument, match="过长"):
        compose(HEAD + body, {**FIELDS, "a": "长" * 10_000})


def test_a_gigantic_template_is_refused() -> None:
    assert [each.zh for each in check(HEAD + "文" * 200_000)] == ["模板过长，至多100000字。"]


@hypothesis_given(st.text(max_size=200))
def test_a_value_is_only_ever_text(value: str) -> None:
    try:
        content = compose(HEAD + "前{{ a }}后\n一、{{ a }}\n| {{ a }} |\n", {**FIELDS, "a": value})
    except InvalidArgument as error:  # nothing but blanks and what cannot be printed
        assert error.code == "missing_field"  # noqa: PT017 - one of two outcomes
        return
    assert content.kind is Kind.OFFICIAL
    assert content.signature == ""
    assert all(isinstance(each, Paragraph) for each in content.blocks[:-1])
    assert sum(isinstance(each, Paragraph) and each.level > 0 for each in content.blocks) == 1
    assert json.loads(content.to_bytes())["title"] == ["通知"]


HOSTILE = (
    '#import "x.typ": * #panic("x") $x$ *粗* _斜_ `码` @引用 <标签> \\u{41} // 注 /* 注 */ '
    "= 标题 - 项 + 项 / 词: --- ~ #{1} [内] ${x} <w:p>&amp;</w:p> ]]>"
)


def test_text_is_never_read_as_markup() -> None:
    content = compose(HEAD + "{{ a }}", {**FIELDS, "a": HOSTILE})
    shown = "".join(texts(render_pdf(content))[0]).replace(" ", "")
    for piece in HOSTILE.split(" "):
        assert piece in shown
    assert render_docx(content)


def test_characters_that_no_page_can_show_are_left_out() -> None:
    value = "甲\x00\x08\u202e乙\ufffe\u200b丙\x0b丁\r\n戊"
    content = compose(HEAD + "{{ a }}", {**FIELDS, "a": value})
    assert content.blocks == tuple(Paragraph(0, "", text) for text in ("甲乙丙", "丁", "戊"))
    assert pdfium.PdfDocument(render_pdf(content))
    assert render_docx(content)
