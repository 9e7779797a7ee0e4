"""A filter in words, for the line under the title of an export and for the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TypeVar

from engine.model.registers import CaseFilter, Days, ItemFilter
from registers.naming import Names
from registers.wording import Say, case_state, chinese, clauses, item_state, light_word, listed

EVERYTHING, EVERYTHING_EN = "全部", "everything"


def describe(wanted: CaseFilter | ItemFilter, names: Names, say: Say = chinese) -> str:
    """Say what a filter lets through."""
    return clauses(_parts(wanted, names, say), say) or say(EVERYTHING, EVERYTHING_EN)


def _parts(wanted: CaseFilter | ItemFilter, names: Names, say: Say) -> Iterator[str]:
    if wanted.unit is not None:
        yield _unit(wanted, names.unit(wanted.unit), say)
    if isinstance(wanted, ItemFilter):
        if wanted.owner is not None:
            owner = names.unit(wanted.owner)
            yield say(f"责任单位：{owner}", f"Unit in charge: {owner}")
        yield from _listed(say("类别", "Kind"), wanted.kinds, say)
        yield from _listed(say("严重程度", "Severity"), wanted.severities, say)
        states = (item_state(each, say) for each in wanted.statuses)
        yield from _listed(say("状态", "State"), states, say)
        if wanted.case_id is not None:
            yield say("仅一案", "one case alone")
    else:
        states = (case_state(each, say) for each in wanted.statuses)
        yield from _listed(say("状态", "State"), states, say)
    yield from _listed(say("案件类型", "Kind of case"), map(names.process, wanted.keys), say)
    lights = (say(each.zh, light_word(each, say)) for each in wanted.lights)
    yield from _listed(say("灯", "Light"), lights, say)
    yield from _days(wanted, say)
    if wanted.on_time is not None:
        yield say("按期", "in time") if wanted.on_time else say("未按期", "not in time")
    if wanted.text:
        yield say(f"含“{wanted.text}”", f"with “{wanted.text}”")
    if wanted.is_mine:
        yield say("仅本人经办", "one's own alone")


def _unit(wanted: CaseFilter | ItemFilter, name: str, say: Say) -> str:
    if isinstance(wanted, CaseFilter) and wanted.is_unit_alone:
        return say(f"单位：{name}本级", f"Unit: {name} itself")
    return say(f"单位：{name}及下属", f"Unit: {name} and below")


def _days(wanted: CaseFilter | ItemFilter, say: Say) -> Iterator[str]:
    is_case = isinstance(wanted, CaseFilter)
    begun = say("立案", "Opened") if is_case else say("列入", "Listed")
    ended = say("办结", "Closed") if is_case else say("销号", "Struck off")
    yield from days_said(begun, wanted.opened, say)
    yield from days_said(say("期限", "Due"), wanted.due, say)
    yield from days_said(ended, wanted.ended, say)


def _listed(name: str, values: Iterable[str], say: Say) -> Iterator[str]:
    said = listed(values, say)
    if said:
        yield f"{name}{say('：', ': ')}{said}"


def days_said(name: str, days: Days, say: Say = chinese) -> Iterator[str]:
    """Say a span of days in words, nothing for any day."""
    match days:
        case Days(None, None):
            return
        case Days(since, None):
            yield say(f"{name}：{since}起", f"{name}: since {since}")
        case Days(None, until):
            yield say(f"{name}：{until}止", f"{name}: until {until}")
        case Days(since, until):
            yield say(f"{name}：{since}至{until}", f"{name}: {since} to {until}")


Code = TypeVar("Code", bound=Enum)


def code_of(kind: type[Code], text: str, words: Iterable[tuple[Code, str]]) -> Code | None:
    """Return the member whose value or Chinese word is given; None for neither."""
    by_word = {word: member for member, word in words}
    by_value = {str(member.value): member for member in kind}
    return by_value.get(text) or by_word.get(text)
