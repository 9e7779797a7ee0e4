"""What people write for numbers, days and choices, put into the one way that the engine reads.

Nothing is guessed: what is not understood stays as it was typed, and the engine says what it
expected instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime

from engine.model.form_values import exact
from engine.model.forms import FieldKind
from web.forms.fields import FormField
from web.forms.references import References

_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_POINTED = re.compile(r"([+-]?)\.([0-9]+)")
_DAY = re.compile(
    r"([0-9]{4})\s*(?:年|[-/.])\s*([0-9]{1,2})\s*(?:月|[-/.])\s*([0-9]{1,2})\s*日?号?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(
    r"(上午|早上|中午|下午|晚上|晚)?\s*([0-9]{1,2})\s*(?::|时|点)\s*([0-9]{1,2})?\s*(半|分)?"
    r"(?::([0-9]{2}))?\s*(?:秒)?"
)
_AFTERNOON = frozenset({"下午", "晚上", "晚", "中午"})
_NOON, _HOURS = 12, 24
_TRUE = frozenset({"是", "对", "有", "同意", "真", "√", "✓", "✔", "1", "y", "yes", "true"})
_FALSE = frozenset({"否", "不", "不是", "无", "没有", "不同意", "假", "×", "✗", "x", "0", "n", "no",
                    "false"})  # fmt: skip
_WEEKDAY = re.compile(r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?\s*")


def number(text: str) -> str:
    """Write a number in plain digits: full-width digits, commas between thousands, 元, ￥."""
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").replace("。", ".")
    plain = "".join(plain.split()).removeprefix("¥").removesuffix("元").replace("−", "-")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return _POINTED.sub(r"\g<1>0.\2", plain) if _POINTED.fullmatch(plain) else plain or text


def day(text: str) -> str:
    """Write a day as 2026-03-05: from 2026年3月5日, 2026/3/5, 2026.3.5 or 20260305."""
    plain = _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    found = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    return _written(found) if found else text.strip()


def instant(text: str) -> str:
    """Write day and time of day in Beijing as 2026-03-05T14:30; also from 2026年3月5日下午2点半."""
    plain = _WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    found = _DAY.match(plain) or _COMPACT.match(plain)
    if found is None:
        return text.strip()
    rest = plain[found.end() :].lstrip(" T,，")
    time = _TIME.fullmatch(rest)
    written = None if time is None else _clock(time)
    return f"{_written(found)}T{written}" if written else text.strip()


def truth(text: str) -> str:
    """Write a truth value as `true` or `false`."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    return "true" if word in _TRUE else "false" if word in _FALSE else text.strip()


def choice(text: str, choices: Iterable[tuple[str, str]]) -> str:
    """Return the value of a choice by its value or its label; blanks and width do not count."""
    wanted = _bare(text)
    for value, label in choices:
        if wanted in (_bare(value), _bare(label)):
            return value
    return text.strip()


def read(field: FormField, text: str, *, references: References) -> str:
    """Put what was typed into a field into the way the engine reads."""
    if field.kind is FieldKind.ENUM:
        return choice(text, field.choices)
    if field.kind is FieldKind.UNIT:
        return references.unit(text)
    if field.kind is FieldKind.PERSON:
        return references.person(text)
    return _READERS.get(field.kind, _as_it_is)(text)


def is_understood(field: FormField, value: str) -> bool:
    """Say whether a cell that was put into the engine's way could be read at all."""
    match field.kind:
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            found = exact(value)
            is_whole = found is not None and found == found.to_integral_value()
            return found is not None and (is_whole or field.kind is FieldKind.DECIMAL)
        case FieldKind.DATE:
            return _parses(date.fromisoformat, value)
        case FieldKind.DATETIME:
            return _parses(datetime.fromisoformat, value)
        case FieldKind.BOOLEAN:
            return value in ("true", "false")
        case FieldKind.ENUM:
            return any(value == each for each, _ in field.choices)
        case _:
            return True


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _written(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _clock(found: re.Match[str]) -> str | None:
    part, hour = found[1], int(found[2])
    minute = 30 if found[4] == "半" else int(found[3] or 0)
    if part in _AFTERNOON and hour < _NOON:
        hour += _NOON
    seconds = f":{found[5]}" if found[5] else ""
    return f"{hour:02}:{minute:02}{seconds}" if hour < _HOURS else None


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _as_it_is(text: str) -> str:
    return text


_READERS = {
    FieldKind.INTEGER: number,
    FieldKind.DECIMAL: number,
    FieldKind.DATE: day,
    FieldKind.DATETIME: instant,
    FieldKind.BOOLEAN: truth,
}
