"""How settings and their values are written for people, and read from what people write."""

from __future__ import annotations

import re

from engine.commands.reading.configuration import SettingView
from engine.model.counts import counted
from engine.model.deadline_story import term_en
from engine.model.deadline_terms import parse_term
from engine.model.errors import InvalidArgument
from engine.model.settings import SettingValue
from web.language import either, text

_DURATION = re.compile(r"(P)(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_SPOKEN = re.compile(r"(\d+)\s*([a-z日天小时分钟秒]+)")
_SYMBOLS = {
    **dict.fromkeys(("日", "天", "d", "day", "days"), "P{}D"),
    **dict.fromkeys(("小时", "h", "hour", "hours"), "PT{}H"),
    **dict.fromkeys(("分钟", "min", "mins", "minute", "minutes"), "PT{}M"),
    **dict.fromkeys(("秒", "s", "sec", "secs", "second", "seconds"), "PT{}S"),
}
_UNITS = (("日", "day"), ("小时", "hour"), ("分钟", "minute"), ("秒", "second"))
_ENGLISH = re.compile(r"\d+\s*[a-z][a-z\s-]*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[、，,；;]+\s*|\s+(?=[0-9Pp〇零一二两三四五六七八九十百千])")
"""Between two values of a list; the blanks of `15 working days` are none."""


def group_word(key: str) -> str:
    """Return what the settings are about whose keys begin alike."""
    words = {
        "account": text("账户与登录"),
        "accountability": text("问责"),
        "announcement": text("公示公告"),
        "attachment": text("附件"),
        "audit": text("查阅记录"),
        "deadline": text("延期"),
        "definitions": text("流程发布"),
        "document": text("公文"),
        "incident": text("异常"),
        "interview": text("约谈"),
        "ledger": text("结果台账"),
        "light": text("亮灯"),
        "opening": text("立案"),
        "notifications": text("通知"),
        "overview": text("总览"),
        "rectification": text("整改督办"),
        "substitution": text("代理"),
    }
    head = key.partition(".")[0]
    return words.get(head, head)


def kind_word(kind: str) -> str:
    """Say how a value of a kind is written."""
    words = {
        "text": text("文字。"),
        "integer": text("整数，不小于 0。"),
        "boolean": text("是或否。"),
        "term": text("期限，如 15工作日、30日、6个月、24小时。"),
        "terms": text("几个期限，用顿号隔开，如 3日、1日。"),
        "duration": text("时长，如 10分钟、1小时、1日。"),
        "durations": text("几个时长，用顿号隔开，如 1分钟、10分钟、1小时。"),
        "fraction": text("分数，如 1/2。"),
        "time": text("24小时制的时刻，如 8:30。"),
    }
    return words[kind]


def value_words(view: SettingView, value: object) -> str:
    """Write a value of a setting."""
    if isinstance(value, list | tuple):
        return text("、").join(_one(view.kind, str(each)) for each in value)
    if isinstance(value, bool):
        return text("是") if value else text("否")
    return _one(view.kind, str(value))


def value_read(kind: str, typed: str) -> SettingValue:
    """Return the value that was typed; what is none goes on as it is and is refused."""
    if kind == "boolean":
        return typed == "true" if typed in ("true", "false") else typed
    if kind == "integer":
        is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(2**31))
        return int(typed) if is_number else typed
    if kind in ("terms", "durations"):
        return [_symbol(kind, each) for each in _BETWEEN.split(typed) if each]
    return _symbol(kind, typed)


def _one(kind: str, value: str) -> str:
    if kind in ("term", "terms"):
        term = parse_term(value)
        return either(str(term), term_en(term))
    if kind in ("duration", "durations"):
        return _spoken(value)
    return value


def _spoken(value: str) -> str:
    found = _DURATION.fullmatch(value)
    if found is None:
        return value
    parts = [
        (int(count), *unit) for count, unit in zip(found.groups()[1:], _UNITS, strict=True) if count
    ]
    zh = "".join(f"{count}{unit}" for count, unit, _ in parts)
    en = " ".join(counted(count, unit) for count, _, unit in parts)
    return either(zh, en) or value


def _symbol(kind: str, typed: str) -> str:
    """Return a value as it is kept; what nobody can read goes on as it was typed."""
    if kind in ("term", "terms"):
        return _term(typed)
    found = _SPOKEN.fullmatch(typed.lower()) if kind in ("duration", "durations") else None
    if found is None or found[2] not in _SYMBOLS:
        return typed
    return _SYMBOLS[found[2]].format(found[1])


def _term(typed: str) -> str:
    """Return a term that was typed in English as laws write it, any other as it is."""
    if not _ENGLISH.fullmatch(typed):
        return typed
    try:
        return str(parse_term(typed.lower().replace("-", " ")))
    except InvalidArgument:
        return typed
