"""The rules in force, and the versions before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from engine.model.errors import NotFound
from engine.model.own_reminders import OwnReminder
from engine.model.values import Value
from engine.store.statements import Statement
from engine.store.step_statements import columns_of
from engine.store.store import Session
from engine.store.tables import notification_rules
from notifications.rules.defaults import shipped_rules
from notifications.rules.model import Rule, Rules
from notifications.rules.records import record_of, rules_from

_row = notification_rules.c
_NEWEST = Statement(select(notification_rules).order_by(_row.version.desc()).limit(1))
_ONE = Statement(
    select(notification_rules).where(_row.version == bindparam("version")), ["version"]
)
_ADD = Statement(
    insert(notification_rules).values({each.key: bindparam(each.key) for each in _row}),
    [each.key for each in _row],
)


@dataclass(frozen=True, slots=True)
class StoredRules:
    """A version of the rules as it is kept: who made it, when and why."""

    version: int
    rules: Value
    made_at: datetime
    made_by: str
    reason: str

    @property
    def plain(self) -> Rules:
        """Return the rules themselves."""
        return Rules(self.version, rules_from(self.rules))


_cells = columns_of(StoredRules)


def rules_in_force(session: Session, own: Iterable[OwnReminder] = ()) -> Rules:
    """Return the rules of the highest version, or without any those that come with the product.

    `own` says where diagrams remind by their own timers: it matters for version 0 and for the
    events of due dates alone, so who asks about other events may leave it out.
    """
    found = session.one(StoredRules, _NEWEST)
    return Rules(0, shipped_rules(own)) if found is None else found.plain


def rules_of_version(session: Session, version: int, own: Iterable[OwnReminder] = ()) -> Rules:
    """Return the rules of a version; raise NotFound when there is no such version."""
    return Rules(0, shipped_rules(own)) if version == 0 else stored_version(session, version).plain


def stored_version(session: Session, version: int) -> StoredRules:
    """Return a version as it is kept; version 0, which nobody made, raises NotFound."""
    found = session.one(StoredRules, _ONE, version) if version < _MOST else None
    if found is None:
        raise NotFound(
            f"没有第{version}版通知规则。",
            en=f"Expected a version of the notification rules, but there is no {version}.",
            code="unknown_rules_version",
        )
    return found


_MOST = 2**31


def newest_version(session: Session) -> int:
    """Return the number of the version in force; zero without any of one's own."""
    found = session.row(_NEWEST)
    return 0 if found is None else int(str(found[0]))


@dataclass(frozen=True, slots=True)
class MadeVersion:
    """A version without its rules."""

    version: int
    made_at: datetime
    made_by: str
    reason: str


_EVERY = Statement(
    select(_row.version, _row.made_at, _row.made_by, _row.reason).order_by(_row.version)
)


def made_versions(session: Session) -> list[MadeVersion]:
    """Return every version that somebody made, the oldest first."""
    return session.all(MadeVersion, _EVERY)


def store_rules(
    session: Session,
    rules: Iterable[Rule],
    *,
    version: int,
    made_at: datetime,
    made_by: str,
    reason: str,
) -> None:
    """Keep a new version; it is in force as the highest one."""
    kept: list[Value] = [record_of(each) for each in rules]
    row = StoredRules(version, kept, made_at, made_by, reason)
    session.run(_ADD, *_cells(row))
