"""A term is a quantity and a unit, as laws write it: 十五日, 5个工作日, 三个月, 24小时.

A day is never 24 hours here, nor a working day eight: each unit is a type of its own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from engine.model.errors import InvalidArgument


class Unit(Enum):
    """Name what a term counts."""

    HOURS = "hours"
    """Exact hours from the starting instant (小时)."""
    DAYS = "days"
    """Natural days (日): every day of the calendar counts."""
    WORKING_DAYS = "working_days"
    """Working days (工作日): weekends and holidays do not count, make-up days do."""
    MONTHS = "months"
    """Months (月) by corresponding day."""

    @property
    def zh(self) -> str:
        """Return the measure word that follows the quantity, such as 个工作日."""
        return _UNIT_ZH[self]


_UNIT_ZH = {
    Unit.HOURS: "小时",
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
}
_UNIT_ISO = {
    Unit.HOURS: "PT{}H",
    Unit.DAYS: "P{}D",
    Unit.WORKING_DAYS: "P{}WD",
    Unit.MONTHS: "P{}M",
}
# About a century: longer terms are typing errors, and every result stays a valid date.
_LIMITS = {
    Unit.HOURS: 876_000,
    Unit.DAYS: 36_500,
    Unit.WORKING_DAYS: 25_000,
    Unit.MONTHS: 1_200,
}


@dataclass(frozen=True, slots=True)
class Term:
    """Hold a positive quantity of one unit; anything else raises InvalidArgument."""

    quantity: int
    unit: Unit

    def __post_init__(self) -> None:
        limit = _LIMITS[self.unit]
        if not 1 <= self.quantity <= limit:
            raise InvalidArgument(
                f"期限应为1至{limit}{self.unit.zh}之间的整数，现为{self.quantity}{self.unit.zh}。",
                en=f"Expected a term of 1 to {limit} {self.unit.value}, found {self.quantity}.",
                code="invalid_term",
            )

    @property
    def iso(self) -> str:
        """Write the term as ISO 8601 does; working days are ours: ``P15WD``."""
        return _UNIT_ISO[self.unit].format(self.quantity)

    def __str__(self) -> str:
        return f"{self.quantity}{self.unit.zh}"


_WORDS: dict[str, tuple[Unit, int]] = {
    **dict.fromkeys(("小时", "时", "h", "hour", "hours"), (Unit.HOURS, 1)),
    **dict.fromkeys(
        ("日", "天", "自然日", "自然天", "日历日", "d", "day", "days", "calendarday",
         "calendardays", "naturalday", "naturaldays"),
        (Unit.DAYS, 1),
    ),
    **dict.fromkeys(("周", "星期", "礼拜", "week", "weeks"), (Unit.DAYS, 7)),
    **dict.fromkeys(
        ("工作日", "工作天", "wd", "workingday", "workingdays", "workday", "workdays",
         "businessday", "businessdays"),
        (Unit.WORKING_DAYS, 1),
    ),
    **dict.fromkeys(("月", "month", "months"), (Unit.MONTHS, 1)),
    **dict.fromkeys(("年", "周年", "year", "years"), (Unit.MONTHS, 12)),
}  # fmt: skip
_ISO_DESIGNATORS: dict[str, tuple[Unit, int]] = {
    "D": (Unit.DAYS, 1),
    "W": (Unit.DAYS, 7),
    "WD": (Unit.WORKING_DAYS, 1),
    "M": (Unit.MONTHS, 1),
    "Y": (Unit.MONTHS, 12),
    "TH": (Unit.HOURS, 1),
}
_ISO = re.compile(r"P(T?)([0-9]{1,6})(WD|[DWMYH])")
_PLAIN = re.compile(r"([0-9]{1,6}|[〇零一二两三四五六七八九十百千]{1,9})个?([a-z一-鿿]{1,12})")

_DIGITS = {"两": 2, **{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
MAX_TEXT = 40


def parse_term(text: str) -> Term:
    """Read a term from Chinese, English or ISO 8601 text.

    Accepted are ``15个工作日``, ``30日``, ``30天``, ``三个月``, ``24小时``, ``P30D``, ``P3M``,
    ``P1W`` (7 days), ``P1Y`` (12 months), ``PT24H``, ``P15WD`` and ``15 working days``. Anything
    else, a mixture of units included, raises InvalidArgument with the code ``invalid_term``.
    """
    if len(text) <= MAX_TEXT:
        compact = "".join(unicodedata.normalize("NFKC", text).split())
        found = _iso(compact.upper()) or _plain(compact.lower())
        if found is not None:
            quantity, (unit, factor) = found
            return Term(quantity * factor, unit)
    raise InvalidArgument(
        f"期限“{text[:MAX_TEXT]}”无法识别：应为数量加单位，如 15个工作日、30日、3个月、24小时，"
        "或 P15WD、P30D、P3M、PT24H。",
        en=f"Expected a quantity and one unit, such as 15 working days, 30 days, 3 months, "
        f"24 hours, P15WD, P30D, P3M or PT24H, but found “{text[:MAX_TEXT]}”.",
        code="invalid_term",
    )


def _iso(text: str) -> tuple[int, tuple[Unit, int]] | None:
    found = _ISO.fullmatch(text)
    measure = _ISO_DESIGNATORS.get(found[1] + found[3]) if found else None
    return (int(found[2]), measure) if found and measure else None


def _plain(text: str) -> tuple[int, tuple[Unit, int]] | None:
    found = _PLAIN.fullmatch(text)
    measure = _WORDS.get(found[2]) if found else None
    quantity = _number(found[1]) if found else None
    return (quantity, measure) if measure and quantity is not None else None


def _number(text: str) -> int | None:
    """Read 15, 十五, 一百二十 or 二〇; None for characters in an order that is no number."""
    if text.isdecimal():
        return int(text)
    if not any(tens in text for tens in _TENS):
        return int("".join(str(_DIGITS[digit]) for digit in text))
    total, digit, smallest = 0, None, 10_000
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif _TENS[character] >= smallest or digit == 0:
            return None
        else:
            smallest = _TENS[character]
            total += (1 if digit is None else digit) * smallest
            digit = None
    return total + (digit or 0)


def zh_number(value: int) -> str:
    """Write 1 to 99 in Chinese characters, and larger numbers in digits."""
    if not 0 < value < 100:  # noqa: PLR2004 - the range the sentence above names
        return str(value)
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")
