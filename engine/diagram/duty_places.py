"""Where activities stand, and which may have been performed before which.

A rule binds along the scope: where both activities stand in one multi-instance, what was performed
in the same item counts; otherwise whatever was performed in the case, inside items as well. What is
performed in a called process does not count outside it (docs/extensions.md, `separate_from`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from engine.diagram.graph import Edges, reachable, successors
from engine.diagram.model import Node, NodeKind, Process, Scope

MOST_WORK = 2_000_000
"""Flows looked at for the order of activities; beyond, any order counts as possible."""
MOST_SCOPES = 200
"""Subprocesses and called processes that are looked into."""
MOST_ACTIVITIES = 150
"""User tasks that are looked at; a procedure of an office has fewer than 50."""
_FORKS = frozenset({NodeKind.PARALLEL_GATEWAY, NodeKind.INCLUSIVE_GATEWAY})


@dataclass(frozen=True, slots=True)
class Place:
    """An activity with the containers around it, outermost first: (scope, node in that scope)."""

    path: tuple[tuple[Scope, Node], ...]

    @property
    def node(self) -> Node:
        """Return the activity itself."""
        return self.path[-1][1]

    def is_seen_from(self, other: Place) -> bool:
        """Say whether who performed this counts for a rule of the other."""
        return not any(node.call for _, node in self.path[self._around(other) : -1])

    def home(self, other: Place) -> int:
        """Return how many containers deep the innermost item or call around both is."""
        around = [node for _, node in self.path[: self._around(other)]]
        local = [n for n, node in enumerate(around, 1) if node.loop is not None or node.call]
        return max(local, default=0)

    def _around(self, other: Place) -> int:
        shared = self.common(other)
        return len(self.path) - 1 if shared < 0 else shared

    def common(self, other: Place) -> int:
        """Return how many containers both have in common."""
        pairs = zip(self.path, other.path, strict=False)
        return next((n for n, (a, b) in enumerate(pairs) if a[1].id != b[1].id), -1)


class Places:
    """The activities a process leads to, with what it calls in `processes`."""

    def __init__(self, process: Process, processes: Mapping[str, Process]) -> None:
        self._processes = processes
        self._edges: dict[int, Edges] = {}
        self._after: dict[tuple[int, str], set[str]] = {}
        self._forked: dict[int, list[tuple[set[str], set[str]]]] = {}
        self._room = MOST_WORK
        self.all: dict[str, Place] = {}
        self.scopes = 0
        """How many were looked into."""
        self.is_whole = self._walk(process)
        """False when there is too much to look at, and `all` is but a part."""

    def _walk(self, process: Process) -> bool:
        """Find the activities, outer ones before inner ones; each called process counts once."""
        walked = {process.id}
        waiting: list[tuple[Scope, tuple[tuple[Scope, Node], ...]]] = [(process.scope, ())]
        for number, (scope, around) in enumerate(waiting):
            if number >= MOST_SCOPES or len(self.all) > MOST_ACTIVITIES:
                return False
            self.scopes += 1
            reached = reachable(self._of(scope), _starts(scope))
            for node in scope.nodes.values():
                path = (*around, (scope, node))
                if node.id not in reached:
                    continue
                if node.kind is NodeKind.USER_TASK:
                    self.all.setdefault(node.id, Place(path))
                if node.scope is not None:
                    waiting.append((node.scope, path))
                called = self._processes.get(node.call.process) if node.call is not None else None
                if called is not None and called.id not in walked:
                    walked.add(called.id)
                    waiting.append((called.scope, path))
        return len(self.all) <= MOST_ACTIVITIES

    def may_precede(self, first: Place, then: Place) -> bool:
        """Say whether the first may have been performed when the other begins, in its sight."""
        if not first.is_seen_from(then):
            return False
        shared = first.common(then)
        around = range(first.home(then), len(first.path) if shared < 0 else shared)
        if any(self._comes_back(*first.path[depth]) for depth in around):
            return True
        return shared >= 0 and self._follows(
            first.path[shared][0], first.path[shared][1], then.path[shared][1]
        )

    def must_precede(self, first: Place, then: Place) -> bool:
        """Say whether the other cannot begin before the first was performed, in its sight."""
        shared = first.common(then)
        scope, node = first.path[shared]
        is_here = 0 <= shared == len(first.path) - 1 and node.loop is None
        if not is_here or not first.is_seen_from(then):
            return False
        edges = {**self._of(scope), node.id: _beside(scope, node)}
        return then.path[shared][1].id not in reachable(edges, _starts(scope))

    def _comes_back(self, scope: Scope, node: Node) -> bool:
        return self._follows(scope, node, node)

    def _follows(self, scope: Scope, first: Node, then: Node) -> bool:
        if then.id in self._reached_after(scope, first):
            return True
        return any(
            (first.id in one and then.id in other) or (first.id in other and then.id in one)
            for one, other in self._forks(scope)
        )

    def _reached_after(self, scope: Scope, node: Node) -> set[str]:
        key = (id(scope), node.id)
        if key not in self._after:
            edges = self._of(scope)
            following = set(edges.get(node.id, ()))
            if node.kind is NodeKind.USER_TASK and node.loop is None:
                # Interrupted it was not performed; its boundary is not after it.
                following -= {n for n in _beside(scope, node) if scope.nodes[n].is_interrupting}
            self._after[key] = self._reachable(scope, following)
        return self._after[key]

    def _forks(self, scope: Scope) -> list[tuple[set[str], set[str]]]:
        """Return pairs of nodes that may be busy side by side: each of one with each of the other.

        A boundary event that does not interrupt may fire again: its way is beside itself.
        """
        if id(scope) not in self._forked:
            found = []
            for node in scope.nodes.values():
                following = self._of(scope).get(node.id, ())
                if node.kind is NodeKind.BOUNDARY_EVENT and not node.is_interrupting:
                    found += [({node.id}, {node.id}), ({node.id}, {node.attached_to})]
                elif node.kind in _FORKS and len(following) > 1:
                    found += [({one}, {other}) for one, other in combinations(following, 2)]
            self._forked[id(scope)] = [self._side_by_side(scope, *pair) for pair in found]
        return self._forked[id(scope)]

    def _side_by_side(
        self, scope: Scope, one: set[str], other: set[str]
    ) -> tuple[set[str], set[str]]:
        """Follow two ways as far as the gateways at which they come together again."""
        both = self._reachable(scope, one) & self._reachable(scope, other)
        joins = {n for n in both if scope.nodes[n].kind in _FORKS} if one != other else set()
        joins = {n for n in joins if len(scope.nodes[n].incoming) > 1}
        return self._reachable(scope, one, joins), self._reachable(scope, other, joins)

    def _reachable(self, scope: Scope, starts: set[str], until: Collection[str] = ()) -> set[str]:
        self._room -= len(scope.flows)
        if self._room < 0:
            return set(scope.nodes)
        edges = self._of(scope)
        kept = {each: on for each, on in edges.items() if each not in until} if until else edges
        return reachable(kept, starts)

    def _of(self, scope: Scope) -> Edges:
        if id(scope) not in self._edges:
            self._edges[id(scope)] = successors(scope)
        return self._edges[id(scope)]


def _starts(scope: Scope) -> list[str]:
    events = [node.id for node in scope.nodes.values() if node.kind is NodeKind.START_EVENT]
    return events or [
        node.id
        for node in scope.nodes.values()
        if not node.incoming and node.kind is not NodeKind.BOUNDARY_EVENT
    ]


def _beside(scope: Scope, node: Node) -> set[str]:
    """Return the boundary events of a node."""
    nodes = scope.nodes.values()
    return {n.id for n in nodes if n.kind is NodeKind.BOUNDARY_EVENT and n.attached_to == node.id}
