"""What activities do: people's tasks, service and decision tasks, subprocesses, calls."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import EventKind
from engine.feel import is_wrapped
from engine.model.effects import (
    ActivityPassed,
    DecisionMade,
    HandlerCalled,
    MessageThrown,
    WorkCreated,
)
from engine.model.surroundings import ActivityFailed, BusinessError, Call
from engine.model.values import Value
from engine.spiff import events, signals
from engine.spiff.parts import NodeSpec, Running, ScopeRun, Token, layered
from engine.spiff.places import place_of


class ActivitySpec(NodeSpec):
    """A plain or manual task: nobody is asked, it is merely passed. Base of all activities."""

    def _update_hook(self, my_task: Token) -> bool:
        armed = [events.armed(spec, my_task.scope) for spec in my_task.watchers]
        self.begin(my_task)
        for spec, wait in zip(my_task.watchers, armed, strict=True):
            events.attach(my_task, spec, wait)
        return not my_task.has_state(TaskState.STARTED)

    def begin(self, my_task: Token) -> None:
        """Do what is due on entry; what raises here leaves nothing behind."""

    def _run_hook(self, my_task: Token) -> bool | None:
        self.map_outputs(my_task, my_task.scope.view())
        my_task.run_of_case.effects.append(ActivityPassed(my_task.id, self.node.id, self.node.name))
        return True

    def map_outputs(self, my_task: Token, view: Mapping[str, Value]) -> None:
        """Set the variables that `camunda:outputParameter` names."""
        evaluate = my_task.run_of_case.surroundings.evaluate
        for name, text in self.node.outputs:
            value = evaluate(text, view) if is_wrapped(text) else text
            my_task.scope.write(name, value)


def words(run: Running, text: str, view: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the names in a comma-separated text, or those that its expression gives."""
    if not text:
        return ()
    value: Value = run.surroundings.evaluate(text, view) if is_wrapped(text) else text
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(word for part in value.split(",") if (word := part.strip()))
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return tuple(str(each) for each in value)
    raise ActivityFailed(
        "assignment",
        f"表达式“{text}”应得出一个名称或名称列表。",
        f"Expected '{text}' to give a name or a list of names.",
    )


def record_performers(token: Token, *people: str) -> None:
    """Remember who performed an activity, the latest last, and how often it was performed.

    It is remembered in the case or the item, and in every item around and the case: duties hold
    after an embedded subprocess or an item has ended, seen from inside and from outside.
    """
    scope = token.scope
    if token.is_inner and scope.parent is not None:
        scope = scope.parent
    home: ScopeRun | None = scope.home
    while home is not None:
        home.perform(token.spec.node.id, *people)
        home = home.outer


class UserTaskSpec(ActivitySpec):
    """A task for a person: it waits until somebody completes it."""

    waits = True

    def begin(self, my_task: Token) -> None:
        """Put the task before the people who may perform it."""
        run = my_task.run_of_case
        node = self.node
        view = my_task.scope.view()
        properties = node.properties
        assignee = words(run, node.assignee, view)
        unit = words(run, properties.get("unit", ""), view)
        excluded = properties.get("excluded_units", "")
        due = run.surroundings.due(node.due_date, view) if node.due_date else None
        place = place_of(my_task.scope)
        run.effects.append(
            WorkCreated(
                aid=my_task.id,
                node=node.id,
                scope=my_task.scope.number,
                name=node.name or node.id,
                assignee=assignee[0] if assignee else None,
                groups=words(run, node.candidate_groups, view),
                users=words(run, node.candidate_users, view),
                unit=unit[0] if unit else None,
                # Many items of one unit name it once.
                excluded_units=tuple(dict.fromkeys(words(run, excluded, view))),
                due_at=due.at if due else None,
                deadline=due.deadline if due else None,
                item=place.item,
                part=place.part,
            )
        )
        my_task.internal_data["work"] = 1

    def _run_hook(self, my_task: Token) -> bool | None:
        self.map_outputs(my_task, my_task.scope.view())
        return True


class ServiceTaskSpec(ActivitySpec):
    """A task that a registered handler carries out."""

    def _run_hook(self, my_task: Token) -> bool | None:
        run = my_task.run_of_case
        node = self.node
        view = my_task.scope.view()
        inputs = evaluate_inputs(self, my_task)
        place = place_of(my_task.scope)
        call = Call(
            handler=node.handler,
            aid=my_task.id,
            node=node.id,
            scope=my_task.scope.number,
            item=place.item,
            inputs=inputs,
            variables=view,
            part=place.part,
        )
        try:
            outputs = run.surroundings.call(call)
        except BusinessError as error:
            return signals.task_failed(my_task, error)
        run.effects.append(HandlerCalled(my_task.id, node.id, node.handler, inputs, outputs))
        self.take_outputs(my_task, outputs)
        return True

    def take_outputs(self, my_task: Token, outputs: Mapping[str, Value]) -> None:
        """Map the handler's results, or set them all when no mapping is drawn."""
        scope = my_task.scope
        if self.node.outputs:
            self.map_outputs(my_task, layered(outputs, scope.view()))
        elif self.node.result_variable:
            result: Value = next(iter(outputs.values())) if len(outputs) == 1 else dict(outputs)
            scope.write(self.node.result_variable, result)
        else:
            for name, value in outputs.items():
                scope.write(name, value)


def evaluate_inputs(spec: NodeSpec, my_task: Token) -> dict[str, Value]:
    """Return the values of `camunda:inputParameter`: text without wrapper is meant literally."""
    evaluate = my_task.run_of_case.surroundings.evaluate
    view = my_task.scope.view()
    return {
        name: evaluate(text, view) if is_wrapped(text) else text for name, text in spec.node.inputs
    }


class SendTaskSpec(ServiceTaskSpec):
    """A send task: a message leaves the case, or its handler sends it."""

    def _run_hook(self, my_task: Token) -> bool | None:
        if self.node.handler:
            return super()._run_hook(my_task)
        event = self.node.event
        name = event.reference if event is not None and event.kind is EventKind.MESSAGE else ""
        my_task.run_of_case.effects.append(
            MessageThrown(
                my_task.id, self.node.id, name or self.node.name, evaluate_inputs(self, my_task)
            )
        )
        return True


class DecisionTaskSpec(ActivitySpec):
    """A business rule task: a decision table is asked."""

    def _run_hook(self, my_task: Token) -> bool | None:
        run = my_task.run_of_case
        node = self.node
        view: Mapping[str, Value] = my_task.scope.view()
        if node.inputs:
            view = layered(evaluate_inputs(self, my_task), view)
        decided = run.surroundings.decide(node.decision, view)
        result = shaped(decided.value, node.result_shape)
        run.effects.append(
            DecisionMade(
                my_task.id,
                node.id,
                node.decision,
                decided.table_version,
                decided.inputs,
                decided.rules,
                result,
            )
        )
        if node.result_variable:
            my_task.scope.write(node.result_variable, result)
        elif isinstance(result, Mapping):
            for name, value in result.items():
                my_task.scope.write(str(name), value)
        if node.outputs:
            self.map_outputs(my_task, my_task.scope.view())
        return True


def shaped(value: Value, shape: str) -> Value:
    """Shape a decision's result as `camunda:mapDecisionResult` asks (Camunda 7 manual)."""
    if shape == "singleEntry" and isinstance(value, Mapping) and len(value) == 1:
        return next(iter(value.values()))
    if shape in ("collectEntries", "resultList") and not isinstance(value, list):
        return [] if value is None else [value]
    return value


class SubprocessSpec(ActivitySpec):
    """An embedded subprocess or a call activity: a scope of its own."""

    def begin(self, my_task: Token) -> None:
        """Open the scope of the subprocess or called process."""
        run = my_task.run_of_case
        assert self.inner is not None  # noqa: S101 - compiled so
        call = self.node.call
        variables: dict[str, Value] = {}
        is_isolated = False
        if call is not None and call.inputs:
            view = my_task.scope.view()
            variables = {name: run.surroundings.evaluate(text, view) for text, name in call.inputs}
            is_isolated = not call.all_in
        my_task._set_state(TaskState.STARTED)  # noqa: SLF001 - SpiffWorkflow does the same
        scope = run.open_scope(
            self.inner, my_task, is_local=call is not None, is_isolated=is_isolated
        )
        scope.data.update(variables)
        run.enter_scope(scope)

    def _run_hook(self, my_task: Token) -> bool | None:
        self.map_outputs(my_task, my_task.scope.view())
        return True


def scope_completed(host: Token, scope: ScopeRun) -> None:
    """Take the results of an ended subprocess or called process, and let its host go on."""
    call = host.spec.node.call
    if call is not None:
        if call.outputs:
            evaluate = host.run_of_case.surroundings.evaluate
            view = scope.view()
            for text, name in call.outputs:
                host.scope.write(name, evaluate(text, view))
        if call.all_out or not (call.outputs or call.inputs):
            for name, value in scope.data.items():
                host.scope.write(name, value)
    host._set_state(TaskState.READY)  # noqa: SLF001 - SpiffWorkflow does the same
    host.run_of_case.ready.append(host)
