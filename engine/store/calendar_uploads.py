"""The working calendar in force: the published one, overlaid by what the office has uploaded.

Uploads add up. For a day named more than once the latest upload counts, so a correction needs
only the days that changed. Each upload keeps the version that the calendar had from then on,
so that a deadline can be explained by the calendar it was computed with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import cast

from sqlalchemy import insert, select

from engine.model.calendar import Override, WorkCalendar
from engine.model.errors import InvalidArgument, NotFound
from engine.store.changes import Cached, bump_revision
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import calendar_override, calendar_upload


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded table; `version` names the calendar in force from then on."""

    number: int
    version: str
    note: str
    uploaded_at: datetime
    uploaded_by: str


_UPLOADS = Statement(select(calendar_upload).order_by(calendar_upload.c.number))
_ROWS = Statement(
    select(calendar_override).order_by(calendar_override.c.upload, calendar_override.c.on_date)
)


def upload_calendar(
    session: Session, rows: Iterable[Override], *, at: datetime, by: str, note: str = ""
) -> tuple[Upload, WorkCalendar]:
    """Add a table to the calendar; return the upload and the calendar in force with it.

    An empty table, two rows for one day, or rows that change nothing raise InvalidArgument.
    """
    new = tuple(rows)
    before = current_calendar(session)
    calendar = before.with_overrides(new)
    if calendar.version == before.version:
        raise InvalidArgument(
            "上传的日历与现行日历相同，未作更改。",
            en="Expected a table that changes the calendar.",
            code="calendar_unchanged",
        )
    upload = Upload(len(session.rows(_UPLOADS)) + 1, calendar.version, note, at, by)
    _insert(session, upload, new)
    bump_revision(session)
    return upload, calendar


def uploads(session: Session) -> list[Upload]:
    """Return all uploads, the first one first."""
    return session.all(Upload, _UPLOADS)


def current_calendar(session: Session) -> WorkCalendar:
    """Build the calendar in force."""
    return _build(_overlays(session))


def calendar_cache() -> Cached[WorkCalendar]:
    """Make the process's memory of the calendar; one per store."""
    return Cached(current_calendar)


def calendar_of_version(session: Session, version: str) -> WorkCalendar:
    """Build the calendar that had this version; raise NotFound when it is not known.

    Under another release of the library of published arrangements, the version of what was
    uploaded still is found, and the calendar is built on the arrangements of this release.
    """
    published = WorkCalendar.published()
    wanted = version.partition("+")[2]
    if not wanted:
        return published
    for upload in uploads(session):
        if upload.version.partition("+")[2] == wanted:
            return _build(_overlays(session), until=upload.number)
    raise NotFound(
        f"没有版本为“{version}”的日历。", en=f"There is no calendar of the version {version!r}."
    )


def _overlays(session: Session) -> list[tuple[int, list[Override]]]:
    cells = session.rows(_ROWS)
    return [
        (cast("int", number), [_override(row) for row in rows])
        for number, rows in groupby(cells, key=itemgetter(0))
    ]


def _override(cells: list[object]) -> Override:
    _, on, working, name = cells
    return Override(on, working=bool(working), name=str(name))  # type: ignore[arg-type]


def _build(overlays: list[tuple[int, list[Override]]], *, until: int | None = None) -> WorkCalendar:
    used = [rows for number, rows in overlays if until is None or number <= until]
    return reduce(WorkCalendar.with_overrides, used, WorkCalendar.published())


def _insert(session: Session, upload: Upload, rows: tuple[Override, ...]) -> None:
    session.execute(
        insert(calendar_upload),
        [
            {
                "number": upload.number,
                "version": upload.version,
                "note": upload.note,
                "uploaded_at": upload.uploaded_at,
                "uploaded_by": upload.uploaded_by,
            }
        ],
    )
    session.execute(
        insert(calendar_override),
        [
            {"upload": upload.number, "on_date": row.on, "working": row.working, "name": row.name}
            for row in rows
        ],
    )
