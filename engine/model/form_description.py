"""A form as JSON Schema (2020-12) for programs and pages, and values as the form takes them.

The order of the properties is the order in which they are shown. Each has its label as `title` and
the kind of the field as `x-kind`; choices are `oneOf` with `const` and `title`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from engine.model.forms import Field, FieldKind, Form
from engine.model.values import Json, Value

_TYPES: Mapping[FieldKind, Json] = {
    FieldKind.INTEGER: "integer",
    FieldKind.DECIMAL: ["number", "string"],
    FieldKind.BOOLEAN: "boolean",
    FieldKind.LIST: "array",
}
_FORMATS = {FieldKind.DATE: "date", FieldKind.DATETIME: "date-time"}


def form_schema_of(form: Form | None) -> dict[str, Json]:
    """Return the schema of a form; without fields it takes an object of any members."""
    if form is None or not form.fields:
        return {"type": "object", "additionalProperties": True}
    return _object(form.fields)


def form_value(value: Value) -> Json:
    """Write a value the way a form takes it: dates and instants as ISO 8601, decimals as text."""
    match value:
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): form_value(each) for key, each in value.items()}
        case list() | tuple():
            return [form_value(each) for each in value]
        case bool() | int() | str() | None:
            return value
    return str(value)


def _object(fields: tuple[Field, ...]) -> dict[str, Json]:
    required: list[Json] = [
        each.id for each in fields if each.required and not each.default and not each.read_only
    ]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.id: _property(each) for each in fields},
        "required": required,
    }


def _property(field: Field) -> dict[str, Json]:
    written: dict[str, Json] = {
        "title": field.name,
        "x-kind": field.kind.value,
        "type": _type(field),
        "format": _FORMATS.get(field.kind),
        "description": field.help or None,
        "readOnly": field.read_only or None,
        "pattern": field.pattern or None,
        "minimum": _number(field.minimum),
        "maximum": _number(field.maximum),
        "oneOf": _choices(field),
        **_lengths(field),
    }
    if field.kind is FieldKind.LIST:
        written["items"] = _object(field.fields)
    return {key: each for key, each in written.items() if each is not None}


def _type(field: Field) -> Json:
    """Return the JSON type; what need not be filled in may be null."""
    named = _TYPES.get(field.kind, "string")
    if field.required and not field.read_only:
        return named
    return [*named, "null"] if isinstance(named, list) else [named, "null"]


def _lengths(field: Field) -> dict[str, Json]:
    if field.kind is FieldKind.LIST:
        least = max(field.min_length or 0, 1 if field.required else 0)
        return {"minItems": least or None, "maxItems": field.length_cap}
    if field.kind in (FieldKind.STRING, FieldKind.TEXT):
        return {"minLength": field.min_length, "maxLength": field.length_cap}
    return {}


def _choices(field: Field) -> Json:
    if field.kind is not FieldKind.ENUM:
        return None
    known: list[Json] = [{"const": value, "title": label} for value, label in field.choices]
    return known if field.required else [*known, {"const": None, "title": ""}]


def _number(value: Decimal | None) -> Json:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
