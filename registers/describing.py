"""A filter in words, for the line under the title of an export and for the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TypeVar

from engine.model.items import ItemStatus
from engine.model.registers import CaseFilter, Days, ItemFilter
from registers.cases import STATES
from registers.naming import Names

EVERYTHING = "全部"


def describe(wanted: CaseFilter | ItemFilter, names: Names) -> str:
    """Say what a filter lets through."""
    return "；".join(_parts(wanted, names)) or EVERYTHING


def _parts(wanted: CaseFilter | ItemFilter, names: Names) -> Iterator[str]:
    if wanted.unit is not None:
        is_alone = isinstance(wanted, CaseFilter) and wanted.is_unit_alone
        yield f"单位：{names.unit(wanted.unit)}{'本级' if is_alone else '及下属'}"
    if isinstance(wanted, ItemFilter):
        if wanted.owner is not None:
            yield f"责任单位：{names.unit(wanted.owner)}"
        yield from _listed("类别", wanted.kinds)
        yield from _listed("严重程度", wanted.severities)
        yield from _listed("状态", (ItemStatus(each).zh for each in wanted.statuses))
        if wanted.case_id is not None:
            yield "仅一案"
    else:
        yield from _listed("状态", (STATES[each] for each in wanted.statuses))
    yield from _listed("案件类型", map(names.process, wanted.keys))
    yield from _listed("灯", (each.zh for each in wanted.lights))
    yield from days_said("立案" if isinstance(wanted, CaseFilter) else "列入", wanted.opened)
    yield from days_said("期限", wanted.due)
    yield from days_said("办结" if isinstance(wanted, CaseFilter) else "销号", wanted.ended)
    if wanted.on_time is not None:
        yield "按期" if wanted.on_time else "未按期"
    if wanted.text:
        yield f"含“{wanted.text}”"
    if wanted.is_mine:
        yield "仅本人经办"


def _listed(name: str, values: Iterable[str]) -> Iterator[str]:
    said = "、".join(values)
    if said:
        yield f"{name}：{said}"


def days_said(name: str, days: Days) -> Iterator[str]:
    """Say a span of days in words, nothing for any day."""
    match days:
        case Days(None, None):
            return
        case Days(since, None):
            yield f"{name}：{since}起"
        case Days(None, until):
            yield f"{name}：{until}止"
        case Days(since, until):
            yield f"{name}：{since}至{until}"


Code = TypeVar("Code", bound=Enum)


def code_of(kind: type[Code], text: str, words: Iterable[tuple[Code, str]]) -> Code | None:
    """Return the member whose value or Chinese word is given; None for neither."""
    by_word = {word: member for member, word in words}
    by_value = {str(member.value): member for member in kind}
    return by_value.get(text) or by_word.get(text)
