"""Pass through the boxed expressions of a model, outermost first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decisions import model


def logics_of(definitions: model.Definitions) -> Iterator[model.Logic]:
    """Yield every boxed expression in the model."""
    for decision in definitions.decisions.values():
        if decision.logic is not None:
            yield from walk(decision.logic)
    for knowledge in definitions.knowledge.values():
        if knowledge.function is not None:
            yield from walk(knowledge.function)


def walk(logic: model.Logic) -> Iterator[model.Logic]:
    """Yield an expression and all inside it."""
    yield logic
    for child in children(logic):
        yield from walk(child)


def children(logic: model.Logic) -> tuple[model.Logic, ...]:  # noqa: C901, PLR0911 - one per kind
    """Return the boxed expressions directly inside one."""
    match logic:
        case model.DecisionTable() | model.LiteralExpression():
            return ()
        case model.Invocation(bindings=bindings):
            return tuple(binding.value for binding in bindings)
        case model.ContextLogic(entries=entries, result=result):
            values = tuple(entry.value for entry in entries)
            return values if result is None else (*values, result)
        case model.ListLogic(items=items):
            return items
        case model.Relation(rows=rows):
            return tuple(cell for row in rows for cell in row)
        case model.FunctionLogic(body=body):
            return (body,)
        case model.Conditional(condition=condition, yes=yes, no=no):
            return (condition, yes, no)
        case model.Iterator(domain=domain, body=body):
            return (domain, body)
        case model.FilterLogic(domain=domain, match=match):
            return (domain, match)


def texts_of(logic: model.Logic) -> Iterator[tuple[model.Text, bool, int]]:
    """Yield the texts of one expression: the text, whether it is unary tests, its rule or 0."""
    match logic:
        case model.LiteralExpression(text=text) | model.Invocation(callee=text):
            yield text, False, 0
        case model.DecisionTable():
            yield from _texts_of_table(logic)
        case _:
            return


def _texts_of_table(table: model.DecisionTable) -> Iterator[tuple[model.Text, bool, int]]:
    for column in table.inputs:
        yield column.expression, False, 0
        if column.allowed is not None:
            yield column.allowed, True, 0
    for output in table.outputs:
        if output.allowed is not None:
            yield output.allowed, True, 0
        if output.default is not None:
            yield output.default, False, 0
    for rule in table.rules:
        yield from ((cell, True, rule.number) for cell in rule.conditions)
        yield from (
            (cell, False, rule.number) for cell in rule.results if cell.text not in {"", "-"}
        )
