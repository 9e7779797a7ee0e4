"""What of a running case is under way, and what each of its scopes knows, for people who look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.model.values import Value
from engine.spiff.instance import Instance
from engine.spiff.parts import Token
from engine.spiff.places import place_of

_WAITS = {
    "incident": "operator",
    "work": "person",
    "timer": "timer",
    "message": "message",
    "arrived": "others",
}


@dataclass(frozen=True, slots=True)
class Active:
    """An activity instance that is under way, with the problem item and the part it belongs to.

    It waits for a `person`, `timer`, `message`, `operator` (an incident), `others` (tokens that a
    gateway joins) or `inside` (what runs within it).
    """

    aid: int
    node: str
    scope: int
    item: int | None
    part: int | None
    waits_for: str


@dataclass(frozen=True, slots=True)
class ScopeContent:
    """The variables of one scope; `host` is the node it runs in, None for the case itself."""

    number: int
    host: str | None
    item: int | None
    variables: Mapping[str, Value]


def active(instance: Instance) -> Iterator[Active]:
    """Yield what is under way, in the order in which it began."""
    for token in instance.tokens():
        place = place_of(token.scope)
        yield Active(
            aid=token.id,
            node=token.spec.node.id,
            scope=token.scope.number,
            item=place.item,
            part=place.part,
            waits_for=_waits_for(token),
        )


def scope_contents(instance: Instance) -> Iterator[ScopeContent]:
    """Yield the open scopes by number."""
    for number in sorted(instance.scopes):
        scope = instance.scopes[number]
        host = None if scope.host is None else scope.host.spec.node.id
        yield ScopeContent(number, host, scope.item, scope.data)


def _waits_for(token: Token) -> str:
    held = token.internal_data
    return next((word for key, word in _WAITS.items() if key in held), "inside")
