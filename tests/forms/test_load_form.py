"""What people send with a form becomes variables, or everything wrong is said at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.errors import FieldError, InvalidArgument
from engine.model.form_schema import load_form
from engine.model.forms import Field, FieldKind, Form
from engine.model.values import Value

TITLE = Field("title", "标题", FieldKind.STRING, required=True)
LEVEL = Field("level", "严重程度", FieldKind.ENUM, choices=(("a", "重大"), ("b", "一般")))
ITEMS = Field("items", "问题", FieldKind.LIST, required=True, max_length=3, fields=(TITLE, LEVEL))


def one(kind: FieldKind, sent: object) -> Value:
    return load_form(Form((Field("f", "某项", kind),)), {"f": sent})["f"]


def refusals(form: Form, data: object) -> tuple[FieldError, ...]:
    with pytest.raises(InvalidArgument) as refusal:
        load_form(form, data)
    assert refusal.value.code == "invalid_form"
    for error in refusal.value.errors:
        assert error.zh.endswith("。")
        assert error.en.endswith(".")
    return refusal.value.errors


@pytest.mark.parametrize(
    "kind,sent,expected",
    [
        (FieldKind.STRING, "岳阳县", "岳阳县"),
        (FieldKind.STRING, "", ""),
        (FieldKind.TEXT, "一\r\n二\t三", "一\n二\t三"),
        (FieldKind.INTEGER, 12, 12),
        (FieldKind.INTEGER, "-12", -12),
        (FieldKind.INTEGER, Decimal("3.0"), 3),
        (FieldKind.INTEGER, "", None),
        (FieldKind.DECIMAL, "12.50", Decimal("12.50")),
        (FieldKind.DECIMAL, 0.1, Decimal("0.1")),
        (FieldKind.DECIMAL, 3, Decimal(3)),
        (FieldKind.BOOLEAN, True, True),
        (FieldKind.BOOLEAN, False, False),
        (FieldKind.BOOLEAN, None, None),
        (FieldKind.DATE, "2026-09-01", date(2026, 9, 1)),
        (FieldKind.DATE, date(2026, 9, 1), date(2026, 9, 1)),
        (FieldKind.UNIT, "430621", "430621"),
        (FieldKind.PERSON, " li ", "li"),
        (FieldKind.FILE, "a1", "a1"),
    ],
)
def test_each_kind_takes_its_values(kind: FieldKind, sent: object, expected: Value) -> None:
    value = one(kind, sent)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    "sent", ["2026-09-01T09:00:00+08:00", "2026-09-01T01:00:00Z", "2026-09-01T09:00"]
)
def test_an_instant_without_offset_is_beijing_time(sent: str) -> None:
    value = one(FieldKind.DATETIME, sent)
    assert isinstance(value, datetime)
    assert value.isoformat().startswith("2026-09-01T0")
    assert value == datetime.fromisoformat("2026-09-01T09:00:00+08:00")


@pytest.mark.parametrize(
    "kind,sent",
    [
        (FieldKind.STRING, 5),
        (FieldKind.STRING, "a\x00"),
        (FieldKind.STRING, "two\nlines"),
        (FieldKind.STRING, "\u202eabc"),
        (FieldKind.STRING, "\ud800"),
        (FieldKind.STRING, "字" * 501),
        (FieldKind.TEXT, "字" * 20_001),
        (FieldKind.INTEGER, 1.5),
        (FieldKind.INTEGER, True),
        (FieldKind.INTEGER, "1e3"),
        (FieldKind.INTEGER, 10**18),
        (FieldKind.INTEGER, "１２"),
        (FieldKind.DECIMAL, "NaN"),
        (FieldKind.DECIMAL, float("inf")),
        (FieldKind.DECIMAL, Decimal("1E+999999")),
        (FieldKind.DECIMAL, "0." + "1" * 13),
        (FieldKind.BOOLEAN, "true"),
        (FieldKind.BOOLEAN, 1),
        (FieldKind.DATE, "2026-02-30"),
        (FieldKind.DATE, "01.09.2026"),
        (FieldKind.DATE, "20260901"),
        (FieldKind.DATE, "0001-01-01"),
        (FieldKind.DATE, datetime(2026, 9, 1)),  # noqa: DTZ001 - a wrong value
        (FieldKind.DATETIME, "2026-09-01"),
        (FieldKind.DATETIME, "2026-09-01T25:00"),
        (FieldKind.PERSON, {"id": "li"}),
        (FieldKind.FILE, "x" * 201),
    ],
)
def test_each_kind_refuses_other_values(kind: FieldKind, sent: object) -> None:
    (error,) = refusals(Form((Field("f", "某项", kind),)), {"f": sent})
    assert error.path == "f"
    assert "某项" in error.zh


def test_everything_wrong_is_said_at_once() -> None:
    form = Form((TITLE, Field("due", "期限", FieldKind.DATE), ITEMS))
    errors = refusals(form, {"due": "soon", "items": [{"level": "c"}, 3], "extra": 1})
    assert {error.path: error.zh for error in errors} == {
        "title": "请填写“标题”。",
        "due": "“期限”应为日期，格式如 2026-09-01。",
        "items.0.title": "第1行：请填写“标题”。",
        "items.0.level": "第1行：“严重程度”应为以下之一：重大（a）、一般（b）。",
        "items.1": "第2行：应为由字段和值组成的对象。",
        "extra": "表单没有这一项。",
    }
    assert errors[1].en == "Expected a date for '期限', such as 2026-09-01."


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_a_form_is_an_object(data: object) -> None:
    (error,) = refusals(Form((LEVEL,)), data)
    assert error.path == ""


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_required_field_is_not_left_blank(blank: object) -> None:
    assert [error.path for error in refusals(Form((TITLE,)), {"title": blank})] == ["title"]


def test_what_was_not_sent_is_not_set() -> None:
    assert load_form(Form((LEVEL,)), {}) == {}


def test_a_list_has_rows_within_its_bounds() -> None:
    rows: list[object] = [{"title": "留样不全"}, {"title": "索证不全", "level": "a"}]
    assert load_form(Form((ITEMS,)), {"items": rows}) == {"items": rows}
    for wrong in ([], rows * 2, {"title": "x"}, "x"):
        assert [error.path for error in refusals(Form((ITEMS,)), {"items": wrong})] == ["items"]


def test_numbers_and_texts_keep_to_their_range() -> None:
    number = Field("n", "", FieldKind.DECIMAL, minimum=Decimal(1), maximum=Decimal("2.5"))
    text = Field("t", "", FieldKind.STRING, min_length=2, max_length=3, pattern="[a-c]+")
    form = Form((number, text))
    assert load_form(form, {"n": "2.5", "t": "abc"}) == {"n": Decimal("2.5"), "t": "abc"}
    assert load_form(form, {"n": 1, "t": "ab"}) == {"n": Decimal(1), "t": "ab"}
    for data in ({"n": 0}, {"n": 3}, {"t": "a"}, {"t": "abca"}, {"t": "abd"}):
        assert len(refusals(form, data)) == 1


def test_a_pattern_that_would_take_for_ever_is_a_refusal() -> None:
    form = Form((Field("f", "编号", FieldKind.STRING, pattern="(a|a)*b"),))
    (error,) = refusals(form, {"f": "a" * 60})
    assert error.path == "f"


def test_references_must_exist() -> None:
    form = Form((Field("u", "单位", FieldKind.UNIT), Field("p", "人员", FieldKind.PERSON)))
    sent = {"u": "430621", "p": "li"}
    known = load_form(
        form, sent, known_unit={"430621"}.__contains__, known_person={"li"}.__contains__
    )
    assert known == sent
    with pytest.raises(InvalidArgument) as refusal:
        load_form(form, sent, known_unit=lambda _: False, known_person=lambda _: False)
    assert [error.path for error in refusal.value.errors] == ["u", "p"]


def test_defaults_fill_in_what_was_not_sent() -> None:
    form = Form(
        (
            Field("a", "", FieldKind.INTEGER, required=True, default="3"),
            Field("b", "", FieldKind.BOOLEAN, default="true"),
            Field("c", "", FieldKind.DATE, default="=today()"),
            Field("d", "", FieldKind.LIST, default="${rows}", fields=(TITLE,)),
        )
    )
    given_values: dict[str, Value] = {"=today()": date(2026, 9, 1), "${rows}": [{"title": "x"}]}
    loaded = load_form(form, {}, evaluate=given_values.__getitem__)
    assert loaded == {"a": 3, "b": True, "c": date(2026, 9, 1), "d": [{"title": "x"}]}
    assert load_form(form, {"a": 5, "b": False, "d": [{"title": "y"}]}) == {
        "a": 5,
        "b": False,
        "d": [{"title": "y"}],
    }


def test_a_computed_default_that_does_not_fit_is_refused() -> None:
    form = Form((Field("c", "期限", FieldKind.DATE, required=True, default="=x"),))
    values: tuple[dict[str, Value], ...] = ({"=x": "soon"}, {"=x": None})
    for computed in values:
        with pytest.raises(InvalidArgument) as refusal:
            load_form(form, {}, evaluate=computed.__getitem__)
        assert [error.path for error in refusal.value.errors] == ["c"]


def test_read_only_fields_keep_the_value_they_show() -> None:
    form = Form((Field("r", "文号", FieldKind.STRING, read_only=True, required=True),))
    variables: dict[str, Value] = {"r": "岳教督整〔2026〕3号"}
    assert load_form(form, {}, variables=variables) == variables
    assert load_form(form, dict(variables), variables=variables) == variables
    with pytest.raises(InvalidArgument) as refusal:
        load_form(form, {"r": "岳教督整〔2026〕4号"}, variables=variables)
    assert [error.path for error in refusal.value.errors] == ["r"]


def test_ids_that_schemas_use_themselves_are_ordinary_ids() -> None:
    fields = tuple(Field(id_, "", FieldKind.INTEGER) for id_ in ("Meta", "load", "fields", "_x"))
    sent: dict[str, Value] = {"Meta": 1, "load": 2, "fields": 3, "_x": 4}
    assert load_form(Form(fields), sent) == sent


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["title", "level", "items", "n", "on", "x"]), JSON))
def test_whatever_is_sent_becomes_clean_values_or_named_errors(data: dict[str, object]) -> None:
    form = Form(
        (TITLE, LEVEL, ITEMS, Field("n", "", FieldKind.DECIMAL), Field("on", "", FieldKind.DATE))
    )
    loaded, errors = attempted(form, data)
    assert not any(isinstance(value, float) for value in loaded.values())
    assert set(loaded) <= {field.id for field in form.fields}
    assert {error.path.partition(".")[0] for error in errors} <= {*data, "title", "items"}
    assert bool(loaded) != bool(errors)


def attempted(form: Form, data: object) -> tuple[dict[str, Value], tuple[FieldError, ...]]:
    try:
        return load_form(form, data), ()
    except InvalidArgument as refusal:
        return {}, refusal.errors


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, max_value=10**9, min_value=-(10**9)
    )
)
def test_a_decimal_is_what_was_written(number: Decimal) -> None:
    assert one(FieldKind.DECIMAL, f"{number:f}") == number


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_is_what_was_written(day: date) -> None:
    assert one(FieldKind.DATE, day.isoformat()) == day
    assert one(FieldKind.DATE, day) == day
