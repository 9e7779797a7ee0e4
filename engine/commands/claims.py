"""Who holds open work: claim, unclaim, assign, delegate (签收、退签、指派、委托)."""

from __future__ import annotations

from dataclasses import replace

from engine.commands.engine import Engine
from engine.commands.over import open_work
from engine.commands.policy import acting, duties
from engine.commands.policy import work as policy
from engine.commands.projecting import tell_candidates, where
from engine.commands.requests import command
from engine.commands.results import WorkHeld
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock, WorkStatus
from engine.model.errors import InvalidArgument, InvalidState, NotPermitted
from engine.model.values import Value
from engine.store.rows import WorkRow
from engine.store.store import Session

MAX_REASON = 500


@command(WorkHeld)
def claim(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    idempotency_key: str | None = None,
) -> WorkHeld:
    """Take open work that nobody holds; whoever holds it already changes nothing.

    What a substitute takes is held by the absent person: it is theirs when the substitution ends.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    place = open_work(turn, work_id)
    step, work = place.step, place.work
    holder = policy.expect_may_act(step, work).person.id
    if work.assignee == holder:
        return _held(step, work)
    return _give(step, work, replace(work, assignee=holder), "task_claimed")


@command(WorkHeld)
def unclaim(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    idempotency_key: str | None = None,
) -> WorkHeld:
    """Give work back: to who delegated it, otherwise to all candidates."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    place = open_work(turn, work_id)
    step, work = place.step, place.work
    _expect_holder(turn, work)
    if work.owner is None and not (work.groups or work.users):
        raise InvalidState(
            f"“{work.name}”指定由您承办，没有其他候选人，不能退签。",
            en=f"Expected '{work.node}' to have candidates it can go back to.",
            code="no_candidates",
        )
    return _give(step, work, replace(work, assignee=work.owner, owner=None), "task_unclaimed")


@command(WorkHeld)
def assign(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    person: str,
    reason: str = "",
    idempotency_key: str | None = None,
) -> WorkHeld:
    """Give open work to a person, whoever held it; the duties of the work bind that person.

    Work with candidates goes to one of them only: who distributes work decides nothing by it.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    place = open_work(turn, work_id)
    step, work = place.step, place.work
    engine.permissions.expect(turn.office, actor, "assign", unit=step.case.unit)
    _expect_fit(step, work, (person,), person)
    _expect_candidate(step, work, person)
    given = replace(work, assignee=person, owner=None)
    return _give(step, work, given, "task_assigned", reason=reason)


@command(WorkHeld)
def delegate(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    person: str,
    reason: str = "",
    idempotency_key: str | None = None,
) -> WorkHeld:
    """Let somebody else do one's own work; the history then names both (委托).

    The duties of the work bind the delegate and whoever delegates alike, and work with candidates
    goes to one of them only: a leader's approval is no respondent's.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    place = open_work(turn, work_id)
    step, work = place.step, place.work
    found = policy.expect_may_act(step, work)
    if person in found.people:
        raise InvalidArgument(
            "不能委托给自己。", en="Expected somebody else to delegate to.", code="self_delegation"
        )
    owner = work.owner or found.person.id
    _expect_fit(step, work, (person, owner), person)
    _expect_candidate(step, work, person)
    given = replace(work, assignee=person, owner=owner if owner != person else None)
    return _give(step, work, given, "task_delegated", reason=reason)


def _expect_holder(turn: Turn, work: WorkRow) -> None:
    person = acting.standing_for(turn.office, turn.actor, work).person
    if work.assignee is None:
        raise InvalidState(
            f"“{work.name}”尚未签收。",
            en=f"Expected '{work.node}' to be claimed, but nobody holds it.",
            code="not_claimed",
        )
    if person.id not in (work.assignee, work.owner):
        raise NotPermitted(
            f"“{work.name}”不由您承办。",
            en=f"Expected '{person.id}' to hold '{work.node}', but '{work.assignee}' does.",
        )


def _expect_fit(step: Step, work: WorkRow, people: tuple[str, ...], receiver: str) -> None:
    if step.turn.office.person(receiver) is None:
        raise InvalidArgument(
            f"没有名为“{receiver}”的在册人员。",
            en=f"Expected a registered, active person, but '{receiver}' is none.",
            code="unknown_person",
        )
    policy.expect_fit(step, work, people)


def _expect_candidate(step: Step, work: WorkRow, person_id: str) -> None:
    person = acting.expect_known(step.turn.office, person_id)
    if work.groups or work.users:
        duties.expect_candidate(step.turn.office, person, work)


def _give(
    step: Step,
    before: WorkRow,
    after: WorkRow,
    type: str,  # noqa: A002 - the word of the glossary
    *,
    reason: str = "",
) -> WorkHeld:
    status = WorkStatus.ASSIGNED if after.assignee else WorkStatus.CREATED
    after = replace(after, status=status.value)
    if len(reason) > MAX_REASON:
        raise InvalidArgument(
            f"理由不得超过{MAX_REASON}字。",
            en=f"Expected a reason of at most {MAX_REASON} characters.",
            code="invalid_reason",
        )
    step.turn.batch.change_work(after)
    data: dict[str, Value] = {"aid": after.aid, "name": after.name}
    if reason:
        data["reason"] = reason
    step.record(
        type,
        node=after.node,
        before={"status": before.status, "assignee": before.assignee, "owner": before.owner},
        after={"status": after.status, "assignee": after.assignee, "owner": after.owner},
        data=data,
    )
    if after.assignee != step.turn.actor.person:
        tell_candidates(step, "task_assigned", after)
    _tell_former(step, before, after)
    step.turn.finish()
    return _held(step, after)


def _tell_former(step: Step, before: WorkRow, after: WorkRow) -> None:
    """Tell whoever held the work that somebody else does now, unless they did it themselves."""
    former = before.assignee
    if after.assignee is None or former in {None, after.assignee, after.owner}:
        return
    if former not in step.turn.actor.people:
        found = step.turn.office.person(after.assignee)
        body: dict[str, Value] = {"work": after.id, "name": after.name}
        body |= where(after.item, after.part)
        body["to"] = found.name if found else after.assignee
        step.say("task_reassigned", {"people": [former]}, body)


def _held(step: Step, work: WorkRow) -> WorkHeld:
    case = step.case
    return WorkHeld(case.id, case.version, case.status, work.id, work.assignee)
