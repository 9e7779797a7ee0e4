"""A rule as a form holds it, and what the form offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from notifications.rules.defaults import NOTES_EN
from notifications.rules.known import CHANNELS, Known
from notifications.rules.model import (
    ANY,
    GROUP,
    OF_DUE_DATES,
    OPENER,
    PERSON,
    TOLD,
    Rule,
)
from notifications.rules.sentences import Sentences, channel_words
from web.filling import Filled
from web.forms import References
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
    note: str
    """What the note of a shipped rule says in English, to whoever reads English."""


def offered(known: Known, *rules: Rule) -> Offered:
    """Return the choices for a rule, as it is and as it was typed."""
    words = Sentences(known)
    receivers = [TOLD, OPENER, *(GROUP + each for each in known.groups)]
    named = dict.fromkeys(each for rule in rules for each in rule.to)
    receivers += [each for each in named if each not in receivers]
    channels = [*CHANNELS, *(each for each in sorted(known.channels) if each not in CHANNELS)]
    used = dict.fromkeys(each for rule in rules for each in rule.channels)
    channels += [each for each in used if each not in channels]
    note = rules[0].note
    return Offered(
        places=[(each.name, _places(each.key, each.tasks)) for each in known.processes.values()],
        events=[
            (text("期限"), [_event(each, words) for each in OF_DUE_DATES]),
            (text("消息"), _messages(known, words)),
        ],
        receivers=[(each, either(*words.receiver(each))) for each in receivers],
        channels=[(each, either(*channel_words(each))) for each in channels],
        note=either("", NOTES_EN.get(note, "")),
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


def rule_of(form: Filled, rule_id: str, known: Known) -> Rule | None:
    """Return the rule that a form holds; None where a field is wrong, which the form then says.

    The person who was typed is from then on one of those ticked, so that another can be typed.
    """
    process, _, node = form.get("place").partition(BETWEEN)
    days, every = _number(form, "days"), _number(form, "every")
    if not _take_person(form, known) or days is None or every is None:
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


def _take_person(form: Filled, known: Known) -> bool:
    """Tick the person who was typed; say False where it is nobody, which the form then says."""
    typed = form.get("person")
    if not typed:
        return True
    found = References().person(typed)
    if found not in known.people:
        form.wrong("person", text("没有找到这个人，或者有几人同名；请从提示中选择。"))
        return False
    ticked = dict.fromkeys([*form.values.getlist("to"), f"{PERSON}{found}"])
    form.values.setlist("to", list(ticked))
    form.values["person"] = ""
    return True


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
