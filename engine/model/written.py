"""Values made of frozen dataclasses, written as JSON and read back as they were.

`orjson` writes dataclasses, tuples, enums, days and instants by itself; what it wrote says nothing
of types, so a reader is made of those that the dataclass declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")
Read = Callable[[Any], Any]
_PLAIN = frozenset({str, int, bool, NoneType})


def written(value: object) -> bytes:
    """Return a dataclass as JSON."""
    return orjson.dumps(value)


def read_back(kind: type[T], text: bytes | str) -> T:
    """Return the dataclass that `written` wrote; ValueError for anything else."""
    try:
        return cast("T", _reader(cast("Any", kind))(orjson.loads(text)))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


@cache
def _reader(kind: Any) -> Read:  # noqa: ANN401 - a type or what stands for several
    if kind in _PLAIN:
        return _of_plain(kind)
    if kind is date or kind is datetime:
        return cast("Read", kind.fromisoformat)
    if get_origin(kind) is tuple:
        return _of_tuple(kind)
    if get_origin(kind) in (Union, UnionType):
        return _of_union(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return _of_dataclass(kind)
    msg = f"{kind} is not written as JSON"
    raise TypeError(msg)


def _of_plain(kind: type) -> Read:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise TypeError(kind)
        return value

    return read


def _of_tuple(kind: object) -> Read:
    each, rest = get_args(kind)
    if rest is not Ellipsis:
        msg = f"{kind} is no tuple of any length"
        raise TypeError(msg)
    read = _reader(each)
    return lambda value: tuple(map(read, value))


def _of_union(kinds: tuple[Any, ...]) -> Read:
    """Read one of several dataclasses, told apart by the names of their fields, or None."""
    if NoneType in kinds:
        rest = tuple(each for each in kinds if each is not NoneType)
        inner = _reader(rest[0]) if len(rest) == 1 else _of_union(rest)
        return lambda value: None if value is None else inner(value)
    known = {frozenset(each.name for each in fields(kind)): _reader(kind) for kind in kinds}
    return lambda value: known[frozenset(value)](value)


def _of_dataclass(kind: Any) -> Read:  # noqa: ANN401 - a dataclass
    hints = get_type_hints(kind)
    readers = [(each.name, _reader(hints[each.name])) for each in fields(kind)]

    def read(value: Mapping[str, object]) -> object:
        return kind(**{name: of(value[name]) for name, of in readers})

    return read
