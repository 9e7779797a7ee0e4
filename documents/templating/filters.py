"""What may stand behind a | in a template, and how a value without filter is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from jinja2 import Undefined

from documents.templating.numerals import Numeral, day, moment, money, ordinal, plain
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument

UnitName = Callable[[str], str]


def written(value: object) -> str:
    """Write a value as text; raise ValueError for what has no written form of its own."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return plain(value)
    if isinstance(value, Sequence):
        return "、".join(written(each) for each in value)
    return _written_time(value)


def _written_time(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, time):
        return f"{value.hour}时{value.minute}分"
    if isinstance(value, date) or (isinstance(value, Mapping) and "due" in value):
        return as_day(value)
    raise ValueError("不是一个可以写出的值；请指明其中的字段")


def as_day(value: object) -> str:
    """日期: write a day, an instant, the due day of a deadline, or text such as 2026-09-16."""
    if isinstance(value, Mapping) and "due" in value:
        value = value["due"]
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, date):
        return day(value)
    raise ValueError("应为日期")


def as_moment(value: object) -> str:
    """时间: write an instant with hour and minute."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return moment(value)
    raise ValueError("应为带时刻的日期")


def term(value: object) -> str:
    """期限: write a deadline as its due day, a term of law (15日, P15WD) in words."""
    if isinstance(value, Mapping | date):
        return as_day(value)
    if isinstance(value, str):
        try:
            return str(parse_term(value))
        except InvalidArgument:
            return as_day(value)
    raise ValueError("应为期限，如“15日”“5个工作日”，或者期限届满的日期")


def as_money(value: object) -> str:
    """金额: write an amount of yuan."""
    if isinstance(value, str):
        value = Decimal(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return money(value)
    raise ValueError("应为金额")


def as_ordinal(value: object) -> Numeral:
    """序号: write 1, 2, 3 as 一、二、三 without the mark behind."""
    if isinstance(value, int) and not isinstance(value, bool):
        return ordinal(value)
    raise ValueError("应为整数")


def joined(value: object, separator: str = "、") -> str:
    """并列: write the members of a list one after another, with 、 between."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return separator.join(written(each) for each in value)
    return written(value)


def count(value: object) -> int:
    """个数: count the members of a list."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return len(value)
    raise ValueError("应为一组")


def otherwise(value: object, text: object) -> object:
    """缺省: write another text where an optional field is empty."""
    return text if isinstance(value, Undefined) or value is None or value == "" else value


def sentence(value: object) -> str:
    """成句: end a text with exactly one full stop, however it was typed."""
    return written(value).strip().rstrip("。．.；;，,") + "。"


FILTERS: Mapping[str, Callable[..., object]] = {
    "日期": as_day,
    "时间": as_moment,
    "期限": term,
    "金额": as_money,
    "序号": as_ordinal,
    "并列": joined,
    "个数": count,
    "成句": sentence,
}
"""Beside these there are 单位名称, which needs the names of the units, and 缺省, which alone may
be given nothing.
"""

PROBLEMS = (ValueError, InvalidOperation, OverflowError)
"""What a filter raises for a value it cannot write."""
