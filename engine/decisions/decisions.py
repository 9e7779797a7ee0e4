"""Decisions as the rest of the engine uses them: read once, evaluated often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.decisions import model
from engine.decisions.evaluation import Evaluation
from engine.decisions.reader import KEPT, read_definitions
from engine.decisions.scope import ModelScope
from engine.decisions.walk import logics_of, texts_of
from engine.feel import DEFAULT_LIMITS, FeelLimitError, Function, Limits, Message, Value
from engine.feel.expression import NO_FUNCTIONS


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The answer to a decision, and how it came about."""

    value: Value
    matched_rules: tuple[int, ...]
    """Numbers of the rules that matched, from 1; empty if the decision is no table."""
    inputs: Mapping[str, Value]
    """The inputs that the decision rests on, as they were read."""
    decision_id: str
    messages: tuple[Message, ...] = ()
    """Why values became null on the way, the first cause first."""


class Decisions:
    """The decisions of one file; immutable and safe to share."""

    def __init__(self, definitions: model.Definitions) -> None:
        self._scope = ModelScope(definitions)
        for logic in logics_of(definitions):
            for text, unary_tests, _ in texts_of(logic):
                self._scope.tests(text) if unary_tests else self._scope.expression(text)
        for item in definitions.types.values():
            _check_type(item, self._scope)

    @property
    def definitions(self) -> model.Definitions:
        """Return the model."""
        return self._scope.definitions

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the decisions, in the order of the file."""
        return tuple(self.definitions.decisions)

    def input_names(self, decision_id: str) -> tuple[str, ...]:
        """Return the names of the inputs that a decision needs, directly or through others."""
        return tuple(data.name for data in self._inputs(self._scope.decision(decision_id)))

    def evaluate(
        self,
        decision_id: str,
        inputs: Mapping[str, object],
        functions: Mapping[str, Function] = NO_FUNCTIONS,
        *,
        limits: Limits = DEFAULT_LIMITS,
    ) -> DecisionResult:
        """Return the answer; raise DecisionError, or FeelLimitError when it takes too much.

        The id may be the name of a decision where only one has it.
        """
        decision = self._scope.decision(decision_id)
        evaluation = Evaluation(self._scope, inputs, functions=functions, limits=limits)
        try:
            value = evaluation.decision(decision.id)
            read = {data.name: evaluation.input_value(data) for data in self._inputs(decision)}
        except RecursionError:
            raise FeelLimitError("决策逻辑嵌套过深。", "The logic is nested too deeply.") from None
        return DecisionResult(
            value=value,
            matched_rules=evaluation.matched.get(decision.id, ()),
            inputs=read,
            decision_id=decision.id,
            messages=tuple(dict.fromkeys(evaluation.messages)),
        )

    def _inputs(self, decision: model.Decision) -> list[model.InputData]:
        found: dict[str, model.InputData] = {}
        waiting, seen = [decision], {decision.id}
        while waiting:
            current = waiting.pop(0)
            found |= {i: self.definitions.inputs[i] for i in current.inputs}
            fresh = [i for i in current.decisions if i not in seen]
            seen.update(fresh)
            waiting += [self.definitions.decisions[i] for i in fresh]
        return list(found.values())


def _check_type(item: model.ItemDefinition, scope: ModelScope) -> None:
    if item.allowed is not None:
        scope.tests(item.allowed)
    for component in item.components:
        _check_type(component, scope)


@lru_cache(maxsize=KEPT)
def read_decisions(data: bytes) -> Decisions:
    """Return the decisions of a DMN file; raise DecisionSyntaxError naming the element at fault."""
    return Decisions(read_definitions(data))
