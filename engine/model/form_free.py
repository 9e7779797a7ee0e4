"""What a task without a form takes: any names and JSON values, within bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel import YearsMonthsDuration
from engine.model.errors import FieldError, InvalidArgument
from engine.model.form_values import exact, first_unprintable
from engine.model.values import Value

MAX_SIZE = 256 * 1024
"""Bytes of everything sent with a task that has no form."""
MAX_DEPTH = 8
RESERVED = frozenset({"case", "loop"})
"""Names that expressions find without any form, so no variable may take them."""
_MAX_NAME = 100
_NAME = re.compile(r"[^\W\d]\w*")
_PER_VALUE = 4  # what a number, a bracket or a comma costs, roughly


def name_fault(name: str) -> tuple[str, str] | None:
    """Return why a text cannot be the name of a variable, in Chinese and English, or None."""
    if name in RESERVED:
        return f"名称“{name}”由系统保留。", f"The name '{name}' is reserved."
    if len(name) > _MAX_NAME or not _NAME.fullmatch(name):
        shown = name[:_MAX_NAME]
        zh = f"名称“{shown}”应由汉字、字母、数字和下划线组成，不以数字开头，最多{_MAX_NAME}个字符。"
        return zh, (
            f"Expected a name of at most {_MAX_NAME} letters, digits and underscores that does "
            f"not begin with a digit, found '{shown}'."
        )
    return None


def load_free(sent: object) -> dict[str, Value]:
    """Return variables from any mapping of names to JSON values; floats become exact decimals.

    Raises InvalidArgument with the code `invalid_form`, naming everything that is wrong.
    """
    reading = _Reading()
    if isinstance(sent, Mapping):
        values = {str(name): reading.top(str(name), each) for name, each in sent.items()}
    else:
        values = {}
        reading.wrong("", "应为由名称和值组成的对象。", "Expected an object of names and values.")
    if reading.errors:
        raise InvalidArgument(
            "提交的内容不符合要求。",
            en="What was sent is not what was expected.",
            code="invalid_form",
            errors=tuple(reading.errors),
        )
    return values


class _Reading:
    """Copy one input, counting its size and keeping what is wrong."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self._left = MAX_SIZE

    def wrong(self, path: str, zh: str, en: str) -> None:
        if len(self.errors) < 100:  # noqa: PLR2004 - nobody reads more
            self.errors.append(FieldError(path, zh, en))

    def top(self, name: str, value: object) -> Value:
        self._spend(len(name.encode(errors="replace")), name)
        if fault := name_fault(name):
            self.wrong(name[:_MAX_NAME], *fault)
        return self._value(name, value, depth=1)

    def _spend(self, size: int, path: str) -> bool:
        """Charge some bytes; return whether there is room for more."""
        before, self._left = self._left, self._left - size - _PER_VALUE
        if before >= 0 > self._left:
            self.wrong(
                path,
                f"提交的内容超过{MAX_SIZE // 1024} KB。",
                f"Expected at most {MAX_SIZE // 1024} KB altogether.",
            )
        return self._left >= 0

    def _value(self, path: str, value: object, *, depth: int) -> Value:
        match value:
            case str():
                return self._text(path, value)
            case Mapping() | list() | tuple() if depth > MAX_DEPTH:
                self.wrong(
                    path,
                    f"嵌套超过{MAX_DEPTH}层。",
                    f"Expected at most {MAX_DEPTH} levels of nesting.",
                )
                return None
            case Mapping():
                return self._mapping(path, value, depth=depth)
            case list() | tuple():
                return self._list(path, value, depth=depth)
            case _:
                self._spend(0, path)
                return self._simple(path, value)

    def _text(self, path: str, text: str) -> str:
        room = self._spend(len(text.encode(errors="replace")), path)
        if room and (found := first_unprintable(text, allowed="\n\r\t")):
            self.wrong(
                path,
                f"含有不允许的控制字符（U+{ord(found):04X}）。",
                f"Found a control character (U+{ord(found):04X}).",
            )
        return text

    def _mapping(self, path: str, value: Mapping[object, object], *, depth: int) -> Value:
        result: dict[str, Value] = {}
        for key, each in value.items():
            inner = f"{path}.{str(key)[:_MAX_NAME]}"
            if not self._spend(0, inner):
                break
            if not isinstance(key, str) or not key or len(key) > _MAX_NAME:
                self.wrong(
                    inner,
                    f"名称应为1至{_MAX_NAME}个字符的文字。",
                    f"Expected a name of 1 to {_MAX_NAME} characters.",
                )
                continue
            self._text(inner, key)
            result[key] = self._value(inner, each, depth=depth + 1)
        return result

    def _list(self, path: str, value: list[object] | tuple[object, ...], *, depth: int) -> Value:
        result: list[Value] = []
        for at, each in enumerate(value):
            if not self._spend(0, path):
                break
            result.append(self._value(f"{path}.{at}", each, depth=depth + 1))
        return result

    def _simple(self, path: str, value: object) -> Value:
        if value is None or isinstance(
            value, bool | date | datetime | time | timedelta | YearsMonthsDuration
        ):
            return value
        number = exact(value)
        if number is None or not _is_sane(number):
            self.wrong(
                path,
                "应为文字、数字、真假值、列表或对象。",
                "Expected text, a number, a truth value, a list or an object.",
            )
            return None
        return int(number) if isinstance(value, int) else number


def _is_sane(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return number.adjusted() < 34 and int(exponent) > -34  # noqa: PLR2004 - digits FEEL keeps
