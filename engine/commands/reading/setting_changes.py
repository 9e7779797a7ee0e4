"""Read who changed a setting when and why, from the chain of what belongs to no case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.configuration import READ
from engine.commands.reading.names import Named, Names
from engine.commands.reading.standing import Looking
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.history import SealedEvent
from engine.store.history_lists import setting_changes
from engine.store.store import Session

_MOST = 50


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One change: from what to what, by whom; `reason` is empty where none was given."""

    at: datetime
    by: Named
    before: object
    after: object
    reason: str


def read_setting_changes(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, key: str
) -> tuple[SettingChange, ...]:
    """Return the last 50 changes of a setting, the newest first; NotFound for no setting."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    if key not in engine.settings.known:
        raise NotFound("没有这一参数。", en=f"Expected a setting, found '{key[:80]}'.")
    names = Names(looking.turn)
    return tuple(_change(names, each) for each in setting_changes(session, key, limit=_MOST))


def _change(names: Names, event: SealedEvent) -> SettingChange:
    said = event.members()
    before, after, data = (_members(said.get(name)) for name in ("before", "after", "data"))
    return SettingChange(
        at=event.at,
        by=names.person(event.person or ""),
        before=before.get("value"),
        after=after.get("value"),
        reason=str(data.get("reason", "")),
    )


def _members(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}
