"""What is added to the ledger by hand: a written lifting, and a correction."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands import Subject
from engine.commands.reading.records import LineSeen, read_record_line
from engine.model.deadlines import local_day
from engine.model.errors import InvalidState, NotPermitted
from engine.model.ledger import OutcomeEntry
from engine.model.outcome_effects import DISCLOSURES, IDENTITIES
from engine.model.values import Value
from web.areas.ledger.area import LEDGER, here
from web.areas.ledger.words import outcome_word
from web.asking import act, expect_text, look_recorded, service
from web.filling import Filled
from web.forms import References
from web.language import text
from web.pages import goto
from web.saying import say

_OWN = ("code", "unit", "person", "form", "decision", "decided_on", "effective_on")
_DAYS = ("decided_on", "effective_on", "facts_on")
_DETAILS = (
    "person_unit", "post", "identity", "period", "authority", "basis", "disclosure", "facts_on",
    "note",
)  # fmt: skip


@LEDGER.form("/ledger/entries/<string:entry>/lift")
def lift(entry: str) -> ResponseReturnValue:
    """Record the written lifting of a sanction whose period is over."""
    today = local_day(service().clock())
    form = Filled.of_request({"effective_on": today})
    on = _day(form, "effective_on")
    if form.is_sent and on is not None:
        with form.trying(), hiding(entry=expect_text(entry)):
            act(
                commands.lift_outcome,
                entry=entry,
                document=form.get("document"),
                effective_on=on,
            )
    found = _line(entry)
    if form.is_accepted:
        say(text("已登记解除。"))
        return goto("pages-ledger.ledger", **here(_subject(found.line.entry)))
    if not form.is_sent and not found.may_lift:
        raise _no_lift(found)
    shown = render_template("ledger/lift.html", form=form, found=found, word=outcome_word)
    return shown, form.status


@LEDGER.form("/ledger/entries/<string:entry>/correction")
def correction(entry: str) -> ResponseReturnValue:
    """Correct a wrong entry: it is reversed, and another one recorded in its place."""
    found = _line(entry)
    old, references = found.line.entry, References()
    form = Filled.of_request(_as_typed(old, references))
    if form.is_sent:
        _correct(form, old, references)
        if form.is_accepted:
            say(text("已更正：原来的一条已冲销，另记了一条。"), draft=f"correction-{old.id}")
            return goto("pages-ledger.ledger", **here(_subject(old)))
    elif not found.may_correct:
        raise _no_correction(found)
    shown = render_template(
        "ledger/correction.html",
        form=form,
        found=found,
        word=outcome_word,
        identities=[(each, each) for each in IDENTITIES],
        disclosures=[(each, each) for each in DISCLOSURES],
    )
    return shown, form.status


def _correct(form: Filled, old: OutcomeEntry, references: References) -> None:
    changes = _changes(form, old, references)
    if not form.get("reason"):
        form.wrong("reason", text("请写明理由。"))
    if not changes and not form.errors:
        form.wrong("code", text("请至少改动一项。"))
    if form.errors:
        return
    with form.trying(), hiding(entry=old.id):
        act(commands.correct_outcome, entry=old.id, reason=form.get("reason"), changes=changes)


def _changes(form: Filled, old: OutcomeEntry, references: References) -> dict[str, Value]:
    """Return what differs from the entry; what was emptied becomes nothing."""
    before = _as_typed(old, references)
    changes: dict[str, Value] = {}
    for name, was in before.items():
        typed = form.get(name)
        if name not in form.values or typed == was:  # fields of people alone are not asked of units
            continue
        changes[name] = _value(form, name, typed, references)
    return changes


def _value(form: Filled, name: str, typed: str, references: References) -> Value:
    if not typed:
        return None
    if name in _DAYS:
        return _day(form, name)
    return references.unit(typed) if name == "unit" else typed


def _as_typed(old: OutcomeEntry, references: References) -> dict[str, str]:
    """Return an entry as the fields of the form show it."""
    own: dict[str, Value] = {name: getattr(old, name) for name in _OWN}
    details = {name: old.details.get(name) for name in _DETAILS}
    if old.details.get("is_set") is not True:
        details["period"] = None  # it came from the table, which is asked again
    written = {
        name: "" if value is None else str(value) for name, value in {**own, **details}.items()
    }
    if old.unit:
        written["unit"] = references.unit_label(old.unit)
    return written


def _line(entry: str) -> LineSeen:
    return look_recorded(read_record_line, entry=expect_text(entry))


def _subject(entry: OutcomeEntry) -> Subject:
    return Subject(person=entry.person) if entry.person else Subject(unit=entry.unit)


def _day(form: Filled, name: str) -> date | None:
    try:
        return date.fromisoformat(form.get(name))
    except ValueError:
        form.wrong(name, text("请选择一个日期。"))
        return None


def _no_lift(found: LineSeen) -> NotPermitted | InvalidState:
    if not found.line.waits_to_be_lifted:
        return InvalidState(
            "这一条不须书面解除，或者已经解除。", en="This entry is not one that waits to be lifted."
        )
    if not found.lifts:
        return NotPermitted(
            "解除处分由分管领导或组织部门登记。",
            en="Liftings are recorded by leaders and the organisation department.",
        )
    until = found.line.entry.until_on
    return InvalidState(
        f"处分期至{until}届满，期满后才能解除。", en=f"The period lasts until {until}."
    )


def _no_correction(found: LineSeen) -> NotPermitted | InvalidState:
    if found.line.held is None:
        return InvalidState("这一条已被冲销或更正。", en="This entry was reversed or corrected.")
    return NotPermitted("台账由分管领导更正。", en="Entries are corrected by leaders.")
