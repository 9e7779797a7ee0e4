"""Effects to rows, history events and outbox messages, one after another.

The history holds what a person or an auditor asks about: who did what, which clock was set, moved
or ran out, what was decided by which table. Gateways and plain events leave no event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from engine.commands import ending, retrying
from engine.commands.step import Completed, Step
from engine.commands.work_ids import work_id_of
from engine.model import effects as fx
from engine.model.case import TimerKind, WorkStatus
from engine.model.values import Value
from engine.store.rows import TimerRow, WaitRow, WorkRow

Values = Mapping[str, Value]
SILENT = "none"
_NO_MORE: Values = {}


def project(step: Step, effect: fx.Effect) -> None:
    """Turn one effect into what is written and said."""
    projection = _PROJECTIONS.get(type(effect))
    if projection is not None:
        projection(step, effect)


# ----------------------------------------------------------------------------------- open work


def _work_created(step: Step, effect: fx.WorkCreated) -> None:
    case = step.case
    work = WorkRow(
        id=work_id_of(case.id, effect.aid),
        case_id=case.id,
        aid=effect.aid,
        node=effect.node,
        scope=effect.scope,
        item=effect.item,
        part=effect.part,
        name=effect.name,
        unit=effect.unit or case.unit,
        excluded_units=effect.excluded_units,
        groups=effect.groups,
        users=effect.users,
        assignee=effect.assignee,
        owner=None,
        status=(WorkStatus.ASSIGNED if effect.assignee else WorkStatus.CREATED).value,
        due_at=effect.due_at,
        deadline=effect.deadline,
        created_at=step.now,
        mark_at=None if effect.due_at is None else step.now,
    )
    step.added_work[work.aid] = work
    step.turn.batch.add_work(work)
    step.record("task_created", node=work.node, data=described(work))
    tell_candidates(step, "task_assigned", work)


def described(work: WorkRow) -> Values:
    """Return what the history says of open work; what is empty is left out."""
    values: dict[str, Value] = {
        "aid": work.aid,
        "name": work.name,
        "item": work.item,
        "part": work.part,
        "assignee": work.assignee,
        "groups": work.groups,
        "users": work.users,
        "unit": work.unit,
        "excluded_units": work.excluded_units,
        "due_at": work.due_at,
        "deadline": work.deadline,
    }
    return {name: value for name, value in values.items() if value not in (None, ())}


def tell_candidates(step: Step, kind: str, work: WorkRow, *, more: Values = _NO_MORE) -> None:
    """Tell whoever may act on open work about it, unless the diagram wants silence."""
    if not _is_silent(step, work):
        step.say(kind, audience_of(work), {**_about(work), **more})


def _is_silent(step: Step, work: WorkRow) -> bool:
    return step.published.node(work.node).properties.get("notify") == SILENT


def _about(work: WorkRow) -> dict[str, Value]:
    body: dict[str, Value] = {"work": work.id, "name": work.name, "node": work.node}
    if work.due_at is not None:
        body["due_at"] = work.due_at
    return body | where(work.item, work.part)


def audience_of(work: WorkRow) -> Values:
    """Return whom a message about open work concerns: its assignee, or all its candidates."""
    if work.assignee is not None:
        return {"people": [work.assignee]}
    audience: dict[str, Value] = {
        "people": list(work.users),
        "groups": list(work.groups),
        "unit": work.unit,
        "excluded_units": list(work.excluded_units),
    }
    return {name: value for name, value in audience.items() if value}


def _work_changed(step: Step, effect: fx.WorkChanged) -> None:
    work = step.added_work.get(effect.aid) or step.old_work().get(effect.aid)
    if work is None or (work.due_at, work.deadline) == (effect.due_at, effect.deadline):
        return
    changed = replace(work, due_at=effect.due_at, deadline=effect.deadline)
    change_work(step, changed)
    step.record(
        "deadline_changed",
        node=work.node,
        before={"due_at": work.due_at},
        after={"due_at": effect.due_at},
        data={"aid": work.aid, "name": work.name},
    )
    tell_changed(step, work.due_at, changed)


def change_work(step: Step, work: WorkRow) -> None:
    """Write changed open work, and remember it; another due date is looked at by a worker."""
    known = step.added_work if work.aid in step.added_work else step.old_work()
    if known[work.aid].due_at != work.due_at:
        work = replace(work, mark_at=None if work.due_at is None else step.now)
        step.turn.batch.look_again(work)
    known[work.aid] = work
    step.turn.batch.change_work(work)


def tell_changed(step: Step, before: datetime | None, work: WorkRow) -> None:
    """Tell who holds the work, and who opened the case, that it is due at another time.

    Of a case that was suspended being resumed tells it, for all work at once.
    """
    if before == work.due_at or step.case.suspended_at is not None:
        return
    body: dict[str, Value] = {"before": before}
    if step.reason:
        body["reason"] = step.reason
    tell_candidates(step, "deadline_changed", work, more=body)
    opener = step.case.opened_by
    if opener not in {work.assignee, *step.turn.actor.people} and not _is_silent(step, work):
        step.say("deadline_changed", {"people": [opener]}, _about(work) | body)


def _work_ended(step: Step, effect: fx.WorkEnded) -> None:
    step.turn.batch.end_work(step.case.id, effect.aid)
    done = step.completed
    if effect.how is fx.Ending.COMPLETED and done is not None and done.work.aid == effect.aid:
        _completed(step, done)
        return
    work = step.added_work.pop(effect.aid, None)
    if work is None:
        work = step.old_work().get(effect.aid)
        if work is not None:
            step.removed.work[effect.aid] = work
    if work is None:
        return
    step.record(
        "task_canceled",
        node=work.node,
        before={"status": work.status, "assignee": work.assignee},
        data={"aid": work.aid, "name": work.name},
    )
    tell_candidates(step, "task_canceled", work)


def _completed(step: Step, done: Completed) -> None:
    work = done.work
    step.removed.work[work.aid] = work
    data: dict[str, Value] = {"aid": work.aid, "name": work.name, "form": done.form}
    data |= where(work.item, work.part)
    if work.due_at is not None:
        data["due_at"] = work.due_at
    step.record(
        "task_completed",
        node=work.node,
        before={"status": work.status, "assignee": work.assignee},
        after={"status": "COMPLETED", "assignee": step.turn.actor.person},
        data=data,
    )


# -------------------------------------------------------------------------------- timers, waits


def _timer_set(step: Step, effect: fx.TimerSet) -> None:
    row = TimerRow(
        case_id=step.case.id,
        aid=effect.aid,
        node=effect.node,
        scope=effect.scope,
        kind=TimerKind.BPMN.value,
        due_at=step.paused_due(effect.due_at),
        paused=step.is_paused,
        remaining=effect.remaining,
    )
    old = step.armed.get(effect.aid) or (
        step.old_timers().get(effect.aid) if step.is_rescheduling else None
    )
    step.turn.batch.set_timer(row)
    step.armed[effect.aid] = row
    if old is None:
        data: Values = {"aid": effect.aid, "due_at": effect.due_at}
        step.record("timer_set", node=effect.node, data=data)
    elif old.due_at != row.due_at:
        step.removed.timers.setdefault(effect.aid, old)
        step.record(
            "timer_moved",
            node=effect.node,
            before={"due_at": old.due_at},
            after={"due_at": effect.due_at},
            data={"aid": effect.aid},
        )


def _timer_ended(step: Step, effect: fx.TimerEnded) -> None:
    was_armed_here = step.armed.pop(effect.aid, None) is not None
    step.turn.batch.end_timer(step.case.id, effect.aid, kind=TimerKind.BPMN.value)
    if effect.how is fx.Ending.FIRED and step.fired is not None:
        due_at = step.fired.due_at
        data: Values = {"aid": effect.aid, "due_at": due_at, "fired_at": step.now}
        step.record("timer_fired", node=effect.node, data=data)
        return
    if not was_armed_here and step.make_undo is not None:
        old = step.old_timers().get(effect.aid)
        if old is not None:
            step.removed.timers[effect.aid] = old
    step.record("timer_canceled", node=effect.node, data={"aid": effect.aid})


def _wait_set(step: Step, effect: fx.WaitSet) -> None:
    step.added_waits.add(effect.aid)
    step.turn.batch.add_wait(
        WaitRow(
            step.case.id,
            effect.aid,
            effect.node,
            effect.scope,
            effect.message,
            effect.correlation,
        )
    )


def _wait_ended(step: Step, effect: fx.WaitEnded) -> None:
    step.turn.batch.end_wait(step.case.id, effect.aid)
    if effect.aid in step.added_waits:
        step.added_waits.discard(effect.aid)
    elif step.make_undo is not None:
        old = step.old_waits().get(effect.aid)
        if old is not None:
            step.removed.waits[effect.aid] = old
    if effect.how is fx.Ending.RECEIVED:
        step.record(
            "message_received",
            node=effect.node,
            data={"aid": effect.aid, "message": effect.message, "payload": step.payload},
        )


# ------------------------------------------------------------------- handlers, tables, messages


def _passed(step: Step, effect: fx.ActivityPassed) -> None:
    step.record("activity_passed", node=effect.node, data={"aid": effect.aid, "name": effect.name})


def _handler_called(step: Step, effect: fx.HandlerCalled) -> None:
    step.record(
        "handler_called",
        node=effect.node,
        data={
            "aid": effect.aid,
            "handler": effect.handler,
            "inputs": effect.inputs,
            "outputs": effect.outputs,
        },
    )


def _decision_made(step: Step, effect: fx.DecisionMade) -> None:
    step.record(
        "decision_made",
        node=effect.node,
        data={
            "aid": effect.aid,
            "decision": effect.decision,
            "table": effect.table_version,
            "inputs": effect.inputs,
            "rules": list(effect.rules),
            "result": effect.result,
        },
    )


def _message_thrown(step: Step, effect: fx.MessageThrown) -> None:
    step.is_irrevocable = True
    step.record(
        "message_sent",
        node=effect.node,
        data={"aid": effect.aid, "message": effect.message, "payload": effect.payload},
    )
    body: Values = {"message": effect.message, "payload": effect.payload, "node": effect.node}
    step.say("message", {}, body)


def _signal_raised(step: Step, effect: fx.SignalRaised) -> None:
    step.record(
        f"{effect.kind}_raised",
        node=effect.node,
        data={"code": effect.code, "caught_by": effect.caught_by},
    )


def where(item: int | None, part: int | None) -> dict[str, Value]:
    """Return the number of the problem item and of the part as far as there are any."""
    numbers = {"item": item, "part": part}
    return {name: number for name, number in numbers.items() if number is not None}


def _scope_opened(step: Step, effect: fx.ScopeOpened) -> None:
    numbers = where(effect.item, effect.part)
    if not numbers:
        return
    data: Values = {"scope": effect.scope, **numbers, "variables": effect.variables}
    step.record("item_opened", node=effect.node, data=data)


def _scope_ended(step: Step, effect: fx.ScopeEnded) -> None:
    numbers = where(effect.item, effect.part)
    if not numbers:
        return
    data: Values = {"scope": effect.scope, **numbers, "how": effect.how.value}
    step.record("item_ended", node=effect.node, data=data)


_Projection = Callable[[Step, fx.Effect], None]
_PROJECTIONS: Mapping[type, _Projection] = cast(
    "Mapping[type, _Projection]",
    {
        fx.WorkCreated: _work_created,
        fx.WorkChanged: _work_changed,
        fx.WorkEnded: _work_ended,
        fx.TimerSet: _timer_set,
        fx.TimerEnded: _timer_ended,
        fx.WaitSet: _wait_set,
        fx.WaitEnded: _wait_ended,
        fx.ActivityPassed: _passed,
        fx.HandlerCalled: _handler_called,
        fx.DecisionMade: _decision_made,
        fx.MessageThrown: _message_thrown,
        fx.SignalRaised: _signal_raised,
        fx.ScopeOpened: _scope_opened,
        fx.ScopeEnded: _scope_ended,
        fx.IncidentRaised: retrying.raised,
        fx.IncidentEnded: retrying.ended,
        fx.CaseEnded: ending.ended,
    },
)


def tell_deadlines(step: Step) -> None:
    """Record the variables that hold a deadline computed in this step."""
    computed = {deadline.due_at for deadline in step.surroundings.deadlines}
    step.surroundings.deadlines.clear()
    for scope, name, context in step.instance.deadlines():
        known = (scope, name, context["record"])
        if context["due"] not in computed or known in step.known_deadlines:
            continue
        step.known_deadlines.append(known)
        step.record(
            "deadline_set",
            after={"due_at": context["due"]},
            data={"variable": name, "scope": scope, "deadline": context["record"]},
        )
