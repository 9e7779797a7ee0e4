"""The problem items a new case would have, and the terms that a decision table has for each.

Where the items of a diagram begin with a decision table, as 核定整改期限 does, the table is asked
before they begin, with what is known by then. Its terms run only from when the items begin; the
day they would end on is told as if that were today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.commands import item_values
from engine.commands.reading.names import Named, Names
from engine.commands.step import Step
from engine.decisions.model import DecisionTable
from engine.definitions.item_registers import ItemRegister
from engine.diagram.model import Node, NodeKind
from engine.feel import is_wrapped
from engine.model.deadline_story import DeadlineStory, preview
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument
from engine.model.surroundings import ActivityFailed
from engine.model.values import Value
from engine.spiff.parts import layered
from engine.store.rows import ItemRow

Values = Mapping[str, Value]
ROOT = 1


@dataclass(frozen=True, slots=True)
class ExpectedTerm:
    """A term of a decision table by the name of its column; `if_today` tells when it would end."""

    name: str
    term: str
    if_today: DeadlineStory


@dataclass(frozen=True, slots=True)
class ItemOutlook:
    """A problem item as it would be listed; `table` is what its terms are called and their version.

    `terms` is empty where no table has any, or where it cannot be asked yet.
    """

    number: int
    title: str
    kind: str | None
    severity: str | None
    owner: Named | None
    demand: str | None
    terms: tuple[ExpectedTerm, ...]
    decision: str
    table: str


def outlooks(step: Step, names: Names) -> Iterator[ItemOutlook]:
    """Yield the problem items that a new case would have, in order, with what is in store."""
    registers = step.published.registers.by_node
    rows = [each for each in step.turn.batch.items if each.case_id == step.case.id]
    for row in sorted(rows, key=lambda each: (each.node, each.number)):
        yield _outlook(step, names, registers[row.node], row)


def _outlook(step: Step, names: Names, register: ItemRegister, row: ItemRow) -> ItemOutlook:
    task = _first_table(step, register)
    terms, table = ((), "") if task is None else _terms(step, register, task, row.number)
    return ItemOutlook(
        number=row.number,
        title=row.title,
        kind=row.kind,
        severity=row.severity,
        owner=None if row.owner is None else names.unit(row.owner),
        demand=row.demand,
        terms=terms,
        decision="" if task is None else task.name or task.id,
        table=table,
    )


def _first_table(step: Step, register: ItemRegister) -> Node | None:
    """Return the decision task that each item begins with; None where it begins otherwise."""
    host = step.published.nodes[register.node]
    if host.scope is None or not step.instance.has_node(ROOT, register.node):
        return None
    inner = host.scope
    starts = [each for each in inner.nodes.values() if each.kind is NodeKind.START_EVENT]
    targets = [inner.flows[flow].target for start in starts for flow in start.outgoing]
    first = inner.nodes[targets[0]] if len(targets) == 1 else None
    is_table = first is not None and first.kind is NodeKind.BUSINESS_RULE_TASK
    return first if is_table else None


def _terms(
    step: Step, register: ItemRegister, task: Node, number: int
) -> tuple[tuple[ExpectedTerm, ...], str]:
    """Ask the table for one item; nothing where it cannot be asked with what is known."""
    view = step.instance.view(ROOT)
    elements = item_values.value(step, register.collection, view)
    if not isinstance(elements, list) or not 0 < number <= len(elements):
        return (), ""
    local: Values = {register.element: elements[number - 1], "loop": {"index": number}}
    try:
        seen = layered(_inputs(step, task, layered(local, view)), layered(local, view))
        decided = step.surroundings.decide(task.decision, seen)
    except ActivityFailed:  # the item itself will say so when it begins, as an incident
        return (), ""
    return tuple(_known_terms(step, task.decision, decided.value)), decided.table_version


def _inputs(step: Step, task: Node, view: Values) -> Values:
    evaluate = step.surroundings.evaluate
    return {name: evaluate(text, view) if is_wrapped(text) else text for name, text in task.inputs}


def _known_terms(step: Step, decision: str, result: Value) -> Iterator[ExpectedTerm]:
    table = step.turn.office.table(decision)
    logic = None if table is None else table.decisions.definitions.decisions[decision].logic
    if not isinstance(logic, DecisionTable) or not isinstance(result, Mapping):
        return
    office = step.turn.office
    for column in logic.outputs:
        value = result.get(column.name)
        if isinstance(value, str):
            try:
                story = preview(parse_term(value), office.today, calendar=office.calendar)
            except InvalidArgument:  # a text that is no term
                continue
            yield ExpectedTerm(column.label or column.name, value, story)
