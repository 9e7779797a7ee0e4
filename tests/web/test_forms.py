"""Forms of diagrams on a page: what people type, add and paste, and what the engine gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine.model.errors import FieldError, InvalidArgument
from engine.model.form_description import form_schema_of, form_value
from engine.model.form_schema import load_form
from engine.model.forms import Field, FieldKind, Form
from engine.model.values import Json, Value
from web.filling import Filled
from web.forms import AskedForm, lenient

APP = Flask("tests")
SEVERITIES = (("major", "重大"), ("minor", "一般"))
COLUMNS = (
    Field("title", "问题", FieldKind.STRING, required=True),
    Field("severity", "严重程度（可不填）", FieldKind.ENUM, choices=SEVERITIES),
    Field("due", "期限", FieldKind.DATE),
    Field("cost", "经费", FieldKind.DECIMAL),
    Field("urgent", "紧急", FieldKind.BOOLEAN),
)
FORM = Form(
    (
        Field("plan", "方案", FieldKind.TEXT),
        Field("name", "名称", FieldKind.STRING),
        Field("count", "人数", FieldKind.INTEGER),
        Field("cost", "经费", FieldKind.DECIMAL),
        Field("agreed", "同意", FieldKind.BOOLEAN),
        Field("on", "日期", FieldKind.DATE),
        Field("at", "时间", FieldKind.DATETIME),
        Field("severity", "严重程度", FieldKind.ENUM, choices=SEVERITIES),
        Field("items", "问题清单", FieldKind.LIST, max_length=4, fields=COLUMNS),
    )
)
SCHEMA = form_schema_of(FORM)


def shown(values: Mapping[str, Value]) -> dict[str, str]:
    """Return what the inputs hold when a form is shown for the first time."""
    with APP.test_request_context():
        asked = AskedForm.of(Filled(), SCHEMA, given={k: form_value(v) for k, v in values.items()})
        return dict(asked.filled.values)


def sent(typed: Mapping[str, str]) -> AskedForm:
    """Return a form that was sent, after whatever button for rows was pressed."""
    with APP.test_request_context(method="POST", data=typed):
        asked = AskedForm.of(Filled(MultiDict(typed)), SCHEMA)
        asked.changes_rows()
        return asked


def rows_of(asked: AskedForm) -> list[dict[str, object]]:
    with APP.test_request_context():
        return asked.values()["items"]  # type: ignore[return-value]  # a list of rows


def refuse(wrong: tuple[FieldError, ...]) -> None:
    raise InvalidArgument("不行。", errors=wrong)


def pasted(text: str, **more: str) -> AskedForm:
    return sent({"_rows": "paste:items", "_paste.items": text, **more})


TEXTS = st.text(st.characters(categories=("L", "N"), max_codepoint=0x9FFF), min_size=1, max_size=9)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
INSTANTS = st.integers(0, 4_000_000_000).map(lambda each: datetime.fromtimestamp(each, UTC))
NUMBERS = st.decimals(-999_999, 999_999, places=2)
ROWS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "severity": st.sampled_from([None, "major", "minor"]),
        "due": st.none() | DAYS,
        "cost": st.none() | NUMBERS,
        "urgent": st.none() | st.booleans(),
    }
)
VALUES = st.fixed_dictionaries(
    {
        "plan": TEXTS,
        "name": TEXTS,
        "count": st.none() | st.integers(-(10**9), 10**9),
        "cost": st.none() | NUMBERS,
        "agreed": st.none() | st.booleans(),
        "on": st.none() | DAYS,
        "at": st.none() | INSTANTS,
        "severity": st.sampled_from([None, "major", "minor"]),
        "items": st.lists(ROWS, max_size=4),
    }
)


@given(VALUES)
def test_what_a_form_is_shown_with_comes_back_as_it_was(values: dict[str, Value]) -> None:
    asked = sent(shown(values))
    with APP.test_request_context():
        assert load_form(FORM, asked.values()) == values


@given(DAYS)
def test_a_day_is_understood_in_every_common_writing(on: date) -> None:
    year, month, day = on.year, on.month, on.day
    for written in (
        f"{year}年{month}月{day}日",
        f"{year} 年 {month:02} 月 {day:02} 日",
        f"{year}/{month}/{day}",
        f"{year}.{month}.{day}",
        f"{year}-{month}-{day}",
        f"{year}{month:02}{day:02}",
        f"{year}年{month}月{day}日（星期三）",
        f"{year}年{month}月{day}日".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        assert lenient.day(written) == on.isoformat(), written


@pytest.mark.parametrize(
    "typed, read",
    [
        ("2026年3月5日下午2点半", "2026-03-05T14:30"),
        ("2026年3月5日 14时5分", "2026-03-05T14:05"),
        ("2026/3/5 9:00", "2026-03-05T09:00"),
        ("2026-03-05T09:00", "2026-03-05T09:00"),
        ("2026年3月5日上午9点", "2026-03-05T09:00"),
        ("2026年3月5日25点", "2026年3月5日25点"),
        ("明天上午", "明天上午"),
    ],
)
def test_a_time_of_day_is_read_or_left_as_it_was(typed: str, read: str) -> None:
    assert lenient.instant(typed) == read


@pytest.mark.parametrize(
    "typed, read",
    [
        ("１，２３４．５０", "1234.50"),
        ("1,234,567", "1234567"),
        ("￥12.5元", "12.5"),
        (".5", "0.5"),
        ("−3", "-3"),
        ("12,34", "12,34"),
        ("3万", "3万"),
    ],
)
def test_numbers_are_read_as_offices_write_them_and_never_guessed(typed: str, read: str) -> None:
    assert lenient.number(typed) == read


def test_a_number_that_is_none_is_refused_beside_its_field_and_stays() -> None:
    asked = sent({"form.count": "三个", "form.items.0.title": "甲", "form.items.0.due": "下周"})
    with APP.test_request_context(method="POST"):
        with asked.trying():
            load_form(FORM, asked.values())
        assert asked.filled.status == 422
        assert "应为整数" in asked.filled.errors["form.count"][0]
        assert "第1行" in asked.filled.errors["form.items.0.due"][0]
        assert asked.filled.get("form.count") == "三个"
        assert not asked.fits(asked.fields[5], "下周")


def test_an_error_of_the_page_itself_keeps_its_name() -> None:
    asked = sent({})
    wrong = (FieldError("title", "请填写标题。", ""), FieldError("name", "太长。", ""))
    with APP.test_request_context(method="POST"):
        with asked.trying():
            refuse(wrong)
        assert set(asked.filled.errors) == {"title", "form.name"}


def test_an_emptied_field_is_sent_as_nothing_so_that_no_default_returns() -> None:
    with APP.test_request_context():
        assert sent({"form.name": " "}).values()["name"] is None


def test_rows_in_which_nothing_stands_are_left_out_and_the_others_move_up() -> None:
    asked = sent({"form.items.0.title": "", "form.items.3.title": "甲", "form.items.1.due": " "})
    assert [row["title"] for row in rows_of(asked)] == ["甲"]
    assert asked.filled.get("form.items.0.title") == "甲"


def test_rows_are_added_and_taken_off_by_buttons() -> None:
    typed = {"form.items.0.title": "甲", "form.items.1.title": "乙"}
    added = sent({**typed, "_rows": "add:items"})
    assert len(added.row_numbers(added.fields[-1])) == 3
    removed = sent({**typed, "_rows": "remove:items:0"})
    assert [row["title"] for row in rows_of(removed)] == ["乙"]


def test_pasted_cells_fill_rows_with_values_for_labels_and_days() -> None:
    asked = pasted("食堂\t重大\t2026年3月5日\t1,200\t是\r\n校车\t 一般 \t2026/4/1\t\t否\r\n")
    assert rows_of(asked) == [
        {"title": "食堂", "severity": "major", "due": "2026-03-05", "cost": "1200", "urgent": True},
        {"title": "校车", "severity": "minor", "due": "2026-04-01", "cost": None, "urgent": False},
    ]
    assert asked.pasted["items"].doubts == ()


def test_a_first_line_with_the_names_of_columns_says_which_is_which() -> None:
    asked = pasted("期限\t问题\t备注\n2026.3.5\t食堂\t\n", **{"form.items.0.title": "原有"})
    assert [(row["title"], row["due"]) for row in rows_of(asked)] == [
        ("原有", None),
        ("食堂", "2026-03-05"),
    ]


def test_cells_pasted_into_a_cell_fill_from_there_and_quoted_lines_stay_together() -> None:
    typed = {"form.items.0.title": "甲", "form.items.1.title": "乙", "form.items.1.cost": "7"}
    asked = pasted('一般\n"重大"\n一般', **typed, **{"_at.items": "1:1"})
    found = [(row["title"], row["severity"], row["cost"]) for row in rows_of(asked)]
    assert found == [
        ("甲", None, None),
        ("乙", "minor", "7"),
        (None, "major", None),
        (None, "minor", None),
    ]
    assert rows_of(pasted('"第一行\n第二行"\t重大'))[0]["title"] == "第一行\n第二行"


def test_cells_that_are_not_understood_are_named_and_kept() -> None:
    asked = pasted("食堂\t很严重\t下周\tx\t大概\t多余\n")
    doubts = asked.pasted["items"].doubts
    assert [
        each for each in ("很严重", "下周", "x", "大概", "多余") if each in "".join(doubts)
    ] == [
        "很严重",
        "下周",
        "x",
        "大概",
        "多余",
    ]
    assert asked.filled.get("form.items.0.due") == "下周"


def test_no_more_rows_are_pasted_than_the_list_takes() -> None:
    asked = pasted("\n".join("甲乙丙丁戊"))
    assert len(rows_of(asked)) == 4
    assert "最多 4 行" in asked.pasted["items"].doubts[0]


@given(st.text(max_size=60))
def test_whatever_is_pasted_gives_a_form_that_can_be_shown(text: str) -> None:
    asked = pasted(text)
    assert len(rows_of(asked)) <= 4


def test_what_was_typed_can_be_copied_by_the_names_of_fields() -> None:
    asked = sent({"form.plan": "先停用", "form.items.0.title": "食堂"})
    assert asked.typed() == [("方案", "先停用"), ("问题清单", "食堂\t\t\t\t")]


def test_facts_are_written_for_people() -> None:
    held: dict[str, Json] = {
        "agreed": True,
        "on": "2026-03-05",
        "severity": "major",
        "cost": str(Decimal("1.50")),
    }
    with APP.test_request_context():
        asked = AskedForm.of(Filled(), SCHEMA, given=held)
        written = {each.id: asked.fact(each) for each in asked.fields if each.id in held}
    assert written == {"agreed": "是", "on": "2026年3月5日", "severity": "重大", "cost": "1.50"}
