"""A deadline as expressions see it: a context with its term, start, due instant and record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from engine.model.calendar import SHANGHAI
from engine.model.deadline_values import instant_on
from engine.model.deadlines import Deadline, deadline_from_record, deadline_record
from engine.model.values import Value


def context_of(deadline: Deadline) -> Mapping[str, Value]:
    """Return `{term, from, due, expires, record}`; instants are local."""
    return {
        "term": deadline.term.iso,
        "from": deadline.started_at.astimezone(SHANGHAI),
        "due": deadline.due_at.astimezone(SHANGHAI),
        "expires": deadline.expires_at.astimezone(SHANGHAI),
        "record": cast("Mapping[str, Value]", deadline_record(deadline)),
    }


def deadline_in(value: object) -> Deadline | None:
    """Return the deadline that a context holds; None for any other value."""
    record = value.get("record") if isinstance(value, Mapping) else None
    return deadline_from_record(record) if isinstance(record, Mapping) else None


def instant_of(value: object) -> datetime | None:
    """Return the due instant of a deadline context, a datetime, or the end of a date's day."""
    if isinstance(value, Mapping):
        value = value.get("due")
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    return instant_on(value) if isinstance(value, date) else None
