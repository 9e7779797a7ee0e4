"""Incidents: an activity that failed waits, is tried again some times, and then for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from engine.commands.policy.duties import words_in
from engine.commands.step import Step
from engine.model.case import TimerKind
from engine.model.effects import Ending, IncidentEnded, IncidentRaised
from engine.model.values import Value
from engine.store.case_reads import incidents_of_case
from engine.store.rows import IncidentRow, TimerRow

RETRIED, CANCELED = "retried", "canceled"


def raised(step: Step, effect: IncidentRaised) -> None:
    """Record an incident, and when it will be tried again by itself."""
    step.is_irrevocable = True
    before = step.tried.pop(effect.aid, None)
    attempts = before.attempts + 1 if before is not None else 0
    waits = step.turn.office.settings.durations("incident.backoff")
    retry_at = waits[attempts].after(step.now) if attempts < len(waits) else None
    row = IncidentRow(
        id=f"{step.case.id}.{effect.aid}.{step.chain.seq + 1}",
        case_id=step.case.id,
        aid=effect.aid,
        node=effect.node,
        kind=effect.kind,
        zh=effect.zh,
        en=effect.en,
        raised_at=step.now,
        attempts=attempts,
        retry_at=retry_at,
    )
    step.added_incidents[row.aid] = row
    step.turn.batch.add_incident(row)
    if retry_at is not None:
        _arm(step, row, retry_at)
    data: Mapping[str, Value] = {
        "incident": row.id,
        "aid": row.aid,
        "kind": row.kind,
        "zh": row.zh,
        "en": row.en,
        "attempts": row.attempts,
        "retry_at": retry_at,
    }
    step.record("incident_raised", node=row.node, data=data)
    if before is None:
        _tell(step, row)


def _arm(step: Step, row: IncidentRow, retry_at: datetime) -> None:
    step.turn.batch.set_timer(
        TimerRow(
            case_id=row.case_id,
            aid=row.aid,
            node=row.node,
            scope=0,
            kind=TimerKind.RETRY.value,
            due_at=step.paused_due(retry_at),
            paused=step.is_paused,
        )
    )


def _tell(step: Step, row: IncidentRow) -> None:
    groups = words_in(step.turn.office.settings.text("incident.notify"))
    audience: Mapping[str, Value] = {
        "groups": list(groups),
        "unit": step.case.unit,
    }
    step.say("incident", audience, {"title": step.case.title, "zh": row.zh, "node": row.node})


def ended(step: Step, effect: IncidentEnded) -> None:
    """End an incident: tried again, resolved by a person, or canceled with its activity."""
    row = step.added_incidents.pop(effect.aid, None) or open_incident(step, effect.aid)
    step.turn.batch.end_timer(step.case.id, effect.aid, kind=TimerKind.RETRY.value)
    if row is None:
        return
    resolution = step.resolution if effect.how is not Ending.CANCELED else CANCELED
    over = replace(
        row,
        retry_at=None,
        ended_at=step.now,
        ended_by=step.turn.actor.person,
        resolution=resolution,
    )
    step.turn.batch.change_incident(over)
    if resolution == RETRIED:
        step.tried[effect.aid] = row
    else:
        data: Mapping[str, Value] = {
            "incident": row.id,
            "aid": row.aid,
            "resolution": resolution,
        }
        step.record("incident_resolved", node=row.node, data=data)


def open_incident(step: Step, aid: int) -> IncidentRow | None:
    """Return the open incident of an activity instance."""
    for row in incidents_of_case(step.turn.session, step.case.id):
        if row.aid == aid and row.ended_at is None:
            return row
    return None


def try_again(step: Step, aid: int) -> None:
    """Try an activity with an incident again; if it fails again, a new incident follows."""
    row = open_incident(step, aid)
    step.turn.batch.end_timer(step.case.id, aid, kind=TimerKind.RETRY.value)
    if row is None:
        return
    data: Mapping[str, Value] = {"incident": row.id, "aid": aid, "attempt": row.attempts + 1}
    step.record("incident_retried", node=row.node, data=data)
    step.resolution = RETRIED
    step.run(lambda instance: instance.retry(aid))
