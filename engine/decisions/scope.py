"""A model made ready: the names its expressions may use, its types, its parsed expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from engine.decisions import model
from engine.decisions.errors import DecisionError, DecisionSyntaxError
from engine.decisions.types import Types
from engine.decisions.walk import logics_of
from engine.feel import Expression, FeelError, parse, parse_unary_tests

Environment: TypeAlias = Mapping[str, object]


class ModelScope:
    """One model with everything that does not change between evaluations."""

    def __init__(self, definitions: model.Definitions) -> None:
        self.definitions = definitions
        self.names = frozenset(_names(definitions))
        self.types = Types(definitions.types, self.names)

    def decision(self, decision_id: str) -> model.Decision:
        """Return a decision by id, or by its name where only one has it."""
        found = self.definitions.decisions.get(decision_id)
        if found is not None:
            return found
        named = [d for d in self.definitions.decisions.values() if d.name == decision_id]
        if len(named) != 1:
            raise DecisionError(
                f"没有id为“{decision_id}”的决策。", f"There is no decision '{decision_id}'."
            )
        return named[0]

    def expression(self, text: model.Text) -> Expression:
        """Return the parsed expression of a text."""
        return self._parsed(text, unary_tests=False)

    def tests(self, text: model.Text) -> Expression:
        """Return the parsed unary tests of a text."""
        return self._parsed(text, unary_tests=True)

    def _parsed(self, text: model.Text, *, unary_tests: bool) -> Expression:
        if text.language:
            raise DecisionSyntaxError(
                f"不支持表达式语言“{text.language}”，请使用FEEL。",
                f"The language '{text.language}' is not supported; use FEEL.",
                element_id=text.id,
                line=text.line,
            )
        try:
            return (parse_unary_tests if unary_tests else parse)(text.text, names=self.names)
        except FeelError as cause:
            raise DecisionSyntaxError(
                f"“{text.text}”：{cause.zh}",
                f"'{text.text}': {cause.en}",
                element_id=text.id,
                line=text.line,
            ) from cause


def _names(definitions: model.Definitions) -> Iterator[str]:
    for group in (
        definitions.decisions,
        definitions.inputs,
        definitions.knowledge,
        definitions.services,
    ):
        for element in group.values():
            yield element.name
    for item in definitions.types.values():
        yield from _component_names(item)
    for logic in logics_of(definitions):
        yield from _bound_names(logic)


def _component_names(item: model.ItemDefinition) -> Iterator[str]:
    for component in item.components:
        yield component.name
        yield from _component_names(component)


def _bound_names(logic: model.Logic) -> Iterator[str]:
    match logic:
        case model.ContextLogic(entries=entries):
            yield from (entry.name for entry in entries)
        case model.Invocation(bindings=bindings):
            yield from (binding.name for binding in bindings)
        case model.Relation(columns=columns):
            yield from columns
        case model.FunctionLogic(parameters=parameters):
            yield from (name for name, _ in parameters)
        case model.DecisionTable(outputs=outputs):
            yield from (output.name for output in outputs if output.name)
        case model.Iterator(variable=variable):
            yield variable
        case _:
            return
