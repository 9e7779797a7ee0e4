"""The rules that come with the product, version 0.

The ladder of due dates: whoever holds the work hears of it before, on the day and after; when it
stays undone, who opened the case and then the 分管领导 do. Numbers of days have no source in law
and are proposals (无法定依据，建议值), except that three days before is where offices show yellow
(practice of Xi'an's electronic supervision, 剩余3日亮黄灯).

Group chats are in no rule: what is said there everybody in the chat reads. An office adds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from engine.model.own_reminders import OwnReminder
from notifications.rules.model import ANY, DUE, NEAR_DUE, OPENER, OVERDUE, TOLD, Rule

_MAIL = ("mail",)
_LOUD = ("mail", "sms")
_LEADER = ("group:leader",)
_OTHERS = "其他各种消息"
_GOES_ON = "流程图自己提醒，不再重复。"
_SPOKE_ONCE = "流程图到期时已提醒一次，以后由规则提醒。"
NOTES_EN: Mapping[str, str] = {
    _OTHERS: "Any other message",
    _GOES_ON: "The diagram itself reminds; it is not said again.",
    _SPOKE_ONCE: "The diagram has reminded once when it was due; from then on rules remind.",
}
"""The notes of shipped rules in English; what people write is shown as they wrote it."""


def _rule(event: str, channels: tuple[str, ...] = _MAIL, *, is_urgent: bool = False) -> Rule:
    return Rule(f"all.{event}", event, (TOLD,), channels, is_urgent=is_urgent)


DEFAULTS: tuple[Rule, ...] = (
    _rule("task_assigned"),
    _rule("task_canceled"),
    _rule("task_withdrawn"),
    Rule(f"all.{NEAR_DUE}", NEAR_DUE, (TOLD,), _MAIL, days=3),
    Rule(f"all.{DUE}", DUE, (TOLD,), _LOUD),
    Rule(f"all.{OVERDUE}", OVERDUE, (TOLD,), _LOUD, days=1, every=2),
    Rule(f"all.{OVERDUE}.opener", OVERDUE, (OPENER,), _MAIL, days=3),
    Rule(f"all.{OVERDUE}.leader", OVERDUE, _LEADER, _LOUD, days=5, every=5),
    _rule("reminder"),
    _rule("urge", _LOUD),
    _rule("supervise", _LOUD),
    _rule("overdue", _LOUD),
    _rule("alert", _LOUD, is_urgent=True),
    _rule("clock_started", _LOUD),
    _rule("returned", _LOUD),
    _rule("escalated", _LOUD),
    _rule("extension_refused", _LOUD),
    _rule("deadline_changed"),
    _rule("timer_moved"),
    _rule("task_reassigned"),
    _rule("case_suspended"),
    _rule("case_resumed"),
    _rule("corrected", _LOUD),
    _rule("case_closed"),
    _rule("case_canceled"),
    _rule("incident"),
    _rule("machinery_alert", _LOUD, is_urgent=True),
    _rule("urged", _LOUD),
    Rule("all.message", "message", (TOLD,), ("webhook",)),
    Rule("all.any", ANY, (TOLD,), _MAIL, note=_OTHERS),
)
"""What holds for all processes."""

LATER = 3
"""From which working day after the due date marks go on where the diagram has spoken once."""


def shipped_rules(own: Iterable[OwnReminder] = ()) -> tuple[Rule, ...]:
    """Return the rules of version 0; `own` is where diagrams remind by their own timers."""
    return _shipped(tuple(own))


@cache
def _shipped(own: tuple[OwnReminder, ...]) -> tuple[Rule, ...]:
    """Make them once: every look at what is due asks for them."""
    return (*DEFAULTS, *(rule for each in own for rule in _excepted(each)))


def _excepted(own: OwnReminder) -> Iterator[Rule]:
    place = f"{own.process}.{own.node}"
    if own.goes_on:
        yield Rule(
            f"{place}.{own.event}",
            own.event,
            (),
            (),
            process=own.process,
            node=own.node,
            note=_GOES_ON,
        )
        return
    for rule in DEFAULTS:
        if rule.event == own.event:
            yield Rule(
                f"{place}.{rule.id.removeprefix('all.')}",
                rule.event,
                rule.to,
                rule.channels,
                process=own.process,
                node=own.node,
                days=max(rule.days, LATER),
                every=rule.every,
                note=_SPOKE_ONCE,
            )
