"""The values that variables, forms and expressions hold, and their one JSON form.

JSON has no decimals, dates or durations, so these are written as `{"@": kind, "v": text}`; a
dictionary of the user's own that has a key `@` is written as `{"@": "map", "v": [[key, value]…]}`.
Reading gives back exactly what was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel import YearsMonthsDuration

Value = (
    None
    | bool
    | int
    | Decimal
    | str
    | date
    | datetime
    | time
    | timedelta
    | YearsMonthsDuration
    | Sequence["Value"]
    | Mapping[str, "Value"]
)
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_AS_IS = frozenset({str, bool, type(None)})
_SAFE = 2**53 - 1  # integers beyond are not exact in every JSON reader (RFC 8785)


def to_json(value: object) -> Json:  # noqa: PLR0911 - one line per kind
    """Write a value as plain JSON; raise TypeError for what is no value of ours."""
    if type(value) in _AS_IS:  # most are: this runs a hundred times in a step
        return value  # type: ignore[return-value]  # one of the types just looked up
    if isinstance(value, Mapping):
        if "@" in value:
            return {"@": "map", "v": [[str(key), to_json(each)] for key, each in value.items()]}
        return {
            str(key): each if type(each) in _AS_IS else to_json(each) for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [each if type(each) in _AS_IS else to_json(each) for each in value]
    if isinstance(value, int):
        return value if -_SAFE <= value <= _SAFE else {"@": "d", "v": str(value)}
    if isinstance(value, Decimal):
        return _decimal(value)
    return _moment(value)


def _decimal(value: Decimal) -> Json:
    if value.is_finite() and value == value.to_integral_value() and abs(value) <= _SAFE:
        return int(value)
    return {"@": "d", "v": str(value)}


def _moment(value: object) -> Json:
    if isinstance(value, str):  # a subclass, such as an enum member
        return str(value)
    if isinstance(value, datetime):
        return {"@": "t", "v": value.isoformat()}
    if isinstance(value, date):
        return {"@": "D", "v": value.isoformat()}
    if isinstance(value, time):
        return {"@": "T", "v": value.isoformat()}
    if isinstance(value, timedelta):
        return {"@": "s", "v": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, YearsMonthsDuration):
        return {"@": "ym", "v": value.total}
    msg = f"no value of a case: {type(value).__name__}"
    raise TypeError(msg)


def from_json(json: object) -> Value:
    """Read what `to_json` wrote; raise ValueError for an unknown kind."""
    if isinstance(json, list):
        return [from_json(each) for each in json]
    if isinstance(json, dict):
        kind = json.get("@")
        if kind is None:
            return {key: from_json(each) for key, each in json.items()}
        return _tagged(str(kind), json["v"])
    if isinstance(json, float):
        return Decimal(repr(json))
    if json is None or isinstance(json, bool | int | str):
        return json
    msg = f"not JSON: {type(json).__name__}"
    raise ValueError(msg)


def _tagged(kind: str, written: object) -> Value:  # noqa: PLR0911 - one line per kind
    match kind, written:
        case "d", str():
            return Decimal(written)
        case "t", str():
            return datetime.fromisoformat(written)
        case "D", str():
            return date.fromisoformat(written)
        case "T", str():
            return time.fromisoformat(written)
        case "s", [int(days), int(seconds), int(micros)]:
            return timedelta(days=days, seconds=seconds, microseconds=micros)
        case "ym", int():
            return YearsMonthsDuration(written)
        case "map", list():
            return {str(key): from_json(each) for key, each in written}
    msg = f"unknown kind of value: {kind}"
    raise ValueError(msg)
