"""Who finds which entries of the full-text search, as conditions and as ways in by an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union_all

from engine.model.search_results import SearchKind
from engine.store.tables import search_entry
from engine.store.viewers import Scope

_PAPERS = (SearchKind.DOCUMENT.value, SearchKind.ATTACHMENT.value)
_other = search_entry.alias("other")
Condition = ColumnElement[bool]
Column = ColumnElement[Any]
Numbers = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see beside what is public; None: nothing of the sort."""

    register: Scope | None = None
    """Cases and problem items, as in the registers."""
    internal: Scope | None = None
    """All papers of cases."""
    served: Scope | None = None
    """Papers that are meant for the units, and those their own people attached."""

    @property
    def scopes(self) -> Sequence[Scope]:
        """The scopes there are, each once."""
        found: list[Scope] = []
        for each in (self.register, self.internal, self.served):
            if each is not None and each not in found:
                found.append(each)
        return found

    def covers(self, unit: Column) -> Condition:
        """Return the condition that a column names a unit of any of the scopes."""
        return or_(false(), *(each.covers(unit) for each in self.scopes))


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns that say who finds an entry, wherever they stand."""

    kind: Column
    visibility: Column
    unit: Column
    party: Column


# An expression is served by no index: the way in is found otherwise.
ENTRY = Facts(
    search_entry.c.kind,
    search_entry.c.visibility,
    search_entry.c.unit.concat(""),
    search_entry.c.party.concat(""),
)


def visible(sight: Sight, entry: Facts = ENTRY) -> Condition:
    """Say that somebody may see an entry."""
    return or_(
        entry.visibility == "public",
        *_in_registers(sight.register, entry),
        *_internal(sight.internal, entry),
        *_served(sight.served, entry),
    )


def _in_registers(scope: Scope | None, entry: Facts) -> Iterator[Condition]:
    if scope is None:
        return
    yield and_(entry.kind == SearchKind.CASE.value, scope.covers(entry.unit))
    # Whoever sees no more than their own unit sees of its items what has been said to it.
    is_item = entry.kind == SearchKind.ITEM.value
    yield and_(is_item, or_(scope.covers_below(entry.unit), scope.covers_below(entry.party)))
    is_said = entry.visibility == "unit"
    yield and_(is_item, is_said, or_(scope.covers_own(entry.unit), scope.covers_own(entry.party)))


def _internal(scope: Scope | None, entry: Facts) -> Iterator[Condition]:
    if scope is not None:
        unit = entry.unit
        yield and_(entry.kind.in_(_PAPERS), or_(unit.is_(None), scope.covers(unit)))


def _served(scope: Scope | None, entry: Facts) -> Iterator[Condition]:
    """Say what `engine.commands.policy.papers` says of a document and of an attachment."""
    if scope is None:
        return
    unit, party = entry.unit, entry.party
    is_said = entry.visibility == "unit"
    is_for_unit = or_(party.is_(None), scope.covers(party))
    yield and_(entry.kind == SearchKind.DOCUMENT.value, is_said, is_for_unit)
    is_theirs = or_(unit.is_(None), scope.covers(unit), scope.covers(party))
    yield and_(entry.kind == SearchKind.ATTACHMENT.value, is_said, is_theirs)


def seen(sight: Sight) -> Numbers:
    """Return the numbers of all that somebody could see, and a little more, each by an index."""
    parts = [select(_other.c.number).where(_other.c.visibility == "public")]
    for column in (_other.c.unit, _other.c.party):
        parts += [select(_other.c.number).where(each.covers(column)) for each in sight.scopes]
    if sight.scopes:
        # The papers of a case without a unit, the only ones addressed to none, are for all.
        parts.append(select(_other.c.number).where(_other.c.unit.is_(None)))
    return select(union_all(*parts).subquery().c.number)


def led_to(units: Sequence[str]) -> Condition:
    """Return the condition by which indexes lead to all that is not public.

    `units` are those of all scopes; as a list of values, PostgreSQL may look them up together
    with what else it knows by an index.
    """
    entry = search_entry.c
    return or_(entry.unit.in_(units), entry.party.in_(units), entry.unit.is_(None))
