"""Values of cases as plain JSON: what people and programs outside expect to read.

Instants are ISO 8601 with their offset, days `2026-09-10`, durations ISO 8601; a decimal that is
no whole number is a text, so that no digit is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import orjson
from flask.json.provider import JSONProvider

from engine.feel.values import YearsMonthsDuration
from engine.model.errors import FieldError, InvalidArgument

_SAFE = 2**53 - 1


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a value as plain JSON."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    return _number(value) if isinstance(value, int | Decimal) else _moment(value)


def _number(value: int | Decimal) -> int | str:
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return str(value)
    whole = int(value)
    return whole if abs(whole) <= _SAFE else str(whole)


def _moment(value: object) -> str:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return f"PT{int(value.total_seconds())}S"
        case YearsMonthsDuration():
            return f"P{value.total}M"
        case bytes():
            return value.hex()
    msg = f"no value for JSON: {type(value).__name__}"
    raise TypeError(msg)


def form_in(text: str) -> dict[str, object]:
    """Return the JSON object that a text field of a form holds; InvalidArgument for another."""
    try:
        found = orjson.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    wrong = FieldError("form", "应为 JSON 对象。", "Expected a JSON object.")
    raise InvalidArgument(
        "提交的内容不符合要求，请按提示修改。",
        en="Expected a JSON object in the field 'form'.",
        code="invalid_request",
        errors=(wrong,),
    )


class FastJson(JSONProvider):
    """JSON by orjson; what it does not know is made plain first."""

    def dumps(self, obj: Any, **_: Any) -> str:  # noqa: ANN401 - Flask's signature
        """Write an object."""
        return orjson.dumps(obj, default=plain).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:  # noqa: ANN401 - Flask's signature
        """Read an object; raise ValueError for what is no JSON."""
        return orjson.loads(s)
