"""Settings that differ from their default, as an office has set them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import orjson
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.values import Value, to_json
from engine.store.changes import Cached, bump_revision
from engine.store.statements import Statement
from engine.store.step_statements import columns_of
from engine.store.store import Session
from engine.store.tables import setting


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """A value that stands in place of a setting's default, and who put it there."""

    key: str
    value: Value
    changed_at: datetime
    changed_by: str


def setting_tag(stored: StoredSetting | None) -> str:
    """Name the state of a setting, for If-Match; one that has its default has one name."""
    if stored is None:
        return "default"
    said = [to_json(stored.value), stored.changed_at.isoformat(), stored.changed_by]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


def _storing() -> Statement:
    names = [column.key for column in setting.columns]
    values = {name: bindparam(name, type_=setting.c[name].type) for name in names}
    lite, post = sqlite.insert(setting).values(values), postgresql.insert(setting).values(values)
    return Statement(
        lite.on_conflict_do_update(
            index_elements=["key"], set_={name: lite.excluded[name] for name in names[1:]}
        ),
        names,
        postgresql=post.on_conflict_do_update(
            index_elements=["key"], set_={name: post.excluded[name] for name in names[1:]}
        ),
    )


_ALL = Statement(select(setting).order_by(setting.c.key))
_STORE = _storing()
_FORGET = Statement(delete(setting).where(setting.c.key == bindparam("key")), ["key"])
_cells = columns_of(StoredSetting)


def read_settings(session: Session) -> Mapping[str, StoredSetting]:
    """Return all settings that differ from their default."""
    rows = session.all(StoredSetting, _ALL)
    return MappingProxyType({row.key: row for row in rows})


def settings_cache() -> Cached[Mapping[str, StoredSetting]]:
    """Make the process's memory of the settings; one per store."""
    return Cached(read_settings)


def store_setting(session: Session, row: StoredSetting) -> StoredSetting | None:
    """Put a value in place of the default; return what stood there before."""
    before = read_settings(session).get(row.key)
    session.run(_STORE, *_cells(row))
    bump_revision(session)
    return before


def forget_setting(session: Session, key: str) -> StoredSetting | None:
    """Let the default hold again; return what stood in its place."""
    before = read_settings(session).get(key)
    if before is not None:
        session.run(_FORGET, key)
        bump_revision(session)
    return before
