"""Deliveries for those who look after them: which did not get through, which wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select

from engine.model.registers import Page
from engine.store.deliveries import DeliveryRow, Rest
from engine.store.register_cursor import Sorting, page_of
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, channel_rest, delivery
from engine.store.viewers import Viewer

_row = delivery.c
_ONE = Statement(
    select(delivery).where(_row.id == bindparam("delivery_id")).with_for_update(),
    ["delivery_id"],
)
_DEAD = Statement(
    select(delivery)
    .where(_row.status == "dead", _row.channel == bindparam("channel"))
    .order_by(_row.ended_at, _row.id)
    .limit(bindparam("limit"))
    .with_for_update(),
    ["channel", "limit"],
)
_FIELDS = len(fields(DeliveryRow))
_ENDED = frozenset({"sent", "skipped", "dead"})


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """A delivery with what its case is called."""

    row: DeliveryRow
    reference: str | None
    title: str | None


def find_delivery(session: Session, delivery_id: str) -> DeliveryRow | None:
    """Return a delivery, which nobody else changes until the unit of work ends; None if none."""
    return session.one(DeliveryRow, _ONE, delivery_id)


def dead_of(session: Session, channel: str, *, limit: int) -> list[DeliveryRow]:
    """Return deliveries of a channel that were given up, the earliest first."""
    return session.all(DeliveryRow, _DEAD, channel, limit)


def list_deliveries(
    session: Session,
    viewer: Viewer | None,
    *,
    status: str,
    channel: str | None,
    is_all: bool,
    page: Page,
) -> tuple[list[ListedDelivery], str | None]:
    """Return deliveries of a status: what ended the latest first, what waits the next first.

    With `is_all` those that are about no case too.
    """
    column = _row.ended_at if status in _ENDED else _row.next_at
    sorting = Sorting(f"delivery {status}", column, _row.id, page.is_descending)
    query = (
        select(_row.id, *delivery.columns, case_file.c.reference, case_file.c.title, column)
        .select_from(delivery.outerjoin(case_file, case_file.c.id == _row.case_id))
        .where(_row.status == status, *_wanted(viewer, channel, is_all=is_all))
    )
    rows, cursor = page_of(session, query, sorting, page)
    return [
        ListedDelivery(DeliveryRow(*row[1 : 1 + _FIELDS]), row[-3], row[-2]) for row in rows
    ], cursor


def resting_channels(session: Session) -> list[Rest]:
    """Return the channels that nothing gets through, by name."""
    found: Any = session.execute(select(channel_rest).order_by(channel_rest.c.channel)).all()
    return [Rest(*row) for row in found]


def _wanted(
    viewer: Viewer | None, channel: str | None, *, is_all: bool
) -> Iterator[ColumnElement[bool]]:
    if channel is not None:
        yield _row.channel == channel
    about_none = [_row.case_id.is_(None)] if is_all else []
    seen = [] if viewer is None else [viewer.scope.covers(case_file.c.unit.concat(""))]
    yield or_(*about_none, *seen)
