"""Answers described by the values themselves: the schema of a dataclass, from its types.

What a view of the engine holds is what is answered, so it is said in one place only.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, fields

from api.json_values import plain
from api.schemas.overview import FigureAnswer
from engine.model.overview import Figure


class Plain(fields.Field[Any]):
    """Any value of a case, as plain JSON."""

    def _serialize(self, value: object, *_: object, **__: object) -> Any:  # noqa: ANN401 - JSON
        return plain(value)


@cache
def answer_of(view: type, name: str = "") -> type[Schema]:
    """Return the schema of a dataclass, named like it; every member is always there."""
    hints = get_type_hints(view)
    made: dict[str, fields.Field[Any]] = {
        each.name: field_of(hints[each.name]) for each in fields_of(view)
    }
    return Schema.from_dict(made, name=name or view.__name__)


def field_of(kind: Any) -> fields.Field[Any]:  # noqa: ANN401 - a type
    """Return the field of a type; `X | None` is an X or null."""
    inner, is_nullable = _without_none(kind)
    field = _field(inner)
    field.required = True
    field.allow_none = is_nullable or field.allow_none
    return field


def _without_none(kind: Any) -> tuple[Any, bool]:  # noqa: ANN401 - a type
    if get_origin(kind) not in (Union, types.UnionType):
        return kind, False
    kept = [each for each in get_args(kind) if each is not type(None)]
    is_nullable = len(kept) < len(get_args(kind))
    return (kept[0] if len(kept) == 1 else object), is_nullable


_SIMPLE: Mapping[type, type[fields.Field[Any]]] = {
    str: fields.String,
    bool: fields.Boolean,
    int: fields.Integer,
    datetime: fields.AwareDateTime,
    date: fields.Date,
}


def _field(kind: Any) -> fields.Field[Any]:  # noqa: ANN401 - a type
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (tuple, list, frozenset):
        return fields.List(field_of(inner[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return fields.Dict(keys=fields.String(), values=field_of(inner[1]))
    if kind in _SIMPLE:
        return _SIMPLE[kind]()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return fields.Enum(kind, by_value=True)
    if isinstance(kind, type) and is_dataclass(kind):
        return fields.Nested(FigureAnswer if kind is Figure else answer_of(kind))
    return Plain(allow_none=True)
