"""What to say to somebody who comes too late: who did what with the work, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from engine.commands.policy.acting import expect_known, standing
from engine.commands.policy.duties import reaches_as
from engine.commands.turn import Turn, WorkPlace
from engine.commands.work_ids import parts_of
from engine.model.calendar import SHANGHAI
from engine.model.case import CaseStatus
from engine.model.errors import Conflict, EngineError, InvalidState, NotFound, NotPermitted
from engine.store.case_reads import history_of
from engine.store.rows import CaseRow

TASK_OVER = "task_over"
"""The code of a refusal to somebody who could have done the work, and came too late."""
_ENDINGS = {
    "task_completed": ("办结", "completed"),
    "task_canceled": ("取消", "canceled"),
}
_CASE_STATES = {
    CaseStatus.SUSPENDED: ("已中止", "case_suspended"),
    CaseStatus.CLOSED: ("已办结", "case_closed"),
    CaseStatus.CANCELED: ("已撤销", "case_canceled"),
}


def open_work(turn: Turn, work_id: str) -> WorkPlace:
    """Return open work of a case that goes on; raise an error that says what has become of it.

    NotFound when it never was, NotPermitted when it never was the actor's to do, Conflict when
    somebody was faster, InvalidState while the case is suspended.
    """
    found = turn.find_work(work_id)
    if found is None:
        raise became(turn, work_id)
    expect_open(found.step.case)
    return found


def expect_open(case: CaseRow) -> None:
    """Expect a case to be open; raise InvalidState when it is suspended or over."""
    expect_open_case(case.id, title=case.title, status=CaseStatus(case.status))


def expect_open_case(case_id: str, *, title: str, status: CaseStatus) -> None:
    """Expect the same of a case of which a list says no more than its status."""
    if status is not CaseStatus.OPEN:
        zh, code = _CASE_STATES[status]
        raise InvalidState(
            f"案件“{title}”{zh}，不能办理。",
            en=f"Expected case '{case_id}' to be open, but it is {status.value}.",
            code=code,
        )


def expect_going_on(case: CaseRow) -> None:
    """Expect a case not to have ended; suspended ones pass."""
    if CaseStatus(case.status) is not CaseStatus.SUSPENDED:
        expect_open(case)


def became(turn: Turn, work_id: str) -> EngineError:
    """Return what to say of work that is not open, to who gives or asks the turn's command."""
    case_id, aid = parts_of(work_id)
    created: Mapping[str, object] = {}
    ended: Mapping[str, object] | None = None
    for event in history_of(turn.session, case_id):
        body = event.members()
        data = body.get("data")
        if not isinstance(data, Mapping) or data.get("aid") != aid:
            continue
        if event.type == "task_created":
            created, ended = data, None
        elif event.type in _ENDINGS:
            ended = {**body, "data": data}
    if not created or ended is None:
        return NotFound("待办不存在。", en=f"Expected open work '{work_id}', but there is none.")
    return _not_theirs(turn, created) or _too_late(turn, ended)


def _not_theirs(turn: Turn, created: Mapping[str, object]) -> NotPermitted | None:
    """Return the refusal for somebody who never was a candidate: they learn nothing else."""
    if turn.actor.is_system:
        return None
    try:
        person = standing(turn.office, turn.actor).person
    except NotPermitted:  # a delegate of work that is over, who held it in their own name
        person = expect_known(turn.office, turn.actor.person)
    named = {created.get("assignee"), *_listed(created, "users")}
    unit = cast("str | None", created.get("unit"))
    if person.id in named or reaches_as(turn.office, person, _listed(created, "groups"), unit):
        return None
    return NotPermitted(
        "您不是该环节的候选承办人。",
        en=f"Expected '{person.id}' to be a candidate of this user task.",
    )


def _too_late(turn: Turn, ended: Mapping[str, object]) -> Conflict:
    done_zh, done_en = _ENDINGS[str(ended["type"])]
    person = str(ended.get("person"))
    known = turn.office.person(person)
    name = known.name if known is not None else person
    at = datetime.fromisoformat(str(ended["at"])).astimezone(SHANGHAI)
    data = ended["data"]
    task = str(data.get("name", "")) if isinstance(data, Mapping) else ""
    return Conflict(
        f"“{task}”已由{name}于{at:%Y-%m-%d %H:%M}{done_zh}。",
        en=f"User task '{task}' was {done_en} by '{person}' at {ended['at']}.",
        code=TASK_OVER,
    )


def _listed(created: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = created.get(name)
    return tuple(map(str, listed)) if isinstance(listed, list) else ()
