"""A task without a form takes any names and values, within bounds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.errors import InvalidArgument
from engine.model.form_schema import load_free
from engine.model.values import from_json, to_json


def paths(sent: object) -> list[str]:
    with pytest.raises(InvalidArgument) as refusal:
        load_free(sent)
    assert refusal.value.code == "invalid_form"
    return [error.path for error in refusal.value.errors]


def test_names_in_chinese_and_nested_values_are_taken() -> None:
    sent = {"整改意见": "同意", "a_1": [1, {"任意 key": None}], "on": date(2026, 9, 1)}
    assert load_free(sent) == sent


def test_floats_become_exact_decimals() -> None:
    value = load_free({"a": 0.1, "b": [1e2]})
    assert value == {"a": Decimal("0.1"), "b": [Decimal(100)]}
    assert isinstance(value["a"], Decimal)


@pytest.mark.parametrize("name", ["a b", "", "1a", "a-b", "case", "loop", "x" * 101, "a.b"])
def test_names_that_expressions_cannot_use_are_refused(name: str) -> None:
    assert len(paths({name: 1})) == 1


@pytest.mark.parametrize("sent", [None, [], "x", 3])
def test_only_an_object_is_taken(sent: object) -> None:
    assert paths(sent) == [""]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), b"x", {1: 2}, 10**40])
def test_what_is_no_value_is_refused(value: object) -> None:
    assert len(paths({"a": value})) == 1


@pytest.mark.parametrize("text", ["\x00", "\x1b[31m", "\ud800", "\u202e"])
def test_control_characters_are_refused(text: str) -> None:
    assert paths({"a": [text]}) == ["a.0"]


def test_everything_wrong_is_said_at_once() -> None:
    assert paths({"a b": 1, "c": object(), "d": "\x00"}) == ["a b", "c", "d"]


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_and_size_are_bounded() -> None:
    assert load_free({"a": nested(8)})
    assert len(paths({"a": nested(9)})) == 1
    assert len(paths({"a": nested(900)})) == 1
    assert load_free({"a": "字" * 80_000})
    assert len(paths({"a": "字" * 90_000})) == 1
    assert len(paths({"a": [0] * 100_000})) == 1
    assert len(paths({f"a{number}": 0 for number in range(100_000)})) == 1


@given(
    st.dictionaries(
        st.from_regex(r"\A[a-z一-龥_][a-z0-9一-龥_]{0,8}\Z").filter(
            lambda n: n not in {"case", "loop"}
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(10**30), 10**30)
            | st.text(st.characters(exclude_categories=["C"]), max_size=8),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=3,
        ),
        max_size=5,
    )
)
def test_what_is_taken_is_stored_and_read_back_unchanged(sent: dict[str, object]) -> None:
    loaded = load_free(sent)
    assert loaded == sent
    assert {name: from_json(to_json(value)) for name, value in loaded.items()} == sent
