"""What a mark says: the messages, with ids that follow from what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from engine.commands.projecting import where
from engine.model.calendar import WorkCalendar
from engine.model.deadline_values import local_day
from engine.model.values import Value
from engine.store.rows import OutboxRow
from notifications.marks.audiences import Audience, Key, Told, audiences, keys_in, without
from notifications.marks.rows import Looked
from notifications.marks.schedule import Mark


@dataclass(frozen=True, slots=True)
class Said:
    """A mark of open work that is due."""

    looked: Looked
    mark: Mark


def messages_of(
    due: Iterable[Said], *, now: datetime, version: int, calendar: WorkCalendar
) -> list[OutboxRow]:
    """Return the messages; who is named for the same work and event is named once."""
    told: dict[tuple[str, str], set[Key]] = {}
    messages: list[OutboxRow] = []
    for each in due:
        place = (each.looked.work.id, each.mark.rule.event)
        already = told.setdefault(place, set())
        body = _body(each, now=now, version=version, calendar=calendar)
        for number, audience in enumerate(_audiences(each)):
            left = without(audience, already)
            if left is None:
                continue
            already |= keys_in(left)
            messages.append(
                OutboxRow(
                    id=_id(each, number),
                    case_id=each.looked.work.case_id,
                    created_at=now,
                    kind=each.mark.rule.event,
                    audience=left,
                    body=body,
                )
            )
    return messages


def _audiences(said: Said) -> Iterator[Audience]:
    looked = said.looked
    return audiences(said.mark.rule, Told(looked.work, looked.opened_by, looked.unit))


def _id(said: Said, number: int) -> str:
    work, mark = said.looked.work, said.mark
    due_at = work.due_at.isoformat() if work.due_at else ""
    return str(
        uuid5(NAMESPACE_OID, f"mark:{work.id}:{due_at}:{mark.rule.id}:{mark.number}:{number}")
    )


def _body(said: Said, *, now: datetime, version: int, calendar: WorkCalendar) -> dict[str, Value]:
    """Say what is due; `days` are the working days that are left, or that have passed."""
    work, mark = said.looked.work, said.mark
    body: dict[str, Value] = {"work": work.id, "name": work.name, "due_at": work.due_at}
    body |= where(work.item, work.part)
    if work.due_at is not None:
        first, last = sorted((local_day(now), local_day(work.due_at)))
        body["days"] = calendar.working_days_between(first, last)
    return body | {"rule": mark.rule.id, "rules": version, "mark": mark.number}
