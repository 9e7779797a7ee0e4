"""The ledger as diagrams write it: outcomes, reversals, and where remedies stand.

An authority decides and the diagram of its process checks that it may; here is recorded what was
decided, by whom, and what follows from it by the table `outcome_effects`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.commands.call_inputs import choice, optional_day, optional_text, text_input
from engine.commands.linking import taken_below
from engine.commands.publications import withdraw_publications_of
from engine.commands.step import Step
from engine.model.case import CaseStatus
from engine.model.deadline_terms import Term, Unit
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument
from engine.model.influence import CAP_MONTHS, end_of
from engine.model.ledger import Category, EntryKind, LiftMode, OutcomeEntry, RemedyState
from engine.model.outcome_effects import (
    DISCLOSURES,
    IDENTITIES,
    TABLE,
    UNIT_IDENTITY,
    Outlook,
    outlook_of,
)
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store.case_reads import linked_cases
from engine.store.ledger_reads import standing_of_cases

Values = Mapping[str, Value]
LIFT_IN_WRITING = "ledger.institution_lift_in_writing"
"""The setting that says how sanctions of public institutions end."""
DECISION_REVERSED = "decision_reversed"
"""The message that a case gets when the outcomes of the case that opened it are reversed."""
_RUNNING = (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value)
_TEXTS = ("authority", "person_unit", "post")


def record_outcome(step: Step, call: Call) -> Values:
    """Append what the case means for a unit's or a person's assessment."""
    entry = entry_of(step, call, f"{step.case.id}.{call.aid}")
    append(step, entry)
    step.record("outcome_recorded", node=call.node, data=described(entry))
    return {}


def entry_of(step: Step, call: Call, entry_id: str) -> OutcomeEntry:
    """Return the entry that the inputs describe, with what the table says of its form."""
    decided_on = optional_day(call, "decided_on") or local_day(step.now)
    entry = OutcomeEntry(
        id=entry_id,
        case_id=step.case.id,
        kind=EntryKind.OUTCOME.value,
        code=text_input(call, "code"),
        unit=optional_text(call, "unit") or step.case.unit,
        person=optional_text(call, "person"),
        form=optional_text(call, "form"),
        decision=optional_text(call, "decision"),
        decided_on=decided_on,
        effective_on=optional_day(call, "effective_on") or decided_on,
        until_on=None,
        effects=None,
        refers_to=None,
        table_version=None,
        recorded_at=step.now,
        recorded_by=step.turn.actor.person,
        details=dict(_details(call)),
    )
    return entry if entry.form is None else _with_effects(step, call, entry, entry.form)


def append(step: Step, entry: OutcomeEntry) -> None:
    """Put an entry into the batch; a step that wrote one cannot be taken back."""
    step.is_irrevocable = True
    step.turn.batch.add_outcome(entry)


def described(entry: OutcomeEntry) -> Values:
    """Return what the history says of an entry; what is empty is left out."""
    said: dict[str, Value] = {
        "entry": entry.id,
        "form": entry.form,
        "decision": entry.decision,
        "decided_on": entry.decided_on,
        "effective_on": entry.effective_on,
        "until_on": entry.until_on,
        "effects": entry.effects,
        "refers_to": entry.refers_to,
        "table": entry.table_version,
        **entry.details,
    }
    always: Values = {"code": entry.code, "unit": entry.unit, "person": entry.person}
    return {**always, **{name: value for name, value in said.items() if value is not None}}


def _details(call: Call) -> Iterator[tuple[str, Value]]:
    yield "note", call.inputs.get("note")
    yield "node", call.node
    yield "basis", call.inputs.get("basis")
    yield "facts_on", call.inputs.get("facts_on")
    yield "identity", choice(call, "identity", IDENTITIES)
    yield "disclosure", choice(call, "disclosure", DISCLOSURES)
    for name in _TEXTS:
        yield name, optional_text(call, name)


def _with_effects(step: Step, call: Call, entry: OutcomeEntry, form: str) -> OutcomeEntry:
    """Ask the table what the form means, and keep question and answer in the history."""
    identity = entry.details.get("identity") if entry.person else UNIT_IDENTITY
    decided = step.surroundings.decide(TABLE, {"形式": form, "身份": identity})
    step.record(
        "decision_made",
        node=call.node,
        data={
            "aid": call.aid,
            "decision": TABLE,
            "table": decided.table_version,
            "inputs": {"形式": form, "身份": identity},
            "rules": list(decided.rules),
            "result": decided.value,
        },
    )
    period = optional_text(call, "period")
    outlook = outlook_of(
        decided.value,
        form=form,
        identity=str(identity or ""),
        effective_on=entry.effective_on,
        period=period,
    )
    _expect_within_cap(outlook, entry.effective_on)
    lift = _lift(step, outlook)
    return replace(
        entry,
        until_on=outlook.until_on,
        effects=[each.record() for each in outlook.effects],
        table_version=decided.table_version,
        details={
            **entry.details,
            "category": outlook.category.value,
            "period": outlook.period or None,
            "is_set": True if period else None,
            "lift": lift.value if lift else None,
            "effects_basis": outlook.source,
        },
    )


def _expect_within_cap(outlook: Outlook, effective_on: date) -> None:
    """Expect a period of 政务处分 within 48 months (《公职人员政务处分法》第十五条)."""
    last = end_of(effective_on, Term(CAP_MONTHS, Unit.MONTHS))
    is_long = outlook.until_on is not None and outlook.until_on > last
    if outlook.category is Category.ADMINISTRATIVE and is_long:
        raise InvalidArgument(
            f"政务处分期最长不得超过{CAP_MONTHS}个月（《公职人员政务处分法》第十五条），"
            f"不能为{outlook.period}。",
            en=f"Expected a period of at most {CAP_MONTHS} months, found {outlook.period}.",
            code="invalid_period",
        )


def _lift(step: Step, outlook: Outlook) -> LiftMode | None:
    """Return how it ends; an office may let sanctions of public institutions end by themselves."""
    if outlook.category is Category.INSTITUTION and outlook.lift is LiftMode.IN_WRITING:
        is_in_writing = step.turn.office.settings.value(LIFT_IN_WRITING) is True
        return LiftMode.IN_WRITING if is_in_writing else LiftMode.AUTOMATIC
    return outlook.lift


# ----------------------------------------------------------------------- reversals and remedies


def reverse_outcomes(step: Step, call: Call) -> Values:
    """Cancel every outcome of this case and of the cases opened from it, each once.

    What was published for them is withdrawn with the same reason and decision; a case opened to
    publish them hears of it by the message `decision_reversed` and publishes nothing. Returned
    are the numbers of what was public until now: a public correction is owed for these.
    """
    reason, decision = text_input(call, "reason"), optional_text(call, "decision")
    standing = _standing(step)
    for entry in standing:
        reverse(step, entry, reason=reason, decision=decision)
    withdrawn = withdraw_publications_of(step, reason=reason, decision=decision or "")
    _tell_opened(step, reason=reason, decision=decision)
    if standing or withdrawn:
        listed: list[Value] = [
            {"entry": e.id, "code": e.code, "unit": e.unit, "person": e.person, "case": e.case_id}
            for e in standing
        ]
        data: dict[str, Value] = {"reason": reason, "decision": decision, "entries": listed}
        if withdrawn:
            data["withdrawn"] = list(withdrawn)
        step.record("outcomes_reversed", node=call.node, data=data)
    return {"withdrawn": list(withdrawn)}


def _tell_opened(step: Step, *, reason: str, decision: str | None) -> None:
    """Let the running cases that this one opened hear that its decision no longer stands."""
    payload: Values = {"reversal_reason": reason, "reversing_decision": decision}
    for row in linked_cases(step.turn.session, step.case.id):
        child = step.turn.find_case(row.id)
        if child is not None and child.case.status in _RUNNING:
            child.deliver_later(DECISION_REVERSED, payload, correlation=step.case.id)


def reverse(step: Step, entry: OutcomeEntry, *, reason: str, decision: str | None) -> OutcomeEntry:
    """Append the compensating entry of an outcome; its id allows one only."""
    reversal = about(step, entry, EntryKind.REVERSAL, f"{entry.id}.reversal")
    reversal = replace(reversal, decision=decision, details={"reason": reason})
    append(step, reversal)
    return reversal


def about(step: Step, entry: OutcomeEntry, kind: EntryKind, entry_id: str) -> OutcomeEntry:
    """Return an entry that says something about an outcome, today."""
    today = local_day(step.now)
    return OutcomeEntry(
        id=entry_id,
        case_id=step.case.id,
        kind=kind.value,
        code=entry.code,
        unit=entry.unit,
        person=entry.person,
        form=entry.form,
        decision=None,
        decided_on=today,
        effective_on=today,
        until_on=None,
        effects=None,
        refers_to=entry.id,
        table_version=None,
        recorded_at=step.now,
        recorded_by=step.turn.actor.person,
        details={},
    )


def note_remedy(step: Step, call: Call) -> Values:
    """Say where review and appeal stand, on every standing outcome of this case."""
    text, decision = text_input(call, "state"), optional_text(call, "decision")
    states = tuple(state.value for state in RemedyState)
    choice(call, "state", states)
    noted = [each for each in _standing(step) if each.case_id == step.case.id]
    for entry in noted:  # of remedies noted at one instant the id tells the later one
        remedy = about(step, entry, EntryKind.REMEDY, f"{entry.id}.{call.aid:09}.remedy")
        append(step, replace(remedy, decision=decision, details={"state": text}))
    if noted:
        data: Values = {
            "state": text,
            "decision": decision,
            "entries": [each.id for each in noted],
        }
        step.record("remedy_noted", node=call.node, data=data)
    return {}


def _standing(step: Step) -> list[OutcomeEntry]:
    """Return the outcomes of this case and its descendants that nothing reverses, each once.

    What this very turn has written is not in the store yet and is added.
    """
    batch = step.turn.batch.outcomes
    reversed_now = {each.refers_to for each in batch if each.kind == EntryKind.REVERSAL.value}
    tree = taken_below(step)
    stored = () if step.is_new else standing_of_cases(step.turn.session, step.case.id)
    fresh = (each for each in batch if each.is_outcome and each.case_id in tree)
    found = {each.id: each for each in (*stored, *fresh)}
    return [each for each in found.values() if each.id not in reversed_now]
