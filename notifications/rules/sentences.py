"""A rule as one plain sentence, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.counts import counted
from notifications.rules.known import CHANNELS, Known
from notifications.rules.model import (
    ANY,
    DUE,
    GROUP,
    NEAR_DUE,
    OPENER,
    OVERDUE,
    PERSON,
    TOLD,
    UNIT_GROUP,
    Rule,
)

Words = tuple[str, str]
_OF_DUE_DATES = (NEAR_DUE, DUE, OVERDUE)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Says rules in the words of an installation."""

    known: Known

    def rule(self, rule: Rule) -> Words:
        """Return when who is told by what; `note` is not part of it."""
        if not rule.to:
            zh, en = self.event(rule.event)
            return f"“{zh}”不另行告知", f"nobody is told of “{en}”"
        (when_zh, when_en), (who_zh, who_en) = self.when(rule), self.who(rule)
        by_zh, by_en = self.channels(rule)
        urgent_zh, urgent_en = ("；紧急", "; urgent") if rule.is_urgent else ("", "")
        return (
            f"{when_zh}，告知{who_zh}；{by_zh}{urgent_zh}",
            f"{when_en}: tell {who_en}; {by_en}{urgent_en}",
        )

    def when(self, rule: Rule) -> Words:
        """Return at which event."""
        days = rule.days
        match rule.event:
            case "near_due":
                return f"到期前{days}个工作日", f"{counted(days, 'working day')} before it is due"
            case "due":
                return "到期当日", "on the day it is due"
            case "overdue_mark":
                return self._overdue(rule)
            case "*":
                return "其他各种消息", "at any other message"
        zh, en = self.event(rule.event)
        return f"有“{zh}”消息时", f"at “{en}”"

    def event(self, event: str) -> Words:
        """Return what an event is called."""
        if event == ANY:
            return "其他消息", "Other messages"
        kind = self.known.kinds.get(event)
        return (event, event) if kind is None else (kind.zh, kind.en)

    def who(self, rule: Rule) -> Words:
        """Return who is told."""
        found = [self.receiver(each, rule) for each in rule.to]
        return "、".join(zh for zh, _ in found), ", ".join(en for _, en in found)

    def receiver(self, to: str, rule: Rule | None = None) -> Words:
        """Return what one receiver is called."""
        if to == TOLD:
            is_work = rule is None or rule.event in _OF_DUE_DATES
            return ("承担人", "who holds the work") if is_work else ("当事人", "whom it concerns")
        if to == OPENER:
            return "承办人（立案人）", "who opened the case"
        if to.startswith(PERSON):
            name = self.known.people.get(to.removeprefix(PERSON), to.removeprefix(PERSON))
            return name, name
        at_zh, at_en = (
            ("（承担单位）", " (unit of the work)") if to.startswith(UNIT_GROUP) else ("", "")
        )
        group = to.removeprefix(UNIT_GROUP).removeprefix(GROUP)
        name = self.known.groups.get(group, group)
        return f"{name}{at_zh}", f"{name}{at_en}"

    def channels(self, rule: Rule) -> Words:
        """Return by what, beside the inbox."""
        found = [channel_words(each) for each in rule.channels]
        if not found:
            return "只在站内", "in the inbox alone"
        return "、".join(zh for zh, _ in found), ", ".join(en for _, en in found)

    def place(self, process: str | None, node: str | None) -> Words:
        """Return for what a rule holds."""
        if process is None:
            return "所有流程", "All processes"
        found = self.known.processes.get(process)
        name = process if found is None else found.name
        if node is None:
            return name, name
        task = node if found is None else found.nodes.get(node, node)
        return f"{name} · {task}", f"{name} · {task}"

    def node(self, rule: Rule) -> str:
        """Return what the activity of a rule is called; empty for a whole process."""
        found = self.known.processes.get(rule.process or "")
        if rule.node is None or found is None:
            return rule.node or ""
        return found.nodes.get(rule.node, rule.node)

    def _overdue(self, rule: Rule) -> Words:
        zh, en = f"逾期{rule.days}个工作日", f"{counted(rule.days, 'working day')} overdue"
        if rule.every:
            zh += f"起，每{rule.every}个工作日"
            en = f"from {en} on, every {counted(rule.every, 'working day')}"
        return zh, en


def channel_words(channel: str) -> Words:
    """Return what a channel is called."""
    return CHANNELS.get(channel, (channel, channel))
