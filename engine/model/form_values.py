"""Read the value of one form field from what a client sent, or say what was expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from engine.model.calendar import SHANGHAI
from engine.model.counts import counted
from engine.model.forms import Field, FieldKind
from engine.model.patterns import is_match
from engine.model.values import Value

_MAX_ID = 200
_WHOLE_DIGITS = 18
_FRACTION_DIGITS = 12
_NUMBER = re.compile(rf"[+-]?[0-9]{{1,{_WHOLE_DIGITS}}}(?:\.[0-9]{{1,{_FRACTION_DIGITS}}})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_YEARS = (1900, 2199)  # other years are typing errors, and deadlines stay valid dates
_Parsed = TypeVar("_Parsed")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Wrong(ValueError):
    """The value is not what the field takes; `zh` and `en` say what was expected."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en


def anything(_id: str, /) -> bool:
    """Know every id; for checks without a directory at hand."""
    return True


@dataclass(frozen=True, slots=True)
class References:
    """Say which units, people and files exist."""

    unit: Callable[[str], bool] = anything
    person: Callable[[str], bool] = anything
    file: Callable[[str], bool] = anything


def read_value(field: Field, sent: object, *, references: References) -> Value:
    """Return the value of a field that is no list, or raise Wrong; blank is None or ""."""
    if sent is None or (isinstance(sent, str) and not sent.strip()):
        if field.required:
            raise Wrong(f"请填写“{field.name}”。", f"Expected a value for '{field.name}'.")
        return "" if isinstance(sent, str) and field.kind in _TEXTS else None
    return _READERS[field.kind](field, sent, references)


def _string(field: Field, sent: object, _references: References) -> Value:
    if not isinstance(sent, str):
        raise Wrong(f"“{field.name}”应为文字。", f"Expected text for '{field.name}'.")
    text = sent.replace("\r\n", "\n")
    lines = "\n\t" if field.kind is FieldKind.TEXT else ""
    if unprintable := first_unprintable(text, allowed=lines):
        raise Wrong(
            f"“{field.name}”含有不允许的控制字符（U+{ord(unprintable):04X}）。",
            f"'{field.name}' holds a control character (U+{ord(unprintable):04X}).",
        )
    _check_length(field, len(text))
    _check_pattern(field, text)
    return text


def first_unprintable(text: str, *, allowed: str = "") -> str:
    """Return the first control, surrogate or text-turning character, or ""."""
    if text.isprintable():
        return ""  # the usual case, and quick
    bad = (
        each
        for each in text
        if each not in allowed and (each in _TURNING or unicodedata.category(each) in {"Cc", "Cs"})
    )
    return next(bad, "")


def _check_length(field: Field, length: int) -> None:
    if length > field.length_cap:
        raise Wrong(
            f"“{field.name}”最多{field.length_cap}个字符，现有{length}个。",
            f"Expected at most {counted(field.length_cap, 'character')} for '{field.name}', "
            f"found {length}.",
        )
    if field.min_length is not None and length < field.min_length:
        raise Wrong(
            f"“{field.name}”至少{field.min_length}个字符，现有{length}个。",
            f"Expected at least {counted(field.min_length, 'character')} for '{field.name}', "
            f"found {length}.",
        )


def _check_pattern(field: Field, text: str) -> None:
    if field.pattern and not is_match(field.pattern, text):
        hint = f"：{field.help}" if field.help else f"（{field.pattern}）"
        raise Wrong(
            f"“{field.name}”的格式不符合要求{hint}。".replace("。。", "。"),
            f"Expected '{field.name}' to match {field.pattern}.",
        )


def exact(number: object) -> Decimal | None:
    """Return a number from JSON, or written in digits, as an exact decimal; None for others."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal | str):
        return None
    written = number.strip() if isinstance(number, str) else ""
    if written and not _NUMBER.fullmatch(written):
        return None
    try:
        value = Decimal(repr(number) if isinstance(number, float) else written or number)
    except (InvalidOperation, ValueError):
        return None
    return value if value.is_finite() else None


def _integer(field: Field, sent: object, _references: References) -> Value:
    value = exact(sent)
    if value is None or value.adjusted() >= _WHOLE_DIGITS or value != value.to_integral_value():
        raise Wrong(
            f"“{field.name}”应为整数，如 12。",
            f"Expected a whole number for '{field.name}', such as 12.",
        )
    _check_range(field, value)
    return int(value)


def _decimal(field: Field, sent: object, _references: References) -> Value:
    value = exact(sent)
    if value is None or not _is_small(value):
        raise Wrong(
            f"“{field.name}”应为数字，如 12.50；整数部分最多{_WHOLE_DIGITS}位，"
            f"小数部分最多{_FRACTION_DIGITS}位。",
            f"Expected a number for '{field.name}', such as 12.50, of at most {_WHOLE_DIGITS} "
            f"and {_FRACTION_DIGITS} digits.",
        )
    _check_range(field, value)
    return value


def _is_small(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return value.adjusted() < _WHOLE_DIGITS and int(exponent) >= -_FRACTION_DIGITS


def _check_range(field: Field, value: Decimal) -> None:
    if field.minimum is not None and value < field.minimum:
        raise Wrong(
            f"“{field.name}”不得小于{field.minimum}。",
            f"Expected '{field.name}' to be at least {field.minimum}.",
        )
    if field.maximum is not None and value > field.maximum:
        raise Wrong(
            f"“{field.name}”不得大于{field.maximum}。",
            f"Expected '{field.name}' to be at most {field.maximum}.",
        )


def _boolean(field: Field, sent: object, _references: References) -> Value:
    if not isinstance(sent, bool):
        raise Wrong(
            f"“{field.name}”应为“是”或“否”（true 或 false）。",
            f"Expected true or false for '{field.name}'.",
        )
    return sent


def _date(field: Field, sent: object, _references: References) -> Value:
    day = sent if isinstance(sent, date) and not isinstance(sent, datetime) else None
    if isinstance(sent, str) and _DATE.fullmatch(sent.strip()):
        day = _parsed(date.fromisoformat, sent.strip())
    if day is None or not _YEARS[0] <= day.year <= _YEARS[1]:
        raise Wrong(
            f"“{field.name}”应为日期，格式如 2026-09-01。",
            f"Expected a date for '{field.name}', such as 2026-09-01.",
        )
    return day


def _datetime(field: Field, sent: object, _references: References) -> Value:
    instant = sent if isinstance(sent, datetime) else None
    if isinstance(sent, str) and _DATETIME.fullmatch(sent.strip()):
        instant = _parsed(datetime.fromisoformat, sent.strip())
    if instant is None or not _YEARS[0] <= instant.year <= _YEARS[1]:
        raise Wrong(
            f"“{field.name}”应为日期和时间，格式如 2026-09-01T09:00:00+08:00；不写时区即北京时间。",
            f"Expected date and time for '{field.name}', such as 2026-09-01T09:00:00+08:00; "
            "without an offset it is Beijing time.",
        )
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def _parsed(read: Callable[[str], _Parsed], text: str) -> _Parsed | None:
    try:
        return read(text)
    except ValueError:
        return None


def _choice(field: Field, sent: object, _references: References) -> Value:
    if not any(sent == value for value, _ in field.choices):
        labels = "、".join(f"{label}（{value}）" for value, label in field.choices)
        values = ", ".join(value for value, _ in field.choices)
        raise Wrong(
            f"“{field.name}”应为以下之一：{labels}。",
            f"Expected one of these for '{field.name}': {values}.",
        )
    return str(sent)


_REFERENCES: Mapping[FieldKind, tuple[str, str]] = {
    FieldKind.UNIT: ("单位代码", "code of a unit"),
    FieldKind.PERSON: ("人员", "id of a person"),
    FieldKind.FILE: ("已上传的文件", "id of an uploaded file"),
}


def _reference(field: Field, sent: object, references: References) -> Value:
    known = {
        FieldKind.UNIT: references.unit,
        FieldKind.PERSON: references.person,
        FieldKind.FILE: references.file,
    }[field.kind]
    if not isinstance(sent, str) or len(sent) > _MAX_ID or not known(sent.strip()):
        zh, en = _REFERENCES[field.kind]
        raise Wrong(
            f"“{field.name}”应为{zh}，但没有找到。", f"Expected the {en} for '{field.name}'."
        )
    return sent.strip()


_TEXTS = frozenset({FieldKind.STRING, FieldKind.TEXT})
_READERS: Mapping[FieldKind, Callable[[Field, object, References], Value]] = {
    FieldKind.STRING: _string,
    FieldKind.TEXT: _string,
    FieldKind.INTEGER: _integer,
    FieldKind.DECIMAL: _decimal,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.DATE: _date,
    FieldKind.DATETIME: _datetime,
    FieldKind.ENUM: _choice,
    FieldKind.FILE: _reference,
    FieldKind.UNIT: _reference,
    FieldKind.PERSON: _reference,
}
