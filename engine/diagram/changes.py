"""What a version of a process changed against another: activities, by what people call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.diagram.model import Node, NodeKind, Process
from engine.diagram.sequence import in_order

Facet = Literal["who", "due", "form", "apart", "work", "other"]
_FACETS: Mapping[Facet, tuple[str, ...]] = {
    "who": ("assignee", "candidate_groups", "candidate_users"),
    "due": ("due_date", "event"),
    "form": ("form",),
    "work": ("handler", "decision", "call", "inputs", "outputs", "loop", "result_variable"),
    "other": ("kind", "documentation", "attached_to", "is_interrupting", "result_shape"),
}
_NAMELESS = frozenset(
    {
        NodeKind.EXCLUSIVE_GATEWAY,
        NodeKind.PARALLEL_GATEWAY,
        NodeKind.INCLUSIVE_GATEWAY,
        NodeKind.EVENT_BASED_GATEWAY,
    }
)


@dataclass(frozen=True, slots=True)
class Altered:
    """A node that both have, and in what it differs."""

    node: str
    name: str
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed; nodes are (id, name), `renamed` (id, name before, name now).

    `rerouted` says that the sequence flows or their conditions differ.
    """

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str, str], ...] = ()
    altered: tuple[Altered, ...] = ()
    rerouted: bool = False

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing that is executed differs."""
        return not (self.added or self.removed or self.renamed or self.altered or self.rerouted)


def changes_between(before: Process, after: Process) -> Changes:
    """Compare two versions of a process node by node, by their ids."""
    old, new = _nodes(before), _nodes(after)
    both = [(old[each], node) for each, node in new.items() if each in old]
    return Changes(
        added=tuple((each.id, _name(each)) for each in new.values() if each.id not in old),
        removed=tuple((each.id, _name(each)) for each in old.values() if each.id not in new),
        renamed=tuple(
            (now.id, _name(was), _name(now)) for was, now in both if was.name != now.name
        ),
        altered=tuple(_altered(both)),
        rerouted=_flows(before) != _flows(after),
    )


def _altered(both: list[tuple[Node, Node]]) -> Iterator[Altered]:
    for was, now in both:
        facets = tuple(_differing(was, now))
        if facets:
            yield Altered(now.id, _name(now), facets)


def _differing(was: Node, now: Node) -> Iterator[Facet]:
    for facet, attributes in _FACETS.items():
        if any(getattr(was, each) != getattr(now, each) for each in attributes):
            yield facet
    if was.properties != now.properties:
        is_duty = {"separate_from", "excluded_units", "unit"}
        differing = {
            each
            for each in {*was.properties, *now.properties}
            if was.properties.get(each) != now.properties.get(each)
        }
        if differing & is_duty:
            yield "apart"
        if differing - is_duty:
            yield "work"


def _nodes(process: Process) -> dict[str, Node]:
    return {each.node.id: each.node for each in in_order(process)}


def _flows(process: Process) -> set[tuple[str, str, str, bool]]:
    scopes = {each.scope.id: each.scope for each in in_order(process)}
    return {
        (flow.source, flow.target, flow.condition, flow.is_default)
        for scope in scopes.values()
        for flow in scope.flows.values()
    }


def _name(node: Node) -> str:
    if node.name:
        return " ".join(node.name.split())
    return "" if node.kind in _NAMELESS else node.id
