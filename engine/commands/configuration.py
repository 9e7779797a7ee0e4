"""Changes that concern no single case: settings and the calendar; recorded in their own chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import text

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.model.calendar import Override
from engine.model.case import Actor, Clock
from engine.model.history import SYSTEM, Chain
from engine.model.values import Value
from engine.store.batch import StepBatch
from engine.store.calendar_uploads import current_calendar, upload_calendar
from engine.store.case_reads import head_of
from engine.store.settings import StoredSetting, store_setting
from engine.store.store import Session

_CHAIN_LOCK = text("SELECT pg_advisory_xact_lock(20170307)")


@command(Recorded)
def change_setting(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    value: object,
    idempotency_key: str | None = None,
) -> Recorded:
    """Put a value in place of a setting's default, for everything computed from now on."""
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, "change_setting")
    declared = engine.settings.setting(key)
    checked = declared.check(value)
    before = store_setting(session, StoredSetting(key, checked, now, actor.person))
    old = declared.default if before is None else before.value
    return _record(
        session,
        engine,
        "setting_changed",
        at=now,
        actor=actor,
        before={"value": old},
        after={"value": checked},
        data={"key": key},
    )


@command(Recorded)
def import_calendar(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rows: Iterable[Override],
    note: str = "",
    idempotency_key: str | None = None,
) -> Recorded:
    """Overlay the calendar with uploaded days; deadlines keep the version they were computed by."""
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, "import_calendar")
    new = tuple(rows)
    before = current_calendar(session).version
    upload, calendar = upload_calendar(session, new, at=now, by=actor.person, note=note)
    days: list[Value] = [{"on": row.on, "working": row.working, "name": row.name} for row in new]
    return _record(
        session,
        engine,
        "calendar_imported",
        at=now,
        actor=actor,
        before={"calendar": before},
        after={"calendar": calendar.version},
        data={"upload": upload.number, "note": note, "days": days},
    )


def _record(
    session: Session,
    engine: Engine,
    type: str,  # noqa: A002 - the word of the glossary
    *,
    at: datetime,
    actor: Actor,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    data: Mapping[str, Value],
) -> Recorded:
    """Append to the chain of what belongs to no case."""
    if session.kind == "postgresql":  # no row carries the head of this chain, so no row is locked
        session.execute(_CHAIN_LOCK)
    seq, head = head_of(session, SYSTEM)
    chain = Chain(SYSTEM, engine.new_salt, seq, head)
    chain.append(
        type,
        at=at,
        person=actor.person,
        on_behalf_of=actor.on_behalf_of,
        before=before,
        after=after,
        data=data,
        calendar=current_calendar(session).version,
    )
    batch = StepBatch()
    batch.add_events(chain.added)
    batch.flush(session)
    return Recorded("", 0, "", chain.seq)
