"""Multi-instance activities: one scope per item, side by side or one after another.

The body token stands on the activity while its items run; boundary events belong to the body, so
one timer watches all items (BPMN 2.0.2, section 10.3.8).
"""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import Loop
from engine.model.surroundings import ActivityFailed
from engine.model.values import Value, from_json, to_json
from engine.spiff import events, places
from engine.spiff.parts import NodeSpec, ScopeRun, Token, layered

MOST_ITEMS = 1_000


def begin(body: Token) -> None:
    """Open the items of a multi-instance activity; without items it is done at once."""
    loop = _loop(body)
    items = _items(body, loop)
    armed = [events.armed(spec, body.scope) for spec in body.watchers]
    body.scope.home.performers.pop(body.spec.node.id, None)  # a new round of the same activity
    body._set_state(TaskState.STARTED)  # noqa: SLF001 - SpiffWorkflow's way to force a state
    body.internal_data["items"] = len(items)
    body.internal_data["done"] = 0
    body.internal_data["out"] = [None] * len(items)
    for spec, wait in zip(body.watchers, armed, strict=True):
        events.attach(body, spec, wait)
    if not items:
        _complete(body)
    elif loop.is_sequential:
        body.internal_data["rest"] = [to_json(each) for each in items[1:]]
        _open(body, loop, 1, items[0])
    else:
        for number, item in enumerate(items, start=1):
            _open(body, loop, number, item)


def _loop(body: Token) -> Loop:
    loop = body.spec.node.loop
    assert loop is not None  # noqa: S101 - asked before
    return loop


def _items(body: Token, loop: Loop) -> list[Value]:
    view = body.scope.view()
    evaluate = body.run_of_case.surroundings.evaluate
    if loop.collection:
        value = evaluate(loop.collection, view)
        if not isinstance(value, list | tuple):
            raise _bad(body, f"“{loop.collection}”应得出列表", "its collection to be a list")
        items = list(value)
    else:
        count = evaluate(loop.cardinality, view)
        if isinstance(count, bool | str) or not _is_count(count):
            raise _bad(body, f"“{loop.cardinality}”应得出个数", "its cardinality to be a number")
        items = list(range(1, int(str(count)) + 1))
    if len(items) > MOST_ITEMS:
        raise _bad(body, f"不得超过{MOST_ITEMS}项", f"at most {MOST_ITEMS} items")
    return items


def _is_count(value: Value) -> bool:
    try:
        return int(str(value)) >= 0
    except ValueError:
        return False


def _bad(body: Token, zh: str, en: str) -> ActivityFailed:
    name = body.spec.node.name or body.spec.node.id
    return ActivityFailed(
        "collection", f"多实例“{name}”：{zh}。", f"Expected of multi-instance '{name}': {en}."
    )


def _open(body: Token, loop: Loop, number: int, item: Value) -> None:
    run = body.run_of_case
    spec: NodeSpec = body.spec
    inner = spec.inner if spec.node.call is None else None
    scope = run.open_scope(inner or spec.owner, body, item=number, is_local=True)
    if loop.element:
        scope.data[loop.element] = item
    scope.data["loop"] = {"index": number}
    if inner is not None:
        run.enter_scope(scope)
        return
    run.effects.append(places.opened(scope, body))
    token = run.new_token(spec, scope)
    token.internal_data["inner"] = 1
    run.enter(token)


def item_ended(body: Token, scope: ScopeRun) -> None:
    """Count an item that ended, and open the next or complete the body."""
    loop = _loop(body)
    number = scope.item or 0
    view = scope.view()
    done = _number(body, "done") + 1
    body.internal_data["done"] = done
    try:
        if loop.output_element:
            value = body.run_of_case.surroundings.evaluate(loop.output_element, view)
            _list(body, "out")[number - 1] = to_json(value)
        is_complete = bool(loop.completion) and _is_complete(loop, view, done, body)
    except ActivityFailed as failure:
        body.run_of_case.park(body, failure, "item")
        return
    if is_complete:
        _complete(body)
    else:
        _next(body)


def resume(body: Token) -> None:
    """Go on after the incident of an item whose result could not be computed; it stays null."""
    body._set_state(TaskState.STARTED)  # noqa: SLF001 - as in begin
    _next(body)


def _next(body: Token) -> None:
    done, total = _number(body, "done"), _number(body, "items")
    if body.internal_data.get("rest"):
        _open(body, _loop(body), done + 1, from_json(_list(body, "rest").pop(0)))
    elif done == total:
        _complete(body)


def _number(body: Token, name: str) -> int:
    value = body.internal_data[name]
    assert isinstance(value, int)  # noqa: S101 - only this module writes it
    return value


def _list(body: Token, name: str) -> list[object]:
    value = body.internal_data[name]
    assert isinstance(value, list)  # noqa: S101 - only this module writes it
    return value


def _is_complete(loop: Loop, view: Mapping[str, Value], done: int, body: Token) -> bool:
    total = _number(body, "items")
    counts: dict[str, Value] = {
        "nrOfInstances": total,
        "nrOfCompletedInstances": done,
        "nrOfActiveInstances": 1 if loop.is_sequential else total - done,
    }
    value = body.run_of_case.surroundings.evaluate(loop.completion, layered(counts, view))
    if not isinstance(value, bool):
        raise _bad(
            body, f"完成条件“{loop.completion}”应得出是或否", "a boolean completion condition"
        )
    return value


def _complete(body: Token) -> None:
    run = body.run_of_case
    loop = _loop(body)
    for scope in run.scopes_of(body):
        run.drop_scope(scope, body)
    if loop.output_collection:
        out = from_json(body.internal_data["out"])
        body.scope.write(loop.output_collection, out)
    for name in ("items", "done", "out", "rest"):
        body.internal_data.pop(name, None)
    body.internal_data["body"] = 1
    body._set_state(TaskState.READY)  # noqa: SLF001 - as above
    run.ready.append(body)
