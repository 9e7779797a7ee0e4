"""Say in one line what an expression should give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from engine.feel import Value, parse

CONTEXT: Mapping[str, object] = {
    "approved": True,
    "金额": 5,
    "items": [1, 2, 3],
    "Monthly Salary": 100,
    "a-b": 7,
    "people": [{"name": "Bob", "age": 17}, {"name": "Al", "age": 20, "tags": ["x"]}],
    "loan": {"amount": 1000, "due date": "2026-01-01"},
    "nothing": None,
}
NAMES = ("Monthly Salary", "a-b", "due date")


def value_of(
    text: str, context: Mapping[str, object] = CONTEXT, names: Iterable[str] = NAMES
) -> Value:
    """Return the value of an expression in a small context."""
    return parse(text, names=names).evaluate(context)


def plain(value: Value) -> object:
    """Return a value in a form that compares exactly: types count, 1.0 equals 1."""
    if isinstance(value, Decimal):
        return ("number", value.normalize())
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return type(value).__name__, value
