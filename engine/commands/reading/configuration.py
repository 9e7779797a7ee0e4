"""Read what an office has set: settings and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.commands.engine import Engine
from engine.commands.policy.acting import expect_known
from engine.commands.reading.names import Named, Names
from engine.commands.reading.paging import paged
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.model.calendar import Day
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument, NotFound
from engine.model.registers import Page
from engine.model.settings import SettingValue
from engine.store.calendar_uploads import uploads
from engine.store.settings import StoredSetting, read_settings, setting_tag
from engine.store.store import Session

READ = "read_configuration"
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting with its value in force; `source` is its legal source, empty where it has none."""

    key: str
    zh: str
    kind: str
    value: SettingValue
    default: SettingValue
    source: str
    changed_at: datetime | None
    changed_by: Named | None
    tag: str


@dataclass(frozen=True, slots=True)
class UploadView:
    """A table of days that somebody laid over the calendar."""

    number: int
    version: str
    note: str
    uploaded_at: datetime
    uploaded_by: Named
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """Every day of a year, and the version of the calendar that says so."""

    year: int
    version: str
    is_provisional: bool
    days: tuple[Day, ...]


def list_settings(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[SettingView]:
    """Return the settings by key, with their defaults and who changed them when."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    names, stored = Names(looking.turn), read_settings(session)
    rows = (_setting(looking, names, key, stored.get(key)) for key in engine.settings.known)
    return paged(rows, page, name="settings", key=lambda each: each.key)


def read_setting(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, key: str
) -> SettingView:
    """Return a setting; raise NotFound when there is none."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    if key not in engine.settings.known:
        raise NotFound("没有这一参数。", en=f"Expected a setting, found '{key[:80]}'.")
    return _setting(looking, Names(looking.turn), key, read_settings(session).get(key))


def list_calendars(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[UploadView]:
    """Return what was laid over the published calendar, upload by upload."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    names, found = Names(looking.turn), uploads(session)
    rows = (
        UploadView(
            number=each.number,
            version=each.version,
            note=each.note,
            uploaded_at=each.uploaded_at,
            uploaded_by=names.person(each.uploaded_by),
            is_in_force=each.number == len(found),
        )
        for each in found
    )
    return paged(rows, page, name="calendars", key=lambda each: f"{each.number:010d}")


def read_calendar(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, year: int
) -> CalendarYear:
    """Return every day of a year: worked or not, and why; for anybody registered."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    expect_known(looking.turn.office, actor.person)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidArgument(
            f"年度应为{FIRST_YEAR}至{LAST_YEAR}。",
            en=f"Expected a year from {FIRST_YEAR} to {LAST_YEAR}.",
            code="invalid_year",
        )
    calendar, first = looking.turn.office.calendar, date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    return CalendarYear(
        year=year,
        version=calendar.version,
        is_provisional=calendar.is_provisional_year(year),
        days=tuple(calendar.day(first + timedelta(days=number)) for number in range(count)),
    )


def _setting(looking: Looking, names: Names, key: str, stored: StoredSetting | None) -> SettingView:
    declared, settings = looking.turn.engine.settings.known[key], looking.turn.office.settings
    return SettingView(
        key=key,
        zh=declared.zh,
        kind=declared.kind,
        value=settings.value(key),
        default=declared.default,
        source=declared.source,
        changed_at=None if stored is None else stored.changed_at,
        changed_by=None if stored is None else names.person(stored.changed_by),
        tag=setting_tag(stored),
    )
