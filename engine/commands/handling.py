"""Service tasks: which handler carries one out, and what it may return.

Whatever a handler raises becomes an incident of its activity; see `StepSurroundings.call`.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.built_in import HANDLERS
from engine.commands.step import Step
from engine.model.errors import InvalidArgument, NotFound
from engine.model.surroundings import Call
from engine.model.values import Value, to_json

Values = Mapping[str, Value]


def dispatch(step: Step, call: Call) -> Values:
    """Run the handler a service task names and return the variables it sets."""
    built_in = HANDLERS.get(call.handler)
    if built_in is not None:
        return built_in(step, call)
    handler = step.turn.engine.handlers.pure.get(call.handler)
    if handler is None:
        raise NotFound(
            f"没有名为“{call.handler}”的服务任务处理程序。",
            en=f"Expected a handler '{call.handler}', but none is registered.",
        )
    return _storable(call, handler(call))


def _storable(call: Call, outputs: object) -> Values:
    """Expect a handler to return variables that a case can keep."""
    try:
        if isinstance(outputs, Mapping):
            to_json(outputs)
            return outputs
    except TypeError as cause:
        raise _unstorable(call) from cause
    raise _unstorable(call)


def _unstorable(call: Call) -> InvalidArgument:
    return InvalidArgument(
        f"处理程序“{call.handler}”返回的不是可以保存的变量。",
        en=f"Expected handler '{call.handler}' to return variables that can be stored.",
    )
