"""Where in the repetitions of a case something stands: in which problem item, and which of several.

A diagram may repeat what is no problem item: two verifications of one item, a signature of each
person who was present. The number of such an instance is never that of a problem item.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.effects import Ending, ScopeEnded, ScopeOpened
from engine.model.items import TITLE
from engine.spiff.parts import ScopeRun, Token


@dataclass(frozen=True, slots=True)
class Place:
    """The number of the problem item, and the number of an instance that is none; both from 1.

    `part` is that of the innermost instance inside the problem item, or of a multi-instance
    outside of all problem items; an only instance has none.
    """

    item: int | None = None
    part: int | None = None


NOWHERE = Place()


def place_of(scope: ScopeRun | None) -> Place:
    """Return in which repetitions a scope lies."""
    part: int | None = None
    while scope is not None:
        if scope.item is not None:
            if is_problem_item(scope):
                return Place(scope.item, part)
            part = part or _one_of_several(scope)
        scope = scope.parent
    return Place(None, part)


def opened(scope: ScopeRun, host: Token) -> ScopeOpened:
    """Return what is to be told when a scope begins inside its host."""
    own = _own(scope)
    return ScopeOpened(scope.number, host.spec.node.id, own.item, own.part, dict(scope.data))


def ended(scope: ScopeRun, host: Token, how: Ending) -> ScopeEnded:
    """Return what is to be told when it ends; what an item knew is needed once more."""
    own = _own(scope)
    view = {} if scope.item is None else scope.view()
    return ScopeEnded(scope.number, host.spec.node.id, own.item, how, own.part, view)


def _own(scope: ScopeRun) -> Place:
    if scope.item is None:
        return NOWHERE
    return Place(scope.item) if is_problem_item(scope) else Place(place_of(scope).item, scope.item)


def _one_of_several(scope: ScopeRun) -> int | None:
    """Return the number of an instance; None for the only one, which needs none."""
    total = None if scope.host is None else scope.host.internal_data.get("items")
    return None if total == 1 else scope.item


def is_problem_item(scope: ScopeRun) -> bool:
    """Say whether a scope is one item of a multi-instance whose items have a title."""
    host = None if scope.item is None else scope.host
    return host is not None and bool(host.spec.node.properties.get(TITLE))
