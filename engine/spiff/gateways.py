"""Gateways: which flows are taken, and when joins may go on.

A join keeps one token per scope with the number of arrivals on each incoming flow, so loops and
more arrivals than one on a flow come out right (BPMN 2.0.2, section 13.4); SpiffWorkflow looks at
its task tree instead and waits for ever in such cases.
"""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import Flow
from engine.model.surroundings import ActivityFailed
from engine.spiff.parts import NodeSpec, Running, ScopeRun, ScopeSpec, Token


class GatewaySpec(NodeSpec):
    """Base of the gateways."""

    def is_true(self, my_task: Token, flow: Flow) -> bool:
        """Evaluate the condition of a flow; null is an incident, never a silent no."""
        value = my_task.run_of_case.surroundings.evaluate(flow.condition, my_task.scope.view())
        if not isinstance(value, bool):
            raise ActivityFailed(
                "condition",
                f"顺序流“{flow.name or flow.id}”的条件“{flow.condition}”没有得出是或否。",
                f"Expected the condition '{flow.condition}' of flow '{flow.id}' to be true or"
                f" false, but it gave {value!r}.",
            )
        return value

    def no_flow(self) -> ActivityFailed:
        """Return the incident of a gateway whose every condition is false."""
        return ActivityFailed(
            "no_flow",
            f"网关“{self.node.name or self.node.id}”的条件全部不成立，也没有默认流向。",
            f"No condition of gateway '{self.node.id}' holds and it has no default flow.",
        )

    def _on_complete(self, my_task: Token) -> None:
        chosen = my_task.internal_data.pop("chosen", None)
        if not isinstance(chosen, list):
            super()._on_complete(my_task)
            return
        my_task.finish(TaskState.COMPLETED)
        for number in chosen:
            flow, target = self.flows[number]
            my_task.run_of_case.arrive(target, my_task.scope, flow)


class ExclusiveSpec(GatewaySpec):
    """Exclusive gateway: the first flow whose condition holds, else the default flow."""

    def _run_hook(self, my_task: Token) -> bool | None:
        default = None
        for number, (flow, _) in enumerate(self.flows):
            if flow.is_default:
                default = number
            elif not flow.condition or self.is_true(my_task, flow):
                my_task.internal_data["chosen"] = [number]
                return True
        if default is None:
            if not self.flows:
                return True
            raise self.no_flow()
        my_task.internal_data["chosen"] = [default]
        return True


class JoiningSpec(GatewaySpec):
    """A gateway at which several incoming flows are counted."""

    def join(self, run: Running, scope: ScopeRun, flow: Flow | None) -> None:
        """Count an arrival, at the token that waits here or at a new one."""
        token = next(
            (each for each in scope.tasks.values() if each.task_spec is self and _is_joining(each)),
            None,
        )
        if token is None:
            token = run.new_token(self, scope)
            token.internal_data["arrived"] = [0] * len(self.incoming_flows)
            token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's way
        arrived = _arrived(token)
        if flow is not None:
            arrived[self.incoming_flows.index(flow.id)] += 1
        self.arrived(token, arrived)

    def arrived(self, token: Token, arrived: list[int]) -> None:
        """Go on if the gateway may; each kind has its own rule."""

    def fire(self, token: Token, arrived: list[int]) -> None:
        """Consume one arrival per flow that has any, and go on; the rest stays."""
        run = token.run_of_case
        left = [max(0, count - 1) for count in arrived]
        if any(left):
            rest = run.new_token(self, token.scope)
            rest.internal_data["arrived"] = left
            rest._set_state(TaskState.WAITING)  # noqa: SLF001 - as above
        del token.internal_data["arrived"]
        token._set_state(TaskState.READY)  # noqa: SLF001 - as above
        run.ready.append(token)


def _is_joining(token: Token) -> bool:
    return token.is_live and "arrived" in token.internal_data


def _arrived(token: Token) -> list[int]:
    counts = token.internal_data["arrived"]
    assert isinstance(counts, list)  # noqa: S101 - only this module writes it
    return counts


class ParallelSpec(JoiningSpec):
    """Parallel gateway: waits for every incoming flow, takes every outgoing one."""

    def arrived(self, token: Token, arrived: list[int]) -> None:
        """Go on when every incoming flow has brought a token."""
        if all(arrived):
            self.fire(token, arrived)


class InclusiveSpec(JoiningSpec):
    """Inclusive gateway: takes every flow whose condition holds; joins when no more can come."""

    def _run_hook(self, my_task: Token) -> bool | None:
        chosen = []
        default = None
        for number, (flow, _) in enumerate(self.flows):
            if flow.is_default:
                default = number
            elif not flow.condition or self.is_true(my_task, flow):
                chosen.append(number)
        if not chosen and self.flows:
            if default is None:
                raise self.no_flow()
            chosen = [default]
        my_task.internal_data["chosen"] = chosen
        return True


def fire_inclusive_joins(run: Running) -> bool:
    """Fire one inclusive join to which no token can come any more; tell whether there was one."""
    for scope in list(run.scopes.values()):
        if not any(isinstance(spec, InclusiveSpec) for spec in scope.spec.steps.values()):
            continue
        for token in sorted(scope.tasks.values(), key=lambda each: each.id):
            spec = token.task_spec
            if isinstance(spec, InclusiveSpec) and _is_joining(token) and _may_fire(token, spec):
                spec.fire(token, _arrived(token))
                return True
    return False


def _may_fire(token: Token, spec: InclusiveSpec) -> bool:
    """Apply the rule of BPMN 2.0.2, section 13.4.3, to the tokens of this scope."""
    arrived = _arrived(token)
    for other in token.scope.tasks.values():
        if other is token or not other.is_live or other.task_spec is spec:
            continue
        ways = _ways(spec.owner, spec)
        reachable = ways.get(other.spec.name, frozenset())
        can_fill = any(
            not count and flow in reachable
            for flow, count in zip(spec.incoming_flows, arrived, strict=True)
        )
        merges = any(
            count and flow in reachable
            for flow, count in zip(spec.incoming_flows, arrived, strict=True)
        )
        if can_fill and not merges:
            return False
    return True


def _ways(owner: ScopeSpec, gateway: NodeSpec) -> Mapping[str, frozenset[str]]:
    """Return, per node, the incoming flows of the gateway that its tokens can still reach."""
    if gateway.name not in owner.ways:
        owner.ways[gateway.name] = _find_ways(owner, gateway)
    return owner.ways[gateway.name]


def _find_ways(owner: ScopeSpec, gateway: NodeSpec) -> dict[str, frozenset[str]]:
    ways: dict[str, frozenset[str]] = {}
    for name, spec in owner.steps.items():
        seen: set[str] = set()
        found: set[str] = set()
        todo = [spec, *spec.boundaries]
        while todo:
            for flow, target in todo.pop().flows:
                if target is gateway:
                    found.add(flow.id)
                elif target.name not in seen:
                    seen.add(target.name)
                    todo += [target, *target.boundaries]
        ways[name] = frozenset(found)
    return ways
