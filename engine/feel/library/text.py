"""The text of any value, as ``string`` and ``string join`` write it."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from engine.feel import temporal
from engine.feel.limits import Budget
from engine.feel.names import is_plain
from engine.feel.values import Range, Value, YearsMonthsDuration, kind_of


def text_of(value: Value, budget: Budget) -> str:
    """Return the text of a value; strings stand bare, but quoted inside lists and contexts."""
    text = value if isinstance(value, str) else _text(value, budget)
    budget.string_of(len(text))
    return text


def _text(value: Value, budget: Budget) -> str:  # noqa: C901, PLR0911 - one case per type
    budget.spend(1)
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return _digits(value)
        case str():
            return _quoted(value)
        case date() | time() | timedelta() | YearsMonthsDuration():
            return temporal.text_of(value)
        case list():
            return "[" + ", ".join(_bounded(item, budget) for item in value) + "]"
        case dict():
            entries = (f"{_key(key)}: {_bounded(item, budget)}" for key, item in value.items())
            return "{" + ", ".join(entries) + "}"
        case Range():
            return _range(value, budget)
        case _:
            return kind_of(value)


def _bounded(value: Value, budget: Budget) -> str:
    text = _text(value, budget)
    budget.string_of(len(text))
    return text


def _digits(value: Decimal) -> str:
    if not value:
        return "0"
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if is_plain(key) or " " in key else _quoted(key)


def _range(value: Range, budget: Budget) -> str:
    low = "" if value.low is None else _bounded(value.low, budget)
    high = "" if value.high is None else _bounded(value.high, budget)
    start, end = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
    if value.low is None:
        return f"({'<=' if value.high_closed else '<'}{high})"
    if value.high is None:
        return f"({'>=' if value.low_closed else '>'}{low})"
    return f"{start}{low}..{high}{end}"
