"""Deadlines as plain JSON values, for the store and for the before and after of the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from engine.model.deadline_terms import parse_term
from engine.model.deadline_values import Adjustment, Deadline, Extension, Policy, Suspension
from engine.model.errors import InvalidArgument

Json = str | bool | None | list["Json"] | dict[str, "Json"]


def deadline_record(deadline: Deadline) -> dict[str, Json]:
    """Write a deadline as JSON values; instants in UTC, days as ISO dates."""
    return {
        "term": deadline.term.iso,
        "started_at": _instant(deadline.started_at),
        "due_at": _instant(deadline.due_at),
        "due_on": deadline.due_on.isoformat(),
        "nominal_on": deadline.nominal_on.isoformat(),
        "calendar_version": deadline.calendar_version,
        "provisional": deadline.provisional,
        "policy": policy_record(deadline.policy),
        "adjustments": [_adjustment_record(change) for change in deadline.adjustments],
    }


def deadline_from_record(record: Mapping[str, object]) -> Deadline:
    """Read what `deadline_record` wrote; anything else raises InvalidArgument."""
    with _reading():
        return Deadline(
            term=parse_term(_text(record, "term")),
            started_at=_read_instant(record, "started_at"),
            due_at=_read_instant(record, "due_at"),
            due_on=date.fromisoformat(_text(record, "due_on")),
            nominal_on=date.fromisoformat(_text(record, "nominal_on")),
            policy=policy_from_record(_mapping(record["policy"])),
            calendar_version=_text(record, "calendar_version"),
            provisional=_flag(record, "provisional"),
            adjustments=tuple(_read_adjustment(change) for change in _list(record["adjustments"])),
        )


def policy_record(policy: Policy) -> dict[str, Json]:
    """Write a policy as JSON values."""
    closes_at = policy.closes_at
    return {
        "roll_forward": policy.roll_forward,
        "roll_weekends": policy.roll_weekends,
        "closes_at": None if closes_at is None else closes_at.isoformat(),
    }


def policy_from_record(record: Mapping[str, object]) -> Policy:
    """Read what `policy_record` wrote; anything else raises InvalidArgument."""
    with _reading():
        unset = record["closes_at"] is None
        return Policy(
            roll_forward=_flag(record, "roll_forward"),
            roll_weekends=_flag(record, "roll_weekends"),
            closes_at=None if unset else time.fromisoformat(_text(record, "closes_at")),
        )


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever is wrong with a record into the one refusal callers know."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidArgument(
            "期限记录的内容不完整或格式有误。",
            en="Expected a deadline record as deadline_record writes it.",
            code="invalid_deadline_record",
        ) from error


def _adjustment_record(change: Adjustment) -> Json:
    if isinstance(change, Extension):
        return {"extension": change.term.iso}
    return {
        "suspended_at": _instant(change.from_at),
        "resumed_at": _instant(change.until_at),
    }


def _read_adjustment(value: object) -> Adjustment:
    record = _mapping(value)
    if "extension" in record:
        return Extension(parse_term(_text(record, "extension")))
    return Suspension(_read_instant(record, "suspended_at"), _read_instant(record, "resumed_at"))


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read_instant(record: Mapping[str, object], key: str) -> datetime:
    instant = datetime.fromisoformat(_text(record, key))
    if instant.tzinfo is None:
        raise ValueError(key)
    return instant.astimezone(UTC)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(record: Mapping[str, object], key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _flag(record: Mapping[str, object], key: str) -> bool:
    value = record[key]
    if not isinstance(value, bool):
        raise TypeError(key)
    return value
