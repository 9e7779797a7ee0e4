"""Find names and functions that no expression of the model can mean."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decisions import model
from engine.decisions.errors import DecisionSyntaxError
from engine.decisions.findings import DecisionFinding, Severity
from engine.decisions.scope import ModelScope
from engine.decisions.walk import children, texts_of
from engine.feel import BUILTINS, Expression


def lint_names(scope: ModelScope, functions: frozenset[str]) -> Iterator[DecisionFinding]:
    """Yield a finding for every unknown name or function."""
    known = _Names(scope, functions)
    for decision in scope.definitions.decisions.values():
        if decision.logic is not None:
            yield from known.visit(decision.logic, _required(decision, scope))
    for knowledge in scope.definitions.knowledge.values():
        if knowledge.function is not None:
            names = _knowledge_names(knowledge.knowledge, scope) | {knowledge.name}
            yield from known.visit(knowledge.function, names)


def _required(decision: model.Decision, scope: ModelScope) -> frozenset[str]:
    definitions = scope.definitions
    return (
        frozenset(definitions.inputs[i].name for i in decision.inputs)
        | frozenset(definitions.decisions[i].name for i in decision.decisions)
        | _knowledge_names(decision.knowledge, scope)
    )


def _knowledge_names(ids: tuple[str, ...], scope: ModelScope) -> frozenset[str]:
    knowledge, services = scope.definitions.knowledge, scope.definitions.services
    return frozenset(knowledge[i].name if i in knowledge else services[i].name for i in ids)


class _Names:
    def __init__(self, scope: ModelScope, functions: frozenset[str]) -> None:
        self._scope = scope
        self._functions = functions | frozenset(BUILTINS)
        self._in_model = frozenset(
            element.name
            for group in (
                scope.definitions.inputs,
                scope.definitions.decisions,
                scope.definitions.knowledge,
                scope.definitions.services,
            )
            for element in group.values()
        )
        # A file that declares no inputs, as simple tools write it, reads the caller's variables.
        self._is_open = not scope.definitions.inputs

    def visit(self, logic: model.Logic, names: frozenset[str]) -> Iterator[DecisionFinding]:
        """Yield the findings of an expression in which these names are known."""
        inner = names
        if isinstance(logic, model.DecisionTable) and self._is_open:
            inner = names | self._columns(logic)
        for text, unary_tests, rule in texts_of(logic):
            yield from self._check(text, rule, inner, unary_tests=unary_tests)
        match logic:
            case model.ContextLogic():
                yield from self._context(logic, inner)
            case model.FunctionLogic(parameters=parameters, body=body):
                yield from self.visit(body, inner | {name for name, _ in parameters})
            case model.Iterator(variable=variable, domain=domain, body=body):
                yield from self.visit(domain, inner)
                yield from self.visit(body, inner | {variable, "partial"})
            case model.FilterLogic(domain=domain):
                yield from self.visit(domain, inner)  # its match may name parts of the elements
            case _:
                for child in children(logic):
                    yield from self.visit(child, inner)

    def _context(
        self, logic: model.ContextLogic, names: frozenset[str]
    ) -> Iterator[DecisionFinding]:
        for entry in logic.entries:
            yield from self.visit(entry.value, names | {entry.name})
            names |= {entry.name}
        if logic.result is not None:
            yield from self.visit(logic.result, names)

    def _columns(self, table: model.DecisionTable) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for column in table.inputs:
            expression = self._parsed(column.expression, unary_tests=False)
            found |= expression.names if expression else frozenset()
        return found

    def _parsed(self, text: model.Text, *, unary_tests: bool) -> Expression | None:
        try:
            return self._scope.tests(text) if unary_tests else self._scope.expression(text)
        except DecisionSyntaxError:
            return None  # reported elsewhere

    def _check(
        self, text: model.Text, rule: int, names: frozenset[str], *, unary_tests: bool
    ) -> Iterator[DecisionFinding]:
        expression = self._parsed(text, unary_tests=unary_tests)
        if expression is None:
            return
        for name in sorted(expression.names - names - self._functions):
            yield self._unknown(name, text, rule)
        for name in sorted(expression.functions - names - self._functions):
            yield DecisionFinding(
                "error",
                "unknown_function",
                text.id,
                f"没有名为“{name}”的函数。",
                f"There is no function '{name}'.",
                rule=rule,
                line=text.line,
            )

    def _unknown(self, name: str, text: model.Text, rule: int) -> DecisionFinding:
        if name in self._in_model:
            zh = f"使用了“{name}”，但没有与它连线（缺少信息需求）。"
            en = f"'{name}' is used but not required; draw the information requirement."
        else:
            zh = f'没有名为“{name}”的变量；如果是文字，请加双引号："{name}"。'
            en = f"There is no variable '{name}'; if it is text, quote it: \"{name}\"."
        is_certain = rule or not self._is_open
        severity: Severity = "error" if is_certain and name not in self._in_model else "warning"
        return DecisionFinding(severity, "unknown_name", text.id, zh, en, rule=rule, line=text.line)
