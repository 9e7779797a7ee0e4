"""Work that decides (审批), told by its shape and not by its name.

Three signs together make an approval: the form asks for a decision before anything else, an
exclusive gateway right behind the task goes by it, and somebody else has prepared what is decided
(`separate_from`). A receipt to be signed has the first two, a second opinion only the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.diagram.graph import reachable, successors
from engine.diagram.lint_activities import listed
from engine.diagram.model import Flow, Node, NodeKind, Scope
from engine.diagram.onward import Onward, onward
from engine.feel import FeelError, parse
from engine.model.forms import Field, FieldKind

BATCH = "batch"
"""The property of a user task that lets several of its kind be agreed to at once."""
_DECIDING = frozenset({FieldKind.BOOLEAN, FieldKind.ENUM})


@dataclass(frozen=True, slots=True)
class Way:
    """One flow behind the decision, what lies behind it, and whether it leads back."""

    flow: Flow
    onward: Onward
    is_back: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """What a task decides: the field that is asked, and the ways that go by it.

    `opinion` is the field for the words of whoever decides ("" where there is none), `prepared_by`
    names the activities that nobody who decides may have performed. `outputs` are set before the
    gateway is asked.
    """

    field: Field
    opinion: str
    prepared_by: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    may_batch: bool

    @property
    def choices(self) -> tuple[tuple[bool | str, str], ...]:
        """Return what can be decided, what agrees first: (value, words of the diagram)."""
        if self.field.kind is FieldKind.ENUM:
            return tuple((value, label or value) for value, label in self.field.choices)
        return (True, self.field.name), (False, "")


def approvals_of(scope: Scope) -> Iterator[tuple[str, Approval]]:
    """Yield the approvals of a scope and of the subprocesses in it, by the ids of their tasks."""
    for node in scope.nodes.values():
        found = _approval(scope, node)
        if found is not None:
            yield node.id, found
        if node.scope is not None:
            yield from approvals_of(node.scope)


def _approval(scope: Scope, node: Node) -> Approval | None:
    field = _asked_first(node)
    prepared_by = listed(node.properties.get("separate_from", ""))
    if field is None or not prepared_by:
        return None
    flows = _decided_by(scope, node, field.id)
    if not flows:
        return None
    return Approval(
        field=field,
        opinion=_opinion(node),
        prepared_by=prepared_by,
        outputs=node.outputs,
        ways=tuple(_ways(scope, node, flows)),
        may_batch=node.properties.get(BATCH) == "yes",
    )


def _asked_first(node: Node) -> Field | None:
    """Return the first field that is filled in, where it must be and offers a choice."""
    if node.kind is not NodeKind.USER_TASK or node.form is None:
        return None
    first = next((each for each in node.form.fields if not each.read_only), None)
    if first is None or not first.required or first.kind not in _DECIDING:
        return None
    return first


def _opinion(node: Node) -> str:
    fields = () if node.form is None else node.form.fields
    texts = [each for each in fields if not each.read_only and not each.pattern]
    long = [each.id for each in texts if each.kind is FieldKind.TEXT]
    short = [each.id for each in texts if each.kind is FieldKind.STRING]
    return next(iter([*long, *short]), "")


def _decided_by(scope: Scope, node: Node, field: str) -> tuple[Flow, ...]:
    """Return the flows behind the task if a condition of theirs reads the field."""
    if len(node.outgoing) != 1:
        return ()
    gateway = scope.nodes.get(scope.flows[node.outgoing[0]].target)
    if gateway is None or gateway.kind is not NodeKind.EXCLUSIVE_GATEWAY:
        return ()
    flows = tuple(scope.flows[each] for each in gateway.outgoing)
    told = {field}
    for name, text in node.outputs:
        if _names(text) & told:
            told.add(name)
    return flows if any(_names(each.condition) & told for each in flows) else ()


def _ways(scope: Scope, node: Node, flows: Iterable[Flow]) -> Iterator[Way]:
    """Yield the flows; one leads back if it comes to what was passed on every way to the task."""
    back = frozenset(_always_before(scope, node))
    for flow in flows:
        behind = onward(scope, flow)
        yield Way(flow, behind, is_back=bool(behind.stops) and back.issuperset(behind.stops))


def _always_before(scope: Scope, node: Node) -> Iterator[str]:
    edges = successors(scope)
    starts = [each.id for each in scope.nodes.values() if each.kind is NodeKind.START_EVENT]
    for each in scope.nodes:
        if each != node.id and node.id not in reachable(edges, starts, without=each):
            yield each


def _names(text: str) -> frozenset[str]:
    try:
        return parse(text).names if text.strip() else frozenset()
    except FeelError:  # the linter says so; nothing can be told of it
        return frozenset()
