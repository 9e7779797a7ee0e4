"""Find what is wrong or suspicious in a decision file before it decides anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.decisions import model
from engine.decisions.errors import DecisionSyntaxError
from engine.decisions.findings import DecisionFinding
from engine.decisions.lint_names import lint_names
from engine.decisions.lint_tables import lint_table
from engine.decisions.reader import KEPT, read_definitions
from engine.decisions.scope import ModelScope
from engine.decisions.walk import logics_of, texts_of, walk


def lint_decisions(data: bytes, *, functions: Iterable[str] = ()) -> tuple[DecisionFinding, ...]:
    """Return the findings about a DMN file, errors first; ``functions`` are the caller's own."""
    return _lint(data, frozenset(functions))


@lru_cache(maxsize=KEPT)
def _lint(data: bytes, functions: frozenset[str]) -> tuple[DecisionFinding, ...]:
    try:
        scope = ModelScope(read_definitions(data))
    except DecisionSyntaxError as cause:
        return (_of_error(cause, "unreadable", 0),)
    found = [
        *_structure(scope.definitions),
        *_unparsable(scope),
        *_unknown_types(scope),
        *lint_names(scope, functions),
    ]
    for decision in scope.definitions.decisions.values():
        for logic in walk(decision.logic) if decision.logic else ():
            if isinstance(logic, model.DecisionTable):
                owner = decision.type_ref if logic is decision.logic else ""
                found += lint_table(logic, scope, owner_id=decision.id, owner_type=owner)
    return tuple(sorted(found, key=lambda finding: (finding.severity != "error", finding.line)))


def _of_error(cause: DecisionSyntaxError, code: str, rule: int) -> DecisionFinding:
    return DecisionFinding(
        "error", code, cause.element_id, cause.zh, cause.en, rule=rule, line=cause.line
    )


def _structure(definitions: model.Definitions) -> Iterator[DecisionFinding]:
    if not definitions.decisions:
        yield DecisionFinding(
            "error", "no_decision", "", "文件中没有决策。", "The file has no decision."
        )
    for decision in definitions.decisions.values():
        if decision.logic is None:
            yield DecisionFinding(
                "error",
                "no_logic",
                decision.id,
                f"决策“{decision.name}”没有逻辑。",
                f"The decision '{decision.name}' has no logic.",
                line=decision.line,
            )


def _unparsable(scope: ModelScope) -> Iterator[DecisionFinding]:
    for logic in logics_of(scope.definitions):
        for text, unary_tests, rule in texts_of(logic):
            yield from _parse(scope, text, rule, unary_tests=unary_tests)
    for item in scope.definitions.types.values():
        yield from _parse_type(scope, item)


def _parse(
    scope: ModelScope, text: model.Text, rule: int, *, unary_tests: bool
) -> Iterator[DecisionFinding]:
    try:
        scope.tests(text) if unary_tests else scope.expression(text)
    except DecisionSyntaxError as cause:
        yield _of_error(cause, "unparsable", rule)


def _parse_type(scope: ModelScope, item: model.ItemDefinition) -> Iterator[DecisionFinding]:
    if item.allowed is not None:
        yield from _parse(scope, item.allowed, 0, unary_tests=True)
    for component in item.components:
        yield from _parse_type(scope, component)


def _unknown_types(scope: ModelScope) -> Iterator[DecisionFinding]:
    for owner, ref in _type_references(scope.definitions):
        if not scope.types.is_known(ref):
            yield DecisionFinding(
                "warning",
                "unknown_type",
                owner,
                f"类型“{ref}”没有定义，不会检查。",
                f"The type '{ref}' is not defined and will not be checked.",
            )


def _type_references(definitions: model.Definitions) -> Iterator[tuple[str, str]]:
    for decision in definitions.decisions.values():
        yield decision.id, decision.type_ref
    for data in definitions.inputs.values():
        yield data.id, data.type_ref
    for item in definitions.types.values():
        yield item.id or item.name, "" if item.components else item.type_ref
    for logic in logics_of(definitions):
        if isinstance(logic, model.DecisionTable):
            yield from ((column.id, column.type_ref) for column in logic.inputs)
            yield from ((output.id, output.type_ref) for output in logic.outputs)
