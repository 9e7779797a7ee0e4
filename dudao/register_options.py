"""The filters of a register as options of the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import TypedDict, TypeVar

import click

from dudao.failures import WrongUse
from engine.model.case import CaseStatus
from engine.model.deadlines import Light
from engine.model.items import ItemStatus
from engine.model.registers import CaseFilter, Days, ItemFilter
from registers.cases import STATES
from registers.describing import code_of

Decorated = TypeVar("Decorated", bound=Callable[..., object])
Code = TypeVar("Code", bound=Enum)
Options = Mapping[str, object]
_LIGHTS = [(each, each.zh) for each in Light]
_ITEM_STATES = [(each, each.zh) for each in ItemStatus]
_CASE_STATES = [(each, STATES[each.value]) for each in CaseStatus]


_SHARED = (
    ("--unit", "CODE", "单位及其下属。", False),
    ("--process", "KEY", "案件类型；可重复。", True),
    ("--status", "状态", "状态，中文或代码；可重复。", True),
    ("--light", "灯", "绿、黄、红、灰；可重复。", True),
    ("--opened", "起..止", "立案（列入）日期，如 2026-09-01..2026-09-30，可缺一端。", False),
    ("--due", "起..止", "期限。", False),
    ("--ended", "起..止", "办结（销号）日期。", False),
    ("--text", "文字", "标题或案号中的文字。", False),
)
_OF_ITEMS = (
    ("--kind", "类别", "问题类别；可重复。", True),
    ("--severity", "程度", "严重程度；可重复。", True),
    ("--owner", "CODE", "责任单位。", False),
)


def filter_options(*, of_items: bool) -> Callable[[Decorated], Decorated]:
    """Add the options of a filter."""

    def add(function: Decorated) -> Decorated:
        names = _SHARED + (_OF_ITEMS if of_items else ())
        for name, metavar, explained, multiple in reversed(names):
            function = click.option(name, metavar=metavar, help=explained, multiple=multiple)(
                function
            )
        return click.option("--mine", is_flag=True, help="只看本人经办的。")(function)

    return add


class _Shared(TypedDict):
    """What both registers are filtered by."""

    unit: str | None
    keys: tuple[str, ...]
    lights: tuple[Light, ...]
    opened: Days
    due: Days
    ended: Days
    text: str
    is_mine: bool


def case_filter(options: Options) -> CaseFilter:
    """Return the filter that options say; raise WrongUse for what cannot be meant."""
    states = _codes(options, "status", CaseStatus, _CASE_STATES)
    return CaseFilter(**_shared(options), statuses=tuple(each.value for each in states))


def item_filter(options: Options) -> ItemFilter:
    """Return the filter that options say; raise WrongUse for what cannot be meant."""
    states = _codes(options, "status", ItemStatus, _ITEM_STATES)
    return ItemFilter(
        **_shared(options),
        statuses=tuple(each.value for each in states),
        kinds=_many(options, "kind"),
        severities=_many(options, "severity"),
        owner=_one(options, "owner"),
    )


def _shared(options: Options) -> _Shared:
    return {
        "unit": _one(options, "unit"),
        "keys": _many(options, "process"),
        "lights": _codes(options, "light", Light, _LIGHTS),
        "opened": _days(options, "opened"),
        "due": _days(options, "due"),
        "ended": _days(options, "ended"),
        "text": _one(options, "text") or "",
        "is_mine": bool(options["mine"]),
    }


def _one(options: Options, name: str) -> str | None:
    value = options[name]
    return value if isinstance(value, str) and value else None


def _many(options: Options, name: str) -> tuple[str, ...]:
    value = options[name]
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _codes(
    options: Options, name: str, kind: type[Code], words: list[tuple[Code, str]]
) -> tuple[Code, ...]:
    found = []
    for text in _many(options, name):
        code = code_of(kind, text, words)
        if code is None:
            allowed = "、".join(word for _, word in words)
            raise WrongUse(
                f"--{name} 应为{allowed}之一，现为“{text}”。",
                en=f"Expected --{name} to be one of {', '.join(str(m.value) for m, _ in words)}.",
            )
        found.append(code)
    return tuple(found)


def _days(options: Options, name: str) -> Days:
    text = _one(options, name)
    if text is None:
        return Days()
    since, dots, until = text.partition("..")
    try:
        first = date.fromisoformat(since) if since else None
        last = date.fromisoformat(until) if until else None
    except ValueError as error:
        raise WrongUse(
            f"--{name} 应为日期或“起..止”，如 2026-09-01..2026-09-30，现为“{text}”。",
            en=f"Expected --{name} to be a day or a span such as 2026-09-01..2026-09-30.",
        ) from error
    return Days(first, last if dots else first)
