"""Answer a decision: what it requires first, then its own logic, all within one time limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from engine.decisions import model, tables
from engine.decisions.errors import DecisionError
from engine.decisions.scope import Environment, ModelScope
from engine.feel import (
    DEFAULT_LIMITS,
    Expression,
    FeelLimitError,
    Function,
    Limits,
    Message,
    Value,
)
from engine.feel.errors import Undefined
from engine.feel.limits import Budget
from engine.feel.values import Lambda, call_function, from_python

_MAX_DEPTH = 25
_MAX_MESSAGES = 50


class Evaluation:
    """One question put to one model: results so far, messages, time left."""

    def __init__(
        self,
        scope: ModelScope,
        inputs: Mapping[str, object],
        *,
        functions: Mapping[str, Function],
        limits: Limits = DEFAULT_LIMITS,
        answered: Mapping[str, Value] | None = None,
    ) -> None:
        self.scope = scope
        self.messages: list[Message] = []
        self.matched: dict[str, tuple[int, ...]] = {}
        self._given = inputs
        self._functions = functions
        self._limits = limits
        self._deadline = limits.stopwatch() + limits.max_seconds
        self._depth = 0
        self._answers: dict[str, Value] = dict(answered or {})

    # -------------------------------------------------------------------------- account

    def note(self, message: Message) -> None:
        """Keep a message about a null."""
        if len(self.messages) < _MAX_MESSAGES:
            self.messages.append(message)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise FeelLimitError("决策逻辑嵌套过深。", "The logic is nested too deeply.")
        try:
            yield
        finally:
            self._depth -= 1

    def remaining(self) -> Limits:
        """Return the limits for the next expression: what is left of the time."""
        left = self._deadline - self._limits.stopwatch()
        if left <= 0:
            raise FeelLimitError(
                f"决策的计算时间超过上限（{self._limits.max_seconds}秒）。",
                f"The decision takes longer than {self._limits.max_seconds} seconds.",
            )
        return replace(self._limits, max_seconds=left)

    def feel(self, expression: Expression, env: Environment) -> Value:
        """Return the value of an expression, keeping its messages."""
        value, messages = expression.evaluate_explained(
            env, functions=self._functions, limits=self.remaining()
        )
        for message in messages:
            self.note(message)
        return value

    def passes(self, tests: Expression, value: Value, env: Environment) -> bool:
        """Return whether a value passes unary tests; no answer counts as no."""
        passed, messages = tests.test_explained(
            value, env, functions=self._functions, limits=self.remaining()
        )
        for message in messages:
            self.note(message)
        return passed is True

    # ------------------------------------------------------------------------ decisions

    def decision(self, decision_id: str) -> Value:
        """Return the answer to a decision, computed once."""
        if decision_id not in self._answers:
            with self._deeper():
                self._answers[decision_id] = self._decide(self.scope.decision(decision_id))
        return self._answers[decision_id]

    def _decide(self, decision: model.Decision) -> Value:
        if decision.logic is None:
            raise DecisionError(
                f"决策“{decision.name}”没有逻辑。",
                f"The decision '{decision.name}' has no logic.",
                element_id=decision.id,
            )
        env = self._environment(decision)
        if isinstance(decision.logic, model.DecisionTable):
            value, matched = tables.evaluate_table(
                decision.logic, env, self, owner_type=decision.type_ref
            )
            self.matched[decision.id] = matched
        else:
            value = self.logic(decision.logic, env)
        return self.scope.types.conform(value, decision.type_ref, decision.name, self.note)

    def _environment(self, decision: model.Decision) -> Environment:
        env: dict[str, object] = dict(self._given)
        for input_id in decision.inputs:
            data = self.scope.definitions.inputs[input_id]
            env[data.name] = self.input_value(data)
        for required in decision.decisions:
            env[self.scope.decision(required).name] = self.decision(required)
        env.update(self._knowledge(decision.knowledge))
        return env

    def input_value(self, data: model.InputData) -> Value:
        """Return an input as its declared type; a missing one is null, with a message."""
        if data.name not in self._given:
            self.note(Message(f"缺少输入“{data.name}”。", f"The input '{data.name}' is missing."))
            return None
        try:
            value = from_python(self._given[data.name], Budget(self._limits))
        except Undefined as cause:
            self.note(Message(cause.zh, cause.en))
            return None
        return self.scope.types.conform(value, data.type_ref, data.name, self.note)

    # ------------------------------------------------------------------------ knowledge

    def _knowledge(self, ids: tuple[str, ...]) -> dict[str, Function]:
        found: dict[str, Function] = {}
        for target in ids:
            if target in self.scope.definitions.services:
                service = self.scope.definitions.services[target]
                found[service.name] = self._service(service)
            else:
                knowledge = self.scope.definitions.knowledge[target]
                found[knowledge.name] = self._function(knowledge)
        return found

    def _function(self, knowledge: model.Knowledge) -> Function:
        function = knowledge.function
        if function is None:
            raise DecisionError(
                f"业务知识模型“{knowledge.name}”没有逻辑。",
                f"The business knowledge model '{knowledge.name}' has no logic.",
                element_id=knowledge.id,
            )

        def call(*args: Value) -> Value:
            own = {knowledge.name: self._function(knowledge)}
            return self._invoke(function, {**self._knowledge(knowledge.knowledge), **own}, args)

        return Function(knowledge.name, tuple(name for name, _ in function.parameters), call)

    def _invoke(
        self, function: model.FunctionLogic, env: Mapping[str, object], args: tuple[Value, ...]
    ) -> Value:
        bound = {
            name: self.scope.types.conform(value, ref, name, self.note)
            for (name, ref), value in zip(function.parameters, args, strict=True)
        }
        with self._deeper():
            value = self.logic(function.body, {**env, **bound})
        return self.scope.types.conform(value, function.type_ref, "result", self.note)

    def _service(self, service: model.Service) -> Function:
        definitions = self.scope.definitions
        data = [definitions.inputs[i].name for i in service.input_data]
        given = [definitions.decisions[i].name for i in service.input_decisions]

        def call(*args: Value) -> Value:
            inputs = dict(zip(data, args, strict=False))
            answered = dict(zip(service.input_decisions, args[len(data) :], strict=True))
            inner = Evaluation(
                self.scope,
                inputs,
                functions=self._functions,
                limits=self.remaining(),
                answered=answered,
            )
            inner._depth = self._depth + 1
            results = {definitions.decisions[i].name: inner.decision(i) for i in service.outputs}
            for message in inner.messages:
                self.note(message)
            return next(iter(results.values())) if len(results) == 1 else {**results}

        return Function(service.name, (*data, *given), call)

    # ---------------------------------------------------------------------------- logic

    def logic(self, logic: model.Logic, env: Environment) -> Value:  # noqa: C901, PLR0911
        """Return the value of a boxed expression."""
        match logic:
            case model.LiteralExpression(text=text, type_ref=ref):
                value = self.feel(self.scope.expression(text), env)
                return self.scope.types.conform(value, ref, text.text, self.note)
            case model.DecisionTable():
                return tables.evaluate_table(logic, env, self)[0]
            case model.ContextLogic():
                return self._context(logic, env)
            case model.ListLogic(items=items):
                return [self.logic(item, env) for item in items]
            case model.Relation(columns=columns, rows=rows):
                return [
                    {c: self.logic(cell, env) for c, cell in zip(columns, row, strict=True)}
                    for row in rows
                ]
            case model.FunctionLogic():
                return self._closure(logic, env)
            case model.Invocation():
                return self._invocation(logic, env)
            case model.Conditional(condition=condition, yes=yes, no=no):
                return self.logic(yes if self.logic(condition, env) is True else no, env)
            case model.Iterator():
                return self._iterate(logic, env)
            case model.FilterLogic():
                return self._filter(logic, env)

    def _context(self, logic: model.ContextLogic, env: Environment) -> Value:
        made: dict[str, Value] = {}
        for entry in logic.entries:
            value = self.logic(entry.value, {**env, **made})
            made[entry.name] = self.scope.types.conform(
                value, entry.type_ref, entry.name, self.note
            )
        if logic.result is not None:
            return self.logic(logic.result, {**env, **made})
        return made

    def _closure(self, logic: model.FunctionLogic, env: Environment) -> Function:
        def call(*args: Value) -> Value:
            return self._invoke(logic, env, args)

        return Function("function", tuple(name for name, _ in logic.parameters), call)

    def _invocation(self, logic: model.Invocation, env: Environment) -> Value:
        function = self.feel(self.scope.expression(logic.callee), env)
        bound = {binding.name: self.logic(binding.value, env) for binding in logic.bindings}
        if not isinstance(function, Function | Lambda) or set(bound) - set(function.parameters):
            self.note(
                Message(
                    f"“{logic.callee.text}”不是函数，或参数名不符。",
                    f"'{logic.callee.text}' is no function, or has other parameters.",
                )
            )
            return None
        args = tuple(bound.get(name) for name in function.parameters)
        try:
            if isinstance(function, Lambda):
                return function.invoke(args)
            return call_function(function, args, Budget(self.remaining()))
        except Undefined as cause:
            self.note(Message(cause.zh, cause.en))
            return None

    def _elements(self, domain: model.Logic, env: Environment) -> list[Value]:
        value = self.logic(domain, env)
        if value is None:
            return []
        elements: list[Value] = value if isinstance(value, list) else [value]
        if len(elements) > self._limits.max_list:
            raise FeelLimitError("列表过长。", "The list is too long.")
        return elements

    def _iterate(self, logic: model.Iterator, env: Environment) -> Value:
        results: list[Value] = []
        for element in self._elements(logic.domain, env):
            inner = {**env, logic.variable: element, "partial": list(results)}
            results.append(self.logic(logic.body, inner))
        if logic.kind == "for":
            return results
        deciding = logic.kind == "some"
        if any(result is deciding for result in results):
            return deciding
        return None if any(not isinstance(result, bool) for result in results) else not deciding

    def _filter(self, logic: model.FilterLogic, env: Environment) -> Value:
        kept: list[Value] = []
        for element in self._elements(logic.domain, env):
            own = element if isinstance(element, dict) else {}
            if self.logic(logic.match, {**env, **own, "item": element}) is True:
                kept.append(element)
        return kept
