"""Count ahead what the widest scopes ask first, so that the figures are there when somebody looks.

Only the question of a page without conditions is counted, for the few scopes that take longest:
everybody with the same posts shares one answer. It is counted again when half of `overview.age` is
over, so that no reader finds it too old; with 0 nothing is kept and nothing counted ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.commands.engine import Engine
from engine.commands.kept_overviews import ahead_as_of, is_fresh, put_ahead
from engine.commands.office import Office
from engine.commands.reading.overview.figures import EVERYTHING, Ask, ask
from engine.commands.registers import viewer_of
from engine.identity import Audience, CaseScope
from engine.model.case import Actor, Clock
from engine.store.overviews_kept import forget_overviews
from engine.store.store import Session, Store

WIDEST = 5
"""Scopes that are counted ahead (无法定依据, 建议值): a county's are counted within a page's time."""
_FORGET = timedelta(days=1)


def count_ahead(store: Store, *, engine: Engine, clock: Clock) -> int:
    """Count the overviews that are due and keep them; return how many.

    Counting only reads: no step waits for it.
    """
    counted = 0
    with store.read() as session:
        people = _people(session, engine, clock)
    for person in people:
        counted += _count(store, engine, clock, Actor(person))
    return counted


def _count(store: Store, engine: Engine, clock: Clock, actor: Actor) -> int:
    with store.read() as session:
        asked = ask(session, engine, clock, actor, EVERYTHING)
        if not _is_due(session, asked):
            return 0
        overview = asked.counting.overview()
    with store.begin() as session:
        put_ahead(session, asked.question, overview)
        forget_overviews(session, before=overview.as_of - _FORGET)
    return 1


def _is_due(session: Session, asked: Ask) -> bool:
    as_of = ahead_as_of(session, asked.question)
    now = asked.counting.turn.now
    return bool(asked.age) and not (as_of and is_fresh(as_of, now=now, age=asked.age / 2))


def _people(session: Session, engine: Engine, clock: Clock) -> list[str]:
    """Return somebody of each of the widest scopes, the widest first."""
    office = Office(session, engine, now=clock())
    by_scope: dict[CaseScope, str] = {}
    for person, scope in _scopes(session, engine, clock, office):
        by_scope.setdefault(scope, person)
    tree = engine.directory.units(session, revision=office.revision)
    wide = {
        scope: sum(any(tree.is_within(code, top) for top in scope.below) for code in tree.units)
        for scope in by_scope
    }
    widest = sorted(by_scope, key=lambda scope: (-wide[scope], scope.below, scope.own))
    return [by_scope[scope] for scope in widest[:WIDEST]]


def _scopes(
    session: Session, engine: Engine, clock: Clock, office: Office
) -> Iterator[tuple[str, CaseScope]]:
    groups = tuple(sorted(engine.permissions.groups.get("list_below", ())))
    people = engine.directory.resolve(
        session, Audience(groups=groups), on=office.today, revision=office.revision
    )
    for person in people:
        viewer = viewer_of(session, engine, clock, Actor(person))
        if viewer is not None and isinstance(viewer.scope, CaseScope) and viewer.scope.below:
            yield person, viewer.scope
