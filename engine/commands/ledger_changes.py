"""What a person adds to the ledger outside a diagram: a written lifting, and a correction.

Both append; nothing is changed. They go into the history of the case that the entry came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.commands import outcomes
from engine.commands.engine import Engine
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.definitions.handlers import BUILT_IN
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument, InvalidState
from engine.model.ledger import EntryKind, OutcomeEntry
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store.ledger_reads import entries_about, read_entry
from engine.store.store import Session

_AS_THEY_ARE = ("code", "unit", "person", "form", "decision", "decided_on", "effective_on")


@dataclass(frozen=True, slots=True)
class EntryAppended(Result):
    """An entry was appended to the ledger; `entry` is its id."""

    entry: str


@command(EntryAppended)
def lift_outcome(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    entry: str,
    document: str,
    effective_on: date | None = None,
    idempotency_key: str | None = None,
) -> EntryAppended:
    """Record that a unit lifted a sanction in writing, once its period is over.

    《事业单位人事管理条例》第三十一条: 处分期满后由处分决定单位解除处分并以书面形式通知本人.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    old, step = _standing(turn, entry, "lift_outcome")
    on = effective_on or local_day(turn.now)
    _expect_to_be_lifted(turn, old, on)
    lift = outcomes.about(step, old, EntryKind.LIFT, f"{old.id}.lift")
    lift = replace(lift, decision=expect_reason(document), decided_on=on, effective_on=on)
    outcomes.append(step, lift)
    step.record("outcome_lifted", data=outcomes.described(lift))
    turn.finish()
    return EntryAppended(step.case.id, step.case.version, step.case.status, lift.id)


def _expect_to_be_lifted(turn: Turn, entry: OutcomeEntry, on: date) -> None:
    if not entry.must_be_lifted or entry.until_on is None:
        raise InvalidState(
            "这一处分不须书面解除。", en="Expected a sanction that must be lifted in writing."
        )
    if any(each.kind == EntryKind.LIFT.value for each in entries_about(turn.session, entry.id)):
        raise InvalidState("这一处分已经解除。", en="Expected a sanction not lifted yet.")
    if on <= entry.until_on:
        raise InvalidState(
            f"处分期至{entry.until_on}届满，期满后才能解除（《事业单位人事管理条例》第三十一条）。",
            en=f"Expected the period to be over, but it lasts until {entry.until_on}.",
        )


@command(EntryAppended)
def correct_outcome(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    entry: str,
    reason: str,
    changes: Mapping[str, Value],
    idempotency_key: str | None = None,
) -> EntryAppended:
    """Correct a wrong entry: a reversal, and a new entry with other values.

    `changes` are inputs of `record_outcome`; what they do not name stays as it was. The effects
    are found anew in the newest table.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    old, step = _standing(turn, entry, "correct_outcome")
    reason = expect_reason(reason)
    _expect_known(changes)
    inputs = {**_inputs(old), **changes}
    call = Call("record_outcome", 0, old.text("node"), 1, None, inputs, {})
    new = outcomes.entry_of(step, call, f"{old.id}.correction")
    engine.permissions.expect(turn.office, actor, "correct_outcome", unit=new.unit)
    outcomes.reverse(step, old, reason=reason, decision=None)
    outcomes.append(step, new)
    _keep_remedy(step, old, new)
    said = {**outcomes.described(new), "corrects": old.id, "reason": reason}
    step.record("outcome_corrected", before=outcomes.described(old), data=said)
    turn.finish()
    return EntryAppended(step.case.id, step.case.version, step.case.status, new.id)


def _keep_remedy(step: Step, old: OutcomeEntry, new: OutcomeEntry) -> None:
    """Say of the corrected entry where review and appeal of the wrong one stand."""
    about = entries_about(step.turn.session, old.id)
    said = [each for each in about if each.kind == EntryKind.REMEDY.value]
    if said:
        last = max(said, key=lambda each: (each.recorded_at, each.id))
        remedy = outcomes.about(step, new, EntryKind.REMEDY, f"{new.id}.remedy")
        outcomes.append(step, replace(remedy, decision=last.decision, details=last.details))


def _expect_known(changes: Mapping[str, Value]) -> None:
    unknown = sorted(set(changes) - set(BUILT_IN["record_outcome"]))
    if unknown or not changes:
        raise InvalidArgument(
            f"更正应指明要改的项目，可以有：{'、'.join(BUILT_IN['record_outcome'])}。",
            en=f"Expected changes to inputs of record_outcome, found {unknown}.",
            code="invalid_correction",
        )


def _inputs(entry: OutcomeEntry) -> dict[str, Value]:
    """Return the inputs that an entry was made of."""
    named: dict[str, Value] = {name: getattr(entry, name) for name in _AS_THEY_ARE}
    kept = {name: entry.details.get(name) for name in BUILT_IN["record_outcome"]}
    if entry.details.get("is_set") is not True:
        kept["period"] = None  # it came from the table, which is asked again
    return {**kept, **named}


def _standing(turn: Turn, entry_id: str, command: str) -> tuple[OutcomeEntry, Step]:
    """Return an outcome that nothing reverses, with the step of its case.

    Whoever may not give the command there learns nothing of what became of the entry.
    """
    permissions, actor = turn.engine.permissions, turn.actor
    permissions.expect(turn.office, actor, command)
    entry = read_entry(turn.session, entry_id)
    permissions.expect(turn.office, actor, command, unit=entry.unit)
    step = turn.case(entry.case_id)  # locked: nobody reverses it meanwhile
    about = entries_about(turn.session, entry_id)
    if not entry.is_outcome or any(each.kind == EntryKind.REVERSAL.value for each in about):
        raise InvalidState(
            "这一条不是有效的结果，或者已被冲销。",
            en="Expected an outcome that was not reversed.",
        )
    return entry, step
