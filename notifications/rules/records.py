"""Rules as the plain values that are kept, recorded in the history, and sent over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.model.values import Value
from notifications.rules.model import Rule

_DEFAULTS = Rule("", "", (), ())


def record_of(rule: Rule) -> dict[str, Value]:
    """Return a rule as a record; what is as usual is left out."""
    every: dict[str, Value] = {
        "process": rule.process,
        "node": rule.node,
        "days": rule.days,
        "every": rule.every,
        "is_urgent": rule.is_urgent,
        "note": rule.note,
    }
    said = {name: value for name, value in every.items() if value != getattr(_DEFAULTS, name)}
    return {
        "id": rule.id,
        "event": rule.event,
        "to": list(rule.to),
        "channels": list(rule.channels),
        **said,
    }


def rule_from(record: Mapping[str, Value]) -> Rule:
    """Read what `record_of` wrote."""
    return Rule(
        id=str(record["id"]),
        event=str(record["event"]),
        to=_texts(record.get("to")),
        channels=_texts(record.get("channels")),
        process=_text(record.get("process")),
        node=_text(record.get("node")),
        days=_number(record.get("days")),
        every=_number(record.get("every")),
        is_urgent=record.get("is_urgent") is True,
        note=_text(record.get("note")) or "",
    )


def rules_from(records: Value) -> tuple[Rule, ...]:
    """Read the rules of a version."""
    listed = records if isinstance(records, list | tuple) else ()
    return tuple(rule_from(each) for each in listed if isinstance(each, Mapping))


def _texts(value: Value) -> tuple[str, ...]:
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return tuple(map(str, value)) if is_list else ()  # type: ignore[arg-type]  # it is a sequence


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
