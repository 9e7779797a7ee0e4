"""Changes that concern no single case: settings and the calendar; recorded in their own chain."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.definitions.system_chain import lock_system_chain, record_change
from engine.model.calendar import Override
from engine.model.case import Actor, Clock
from engine.model.errors import Conflict
from engine.model.values import Value
from engine.store.calendar_uploads import current_calendar, upload_calendar
from engine.store.settings import StoredSetting, read_settings, setting_tag, store_setting
from engine.store.store import Session


@command(Recorded)
def change_setting(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    value: object,
    expected: str | None = None,
    reason: str = "",
    idempotency_key: str | None = None,
) -> Recorded:
    """Put a value in place of a setting's default, for everything computed from now on.

    The history keeps the `reason` where one was given.
    With `expected` the setting must still have this tag (`setting_tag`); else Conflict with the
    code ``precondition_failed``.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, "change_setting")
    declared = engine.settings.setting(key)
    if expected is not None:
        lock_system_chain(session)  # two changes with one tag: the second one sees the first
        if setting_tag(read_settings(session).get(key)) != expected:
            raise Conflict(
                "该参数已被他人修改，请重新读取后再改。",
                en="The setting was changed since it was read.",
                code="precondition_failed",
            )
    checked = declared.check(value)
    before = store_setting(session, StoredSetting(key, checked, now, actor.person))
    old = declared.default if before is None else before.value
    seq = record_change(
        session,
        "setting_changed",
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        before={"value": old},
        after={"value": checked},
        data={"key": key, "reason": expect_reason(reason)} if reason else {"key": key},
    )
    return Recorded("", 0, "", seq)


@command(Recorded)
def import_calendar(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rows: Iterable[Override],
    note: str = "",
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> Recorded:
    """Overlay the calendar with uploaded days; deadlines keep the version they were computed by.

    `expected` is the version that the preview said the calendar would have: another one raises
    Conflict (``precondition_failed``), for somebody has uploaded days since.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, "import_calendar")
    lock_system_chain(session)  # two uploads at once: the second one is laid over the first
    new = tuple(rows)
    before = current_calendar(session).version
    upload, calendar = upload_calendar(session, new, at=now, by=actor.person, note=note)
    if expected is not None and calendar.version != expected:
        raise Conflict(
            "在此期间有人另行上传了日历，影响已经不同，请重新查看后再应用。",
            en="Somebody uploaded days since the preview.",
            code="precondition_failed",
        )
    days: list[Value] = [{"on": row.on, "working": row.working, "name": row.name} for row in new]
    seq = record_change(
        session,
        "calendar_imported",
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        before={"calendar": before},
        after={"calendar": calendar.version},
        data={"upload": upload.number, "note": note, "days": days},
    )
    return Recorded("", 0, "", seq)
