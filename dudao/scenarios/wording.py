"""One Chinese line per step, for people who follow a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dudao.scenarios.model import Act, Advance, Expect, Open, Send, Step

VERBS: Mapping[str, str] = {
    "open": "立案",
    "complete": "办理",
    "claim": "签领",
    "unclaim": "退签",
    "assign": "指派",
    "delegate": "委托",
    "substitute": "设立代理",
    "withdraw": "撤回",
    "cancel": "撤销案件",
    "suspend": "中止案件",
    "resume": "恢复案件",
    "extend": "延期",
    "move_timer": "移动定时器",
    "retry": "重试异常环节",
    "resolve": "人工处置异常环节",
    "set": "修改参数",
    "import_calendar": "导入日历",
    "send": "发送消息",
    "object": "提出异议",
}

_TOLD = ("message", "file", "term", "title", "to")


def wording(step: Step, name_of: Callable[[str], str]) -> str:
    """Say what a step does; `name_of` gives the name of an activity."""
    match step.action:
        case Open(player=player, title=title, unit=unit):
            return f"{player} 立案：{title}（{unit}）"
        case Act():
            return _act(step.action, name_of)
        case Advance(until=until, sweeps=sweeps):
            return f"时间推进 {until}" if sweeps else f"停机 {until}"
        case Send(message=message, case=case):
            return f"收到消息 {message}" + _in(case)
        case Expect():
            return "核对" + _in(step.action.case)


def _act(act: Act, name_of: Callable[[str], str]) -> str:
    verb = VERBS.get(act.do, act.do)
    who = act.player or "公众"
    if act.absent:
        who = f"{who}（代{act.absent}）"
    said = f"{who} {verb}{_object(act, name_of)}{_in(act.case)}"
    return f"拒绝 {said}" if act.code else said


def _object(act: Act, name_of: Callable[[str], str]) -> str:
    item = act.text("item")
    nth = f"（第{item}项）" if item else ""
    if act.text("task") or act.text("timer"):
        named = act.text("task") or act.text("timer")
        to = act.text("to") or act.text("term")
        return f" {name_of(named)}{nth}" + (f" → {to}" if to else "")
    if act.do == "set":
        return f" {act.text('key')} = {act.text('value')}"
    told = next((said for key in _TOLD if (said := act.text(key))), "")
    return f" {told}{nth}" if told else nth


def _in(case: str) -> str:
    return f"（{case}）" if case else ""
