"""A rule as a form holds it, and what the form offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from notifications.rules.known import CHANNELS, Known
from notifications.rules.model import (
    ANY,
    GROUP,
    OF_DUE_DATES,
    OPENER,
    TOLD,
    Rule,
)
from notifications.rules.sentences import Sentences, channel_words
from web.filling import Filled
from web.language import either, text

BETWEEN = "/"
OWN = "own."
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen for a rule; what it says already stays a choice."""

    places: list[tuple[str, Options]]
    events: list[tuple[str, Options]]
    receivers: Options
    channels: Options


def offered(known: Known, rule: Rule) -> Offered:
    """Return the choices for a rule."""
    words = Sentences(known)
    receivers = [TOLD, OPENER, *(GROUP + each for each in known.groups)]
    receivers += [each for each in rule.to if each not in receivers]
    channels = [*CHANNELS, *(each for each in sorted(known.channels) if each not in CHANNELS)]
    channels += [each for each in rule.channels if each not in channels]
    return Offered(
        places=[(each.name, _places(each.key, each.tasks)) for each in known.processes.values()],
        events=[
            (text("期限"), [_event(each, words) for each in OF_DUE_DATES]),
            (text("消息"), _messages(known, words)),
        ],
        receivers=[(each, either(*words.receiver(each))) for each in receivers],
        channels=[(each, either(*channel_words(each))) for each in channels],
    )


def form_of(rule: Rule) -> Filled:
    """Return the form that holds a rule, or what was sent in its place."""
    form = Filled.of_request(prefix=f"{rule.id}.")
    if form.is_sent:
        return form
    values: MultiDict[str, str] = MultiDict(
        {
            "place": BETWEEN.join(each for each in (rule.process, rule.node) if each),
            "event": rule.event,
            "days": str(rule.days or ""),
            "every": str(rule.every or ""),
            "is_urgent": "1" if rule.is_urgent else "",
            "note": rule.note,
        }
    )
    values.setlist("to", list(rule.to))
    values.setlist("channels", list(rule.channels))
    return Filled(values, prefix=f"{rule.id}.")


def rule_of(form: Filled, rule_id: str) -> Rule | None:
    """Return the rule that a form holds; None where a number is none, which the form then says."""
    process, _, node = form.get("place").partition(BETWEEN)
    days, every = _number(form, "days"), _number(form, "every")
    if days is None or every is None:
        return None
    return Rule(
        id=rule_id,
        event=form.get("event"),
        to=tuple(form.values.getlist("to")),
        channels=tuple(form.values.getlist("channels")),
        process=process or None,
        node=node or None,
        days=days,
        every=every,
        is_urgent=bool(form.get("is_urgent")),
        note=form.get("note"),
    )


def new_id(rules: Sequence[Rule]) -> str:
    """Return an id that no rule has."""
    taken = {each.id for each in rules}
    return next(f"{OWN}{n}" for n in range(1, len(taken) + 2) if f"{OWN}{n}" not in taken)


def _number(form: Filled, name: str) -> int | None:
    typed = form.get(name) or "0"
    if typed.isascii() and typed.isdecimal() and len(typed) <= len("999"):
        return int(typed)
    form.wrong(name, text("请填写整数。"))
    return None


def _places(process: str, tasks: Mapping[str, str]) -> Options:
    every = [(process, text("整个流程"))]
    return every + [(f"{process}{BETWEEN}{node}", name) for node, name in tasks.items()]


def _messages(known: Known, words: Sentences) -> Options:
    declared = dict.fromkeys(each for each in known.kinds if each not in OF_DUE_DATES)
    said = dict.fromkeys(kind for each in known.processes.values() for kind in sorted(each.kinds))
    return [_event(each, words) for each in (*(declared | said), ANY)]


def _event(event: str, words: Sentences) -> tuple[str, str]:
    return event, either(*words.event(event))
