"""Which rules can be kept: what is wrong with each, and what the law wants told all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.model.counts import counted
from engine.model.errors import FieldError, InvalidArgument
from engine.model.message_kinds import Duty
from engine.model.own_reminders import OwnReminder
from notifications.rules.known import Known
from notifications.rules.model import (
    ANY,
    GROUP,
    NEAR_DUE,
    OF_DUE_DATES,
    OPENER,
    OVERDUE,
    PERSON,
    TOLD,
    UNIT_GROUP,
    Rule,
    Rules,
)

MOST = 300
MOST_DAYS = 250
"""A working year."""
MOST_NEAR = 60
MOST_NOTE = 200
MOST_ID = 100
Place = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at that does not keep a rule from being kept."""

    rule: str
    zh: str
    en: str


def expect_fit(rules: Sequence[Rule], known: Known, own: Iterable[OwnReminder]) -> None:
    """Raise InvalidArgument with every field that is wrong; paths name the rule by its id."""
    errors = tuple(errors_of(rules, known, own))
    if errors:
        raise InvalidArgument(
            f"通知规则有{len(errors)}处不符合要求：{errors[0].zh}",
            en=f"Expected rules that can be kept, but {counted(len(errors), 'place is', 'places are')} wrong: "
            f"{errors[0].en}",
            code="invalid_rules",
            errors=errors,
        )


def errors_of(
    rules: Sequence[Rule], known: Known, own: Iterable[OwnReminder]
) -> Iterator[FieldError]:
    """Yield what keeps rules from being kept."""
    if len(rules) > MOST:
        yield FieldError(
            "rules",
            f"规则不得超过{MOST}条。",
            f"Expected at most {MOST} rules, found {len(rules)}.",
        )
        return
    seen: set[str] = set()
    for rule in rules:
        yield from _errors_of_one(rule, known)
        if rule.id in seen:
            yield _error(rule, "id", f"规则编号“{rule.id}”重复。", "Another rule has this id.")
        seen.add(rule.id)
    yield from _silenced(rules, known, own)


def warnings_of(rules: Iterable[Rule], known: Known) -> Iterator[Remark]:
    """Yield what to look at: channels that this installation does not have."""
    for rule in rules:
        for channel in rule.channels:
            if channel not in known.channels:
                yield Remark(
                    rule.id,
                    f"本单位没有配置渠道“{channel}”，这条规则暂不能由它发出。",
                    f"This installation has no channel '{channel}'; nothing is sent by it.",
                )


def duty_of(event: str, known: Known) -> Duty | None:
    """Return why an event must be told; None where nothing demands it."""
    kind = known.kinds.get(event)
    return None if kind is None else kind.duty


def _errors_of_one(rule: Rule, known: Known) -> Iterator[FieldError]:
    if not 0 < len(rule.id) <= MOST_ID or not rule.id.isprintable() or " " in rule.id:
        yield _error(
            rule,
            "id",
            "规则编号应为1至100个字，不含空格。",
            "Expected an id of 1 to 100 characters.",
        )
    if not known.is_event(rule.event):
        yield _error(
            rule, "event", f"没有“{rule.event}”这种消息。", "Nothing of this kind is ever said."
        )
    if len(rule.note) > MOST_NOTE:
        yield _error(
            rule,
            "note",
            f"说明不得超过{MOST_NOTE}字。",
            f"Expected at most {MOST_NOTE} characters.",
        )
    yield from _place(rule, known)
    yield from _days(rule)
    yield from _receivers(rule, known)


def _place(rule: Rule, known: Known) -> Iterator[FieldError]:
    process = known.processes.get(rule.process or "")
    if rule.process is None:
        if rule.node is not None:
            yield _error(
                rule, "process", "指定环节时须指定流程。", "A node stands with its process."
            )
    elif process is None:
        yield _error(
            rule,
            "process",
            f"没有发布名为“{rule.process}”的流程。",
            "No such process is published.",
        )
    elif rule.node is not None:
        nodes = process.tasks if rule.event in OF_DUE_DATES else process.nodes
        if rule.node not in nodes:
            yield _error(
                rule,
                "node",
                f"流程“{process.name}”中没有环节“{rule.node}”。",
                "The process has no such activity.",
            )


def _days(rule: Rule) -> Iterator[FieldError]:
    if not rule.to and not rule.days and not rule.every:
        return  # who tells nobody needs no days
    first, last = {NEAR_DUE: (1, MOST_NEAR), OVERDUE: (1, MOST_DAYS)}.get(rule.event, (0, 0))
    if not first <= rule.days <= last:
        zh = f"应为{first}至{last}个工作日。" if last else "这类消息没有提前或推迟的天数。"
        yield _error(rule, "days", zh, f"Expected {first} to {last} working days.")
    most = MOST_DAYS if rule.event == OVERDUE else 0
    if not 0 <= rule.every <= most:
        zh = f"应为0至{most}个工作日，0为不重复。" if most else "只有逾期提醒可以重复。"
        yield _error(rule, "every", zh, f"Expected 0 to {most} working days; 0 is once.")


def _receivers(rule: Rule, known: Known) -> Iterator[FieldError]:
    for each in rule.to:
        group = next((each.removeprefix(p) for p in (UNIT_GROUP, GROUP) if each.startswith(p)), "")
        if each in (TOLD, OPENER) or (group and (not known.groups or group in known.groups)):
            continue
        if each.startswith(PERSON) and each.removeprefix(PERSON) in known.people:
            continue
        yield _error(rule, "to", f"没有“{each}”这样的收件人。", f"There is nobody called '{each}'.")
    if len(set(rule.to)) < len(rule.to) or len(set(rule.channels)) < len(rule.channels):
        yield _error(rule, "to", "收件人或渠道重复。", "Somebody or some channel is named twice.")


def _silenced(
    rules: Sequence[Rule], known: Known, own: Iterable[OwnReminder]
) -> Iterator[FieldError]:
    """Yield where what must be told would not be told to whom it means, by any channel.

    Where a diagram reminds by itself its own message is what tells.
    """
    spoken = {(each.process, each.node, each.event) for each in own}
    for event, kind in known.kinds.items():
        if kind.duty is None:
            continue
        mine = sorted(
            (each for each in rules if each.event in _named_by(event)),
            key=lambda each: each.event == event,  # those that name it last: they are to blame
        )
        few = Rules(0, tuple(mine))
        places: dict[Place, Rule | None] = {(None, None): None}
        places |= {(each.process, each.node): each for each in mine}
        for (process, node), rule in places.items():
            if (process, node, event) in spoken or _tells(few, event, process, node):
                continue
            yield FieldError(
                f"{rule.id}.to" if rule else "rules",
                f"“{kind.zh}”必须通过至少一个渠道告知当事人，不能取消。{kind.duty.zh}",
                f"'{kind.en}' must be told to whom it means by some channel. {kind.duty.en}",
            )


def _named_by(event: str) -> tuple[str, ...]:
    """Return by which events of rules an event is meant: those of due dates by their own alone."""
    return (event,) if event in OF_DUE_DATES else (event, ANY)


def _tells(rules: Rules, event: str, process: str | None, node: str | None) -> bool:
    found = rules.of(event, process=process, node=node)
    return any(TOLD in each.to and each.channels for each in found)


def _error(rule: Rule, name: str, zh: str, en: str) -> FieldError:
    return FieldError(f"{rule.id}.{name}", zh, en)


__all__ = ["Remark", "duty_of", "errors_of", "expect_fit", "warnings_of"]
