"""The values of a problem item's row, evaluated from the texts of the diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from engine.commands.step import Step
from engine.definitions.item_registers import ItemRegister
from engine.feel import is_wrapped
from engine.model.deadlines import is_overdue
from engine.model.items import ItemStatus
from engine.model.surroundings import ActivityFailed, Due
from engine.model.values import Value
from engine.store.rows import ItemRow

Values = Mapping[str, Value]
_MANY = 1_000_000
"""More rounds than any column holds."""


def blank(
    row_id: str, case_id: str, node: str, *, batch: int, number: int, at: datetime
) -> ItemRow:
    """Return the row of an item that nothing is known of yet."""
    return ItemRow(
        id=row_id,
        case_id=case_id,
        node=node,
        batch=batch,
        number=number,
        scope=None,
        title=f"第{number}项",
        kind=None,
        severity=None,
        demand=None,
        source=None,
        owner=None,
        person=None,
        status=ItemStatus.OPEN.value,
        round=1,
        due_at=None,
        extensions=0,
        measures=None,
        progress=None,
        evidence=0,
        escalation=None,
        opened_at=at,
    )


def row(step: Step, register: ItemRegister, old: ItemRow, view: Values) -> ItemRow:
    """Return an item's row with every column as the diagram's texts give it now."""

    def text(name: str) -> str | None:
        return _text(value(step, register.text(name), view))

    due = _due(step, register.text("item_due"), view, old.opened_at)
    return replace(
        old,
        title=text("item_title") or f"第{old.number}项",
        kind=text("item_kind"),
        severity=text("item_severity"),
        demand=text("item_demand"),
        source=text("item_source"),
        owner=text("item_owner"),
        person=text("item_person"),
        round=_whole(value(step, register.text("item_round"), view), default=1),
        due_at=None if due is None else due.at,
        extensions=_extensions(due),
        measures=text("item_measures"),
        progress=text("item_progress"),
        evidence=_count(value(step, register.text("item_evidence"), view)),
        escalation=text("item_escalation"),
    )


def verified(step: Step, register: ItemRegister, item: ItemRow) -> ItemRow:
    """Return a row that says who verified the item and since when it counts as verified."""
    if item.status != ItemStatus.VERIFIED.value:
        return replace(item, verified_at=None, verified_by=())
    activity, scope = register.text("item_verifiers"), item.scope
    people = step.instance.performers(scope, activity) if activity and scope else ()
    return replace(item, verified_at=item.verified_at or step.now, verified_by=people)


def in_time(step: Step, item: ItemRow, old: ItemRow | None) -> bool | None:
    """Say whether what an item's due date asks for came in time; None while it has not come.

    It is decided when the report comes, by the due date of that moment, and again when the item
    was sent back. What was canceled, or has no due date, is neither in time nor late.
    """
    status = ItemStatus(item.status)
    if not status.is_met or status is ItemStatus.CANCELED:
        return None
    if old is not None and ItemStatus(old.status).is_met:
        return old.on_time
    return None if item.due_at is None else not is_overdue(item.due_at, step.clock_at)


def status(step: Step, text: str, view: Values) -> ItemStatus | None:
    """Return the state that open work declares; None where it gives none that there is."""
    try:
        return ItemStatus(value(step, text, view))
    except ValueError:
        return None


def value(step: Step, text: str, view: Values) -> Value:
    """Return what a text of the diagram gives: itself, or its FEEL evaluated.

    The linter lets through only expressions that cannot fail but by their size; a column whose
    value is beyond all bounds stays empty, and the case goes on.
    """
    if not is_wrapped(text):
        return text or None
    try:
        return step.surroundings.evaluate(text, view)
    except ActivityFailed:
        return None


def _due(step: Step, text: str, view: Values, since: datetime) -> Due | None:
    try:
        return step.surroundings.due(text, view, since=since)
    except ActivityFailed:
        return None


def _extensions(due: Due | None) -> int:
    changes = None if due is None or due.deadline is None else due.deadline.get("adjustments")
    return (
        sum(isinstance(each, Mapping) and "extension" in each for each in changes)
        if isinstance(changes, list)
        else 0
    )


def _text(found: Value) -> str | None:
    if found is None or isinstance(found, list | tuple | Mapping):
        return None
    if isinstance(found, bool):
        return "是" if found else "否"
    return str(found).strip() or None


def _whole(found: Value, *, default: int) -> int:
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        return default
    return int(found) if -_MANY < found < _MANY else default


def _count(found: Value) -> int:
    if isinstance(found, list | tuple):
        return sum(_count(each) for each in found)
    return 0 if found in (None, "", False) else 1
