"""Incidents and timers of all cases in somebody's scope, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from engine.model.registers import Page
from engine.store.register_cursor import Sorting, page_of
from engine.store.rows import IncidentRow, TimerRow
from engine.store.store import Session
from engine.store.tables import case_file, incident, timer
from engine.store.viewers import Viewer

_CASE = (case_file.c.reference, case_file.c.title, case_file.c.definition_id)


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """An incident with what its case is called."""

    row: IncidentRow
    reference: str | None
    title: str
    definition_id: str


@dataclass(frozen=True, slots=True)
class ListedTimer:
    """A timer with what its case is called."""

    row: TimerRow
    reference: str | None
    title: str
    definition_id: str


def list_incidents(
    session: Session, viewer: Viewer, *, case_id: str | None, is_open: bool | None, page: Page
) -> tuple[list[ListedIncident], str | None]:
    """Return incidents by when they were raised, and the cursor of the next page."""
    sorting = Sorting("raised", incident.c.raised_at, incident.c.id, page.is_descending)
    query = (
        select(incident.c.id, *incident.columns, *_CASE, incident.c.raised_at)
        # From the incidents to their cases, and not through all cases to the few that have any.
        .join_from(incident, case_file, case_file.c.id == incident.c.case_id.concat(""))
        .where(*_of_case(viewer, incident.c.case_id, case_id), *_open(is_open=is_open))
    )
    rows, cursor = page_of(session, query, sorting, page)
    return [ListedIncident(IncidentRow(*row[1:-4]), *row[-4:-1]) for row in rows], cursor


def list_timers(
    session: Session, viewer: Viewer, *, case_id: str | None, page: Page
) -> tuple[list[ListedTimer], str | None]:
    """Return live timers by when they are due, and the cursor of the next page."""
    sorting = Sorting("due", timer.c.due_at, timer.c.id, page.is_descending, is_always_there=True)
    query = (
        select(timer.c.id, *timer.columns, *_CASE, timer.c.due_at)
        .join_from(timer, case_file)
        .where(*_of_case(viewer, timer.c.case_id, case_id))
    )
    rows, cursor = page_of(session, query, sorting, page)
    return [ListedTimer(TimerRow(*row[1:-4]), *row[-4:-1]) for row in rows], cursor


def _of_case(
    viewer: Viewer, column: ColumnElement[Any], case_id: str | None
) -> Iterator[ColumnElement[bool]]:
    # Hidden from indexes: units would lead to all cases, of which few have what is listed.
    yield viewer.scope.covers(case_file.c.unit.concat(""))
    if case_id is not None:
        yield column == case_id


def _open(*, is_open: bool | None) -> Iterator[ColumnElement[bool]]:
    if is_open is not None:
        ended = incident.c.ended_at
        yield ended.is_(None) if is_open else ended.is_not(None)
