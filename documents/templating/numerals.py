"""Write numbers, dates and money as an office writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from engine.model.calendar import SHANGHAI

_DIGITS = "零一二三四五六七八九"
_TEN, _HUNDRED = 10, 100


class Numeral(str):
    """Hold an ordinal we wrote ourselves; it may begin a heading, as no other value may."""

    __slots__ = ()


def ordinal(number: int) -> Numeral:
    """Write 1 to 99 as 一 to 九十九; beyond, and below 1, raise ValueError."""
    if not 0 < number < _HUNDRED:
        raise ValueError("序号应在1至99之间。")
    tens, ones = divmod(number, _TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return Numeral(head + (_DIGITS[ones] if ones else ""))


def day(value: date) -> str:
    """Write a day as 2026年9月16日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    local = value.astimezone(SHANGHAI) if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def moment(value: datetime) -> str:
    """Write an instant as 2026年9月16日9时30分, local time."""
    local = value.astimezone(SHANGHAI)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{day(value)}{local.hour}时{minutes}"


def money(value: Decimal | int) -> str:
    """Write an amount as 12,345.60元, rounded to the fen."""
    return f"{Decimal(value):,.2f}元"


def plain(value: Decimal | int) -> str:
    """Write a number without exponent or superfluous zeros."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
