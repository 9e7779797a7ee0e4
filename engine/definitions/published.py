"""Published definitions and decision tables, read and compiled once per process.

A published version never changes, so what is compiled from it may be kept for ever and shared
between threads. Which version is the newest does change: that is asked of the store again
whenever its revision has moved on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.decisions import Decisions, read_decisions
from engine.decisions.model import DecisionTable
from engine.definitions.item_registers import ItemRegisters
from engine.definitions.offers import Offer, offers_in
from engine.diagram.approvals import Approval, approvals_of
from engine.diagram.model import Diagram, Node, Process, Scope
from engine.diagram.reader import read_diagram
from engine.feel import parse
from engine.model.errors import NotFound
from engine.model.forms import Form
from engine.model.values import Value
from engine.spiff import Compiled, compile_process
from engine.store.changes import Cached
from engine.store.definitions import (
    DefinitionRow,
    definition_by_id,
    definition_ids,
    list_definitions,
    newest_decision_table,
)
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a process definition, ready to run."""

    definition_id: str
    key: str
    version: int
    name: str
    process: Process
    compiled: Compiled
    nodes: Mapping[str, Node]
    registers: ItemRegisters
    processes: Mapping[str, Process]
    """This process and those it may call, by key."""
    approvals: Mapping[str, Approval]
    """What its activities that decide (审批) ask, by their ids."""

    def node(self, node_id: str) -> Node:
        """Return the node with this id, wherever it is in the process or in what it calls."""
        found = self.nodes.get(node_id)
        if found is None:
            raise NotFound(
                f"流程“{self.name}”中没有环节“{node_id}”。",
                en=f"Expected a node '{node_id}' in process '{self.key}'.",
            )
        return found

    @property
    def start_form(self) -> Form | None:
        """Return the form that opens a case; None when the diagram has none."""
        start = self.compiled.start_node
        return start.form if start is not None else None


@dataclass(frozen=True, slots=True)
class Table:
    """The newest version of a decision with the file it is in."""

    version: int
    decisions: Decisions

    def read(self, decision: str, variables: Mapping[str, Value]) -> dict[str, Value]:
        """Return the variables that the columns of a table read.

        Tables drawn for Camunda rarely declare their inputs, which the decision itself reports.
        """
        logic = self.decisions.definitions.decisions[decision].logic
        if not isinstance(logic, DecisionTable):
            return {}
        names = {name for column in logic.inputs for name in parse(column.expression.text).names}
        return {name: variables[name] for name in sorted(names) if name in variables}


class Library:
    """What a process has read of the published definitions; safe to share between threads."""

    def __init__(self) -> None:
        # Filled in on first use; doing it twice from two threads gives the same value.
        self._published: dict[str, Published] = {}
        self._newest: Cached[Mapping[str, str]] = Cached(_newest_ids)
        self._tables: Cached[dict[str, Table | None]] = Cached(lambda _: {})
        self._every: Cached[tuple[Published, ...]] = Cached(self._read_every)
        self._offers_of: dict[str, frozenset[Offer]] = {}
        self._offers: Cached[frozenset[Offer]] = Cached(self._read_offers)

    def published(self, session: Session, definition_id: str) -> Published:
        """Return a version by its id; raise NotFound when there is none."""
        found = self._published.get(definition_id)
        if found is None:
            found = _publish(session, definition_by_id(session, definition_id))
            if not session.has_changed_configuration:  # else it may yet be rolled back
                self._published[definition_id] = found
        return found

    def newest(self, session: Session, key: str, *, revision: int | None = None) -> Published:
        """Return the newest version of a process; raise NotFound when none was published."""
        definition_id = self._newest.get(session, revision=revision).get(key)
        if definition_id is None:
            raise NotFound(
                f"没有发布名为“{key}”的流程。",
                en=f"Expected a published process '{key}', but there is none.",
                code="unknown_process",
            )
        return self.published(session, definition_id)

    def table(self, session: Session, decision: str, *, revision: int | None) -> Table | None:
        """Return the newest version of a decision table; None when none was published."""
        known = self._tables.get(session, revision=revision)
        if decision not in known:
            row = newest_decision_table(session, decision)
            known[decision] = (
                None if row is None else Table(row.version, read_decisions(row.source))
            )
        return known[decision]

    def every(self, session: Session, *, revision: int | None) -> tuple[Published, ...]:
        """Return every version of every process."""
        return self._every.get(session, revision=revision)

    def offers(self, session: Session, *, revision: int | None) -> frozenset[Offer]:
        """Return whom the activities of any version are offered to."""
        return self._offers.get(session, revision=revision)

    def _read_every(self, session: Session) -> tuple[Published, ...]:
        return tuple(self.published(session, each) for each in definition_ids(session))

    def _read_offers(self, session: Session) -> frozenset[Offer]:
        known = dict(self._offers_of)
        for each in definition_ids(session):
            if each not in known:
                known[each] = frozenset(offers_in(definition_by_id(session, each).source))
        if not session.has_changed_configuration:  # else it may yet be rolled back
            self._offers_of = known
        return frozenset[Offer]().union(*known.values())


def load_compiled(session: Session, definition_id: str, *, library: Library) -> Compiled:
    """Return the compiled process of a published version."""
    return library.published(session, definition_id).compiled


def _newest_ids(session: Session) -> Mapping[str, str]:
    return {listed.key: listed.id for listed in list_definitions(session)}


def _publish(session: Session, row: DefinitionRow) -> Published:
    diagram = read_diagram(row.source)
    called = _called(session, row)
    return publish(row.id, row.key, row.version, diagram, called)


def publish(
    definition_id: str, key: str, version: int, diagram: Diagram, called: Mapping[str, Process]
) -> Published:
    """Compile one process of a diagram together with the processes of others that it calls."""
    process = diagram.process(key)
    if process is None:
        raise NotFound(f"图中没有流程“{key}”。", en=f"Expected a process '{key}' in the diagram.")
    everything = {**called, **{each.id: each for each in diagram.processes}}
    nodes = _nodes(process, everything)
    return Published(
        definition_id=definition_id,
        key=key,
        version=version,
        name=process.name or key,
        process=process,
        compiled=compile_process(diagram, key, called=called),
        nodes=nodes,
        registers=ItemRegisters.of(nodes),
        processes=everything,
        approvals={
            node_id: found
            for each in everything.values()
            for node_id, found in approvals_of(each.scope)
            if node_id in nodes
        },
    )


def _called(session: Session, row: DefinitionRow) -> dict[str, Process]:
    """Return the processes of other definitions that this one calls, directly or through others."""
    found: dict[str, Process] = {}
    waiting = dict(row.calls)
    while waiting:
        key, definition_id = waiting.popitem()
        if key in found:
            continue
        called = definition_by_id(session, definition_id)
        for process in read_diagram(called.source).processes:
            found.setdefault(process.id, process)
        waiting.update({key: id_ for key, id_ in called.calls.items() if key not in found})
    return found


def _nodes(process: Process, known: Mapping[str, Process]) -> Mapping[str, Node]:
    nodes: dict[str, Node] = {}
    waiting, seen = [process], {process.id}
    while waiting:
        for node in walk(waiting.pop().scope):
            nodes.setdefault(node.id, node)
            target = known.get(node.call.process) if node.call is not None else None
            if target is not None and target.id not in seen:
                seen.add(target.id)
                waiting.append(target)
    return nodes


def walk(scope: Scope) -> Iterator[Node]:
    """Yield the nodes of a scope and of the subprocesses in it."""
    for node in scope.nodes.values():
        yield node
        if node.scope is not None:
            yield from walk(node.scope)
