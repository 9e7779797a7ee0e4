"""Forms as people send them, checked against what the diagram declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.commands.expecting import expect_fit
from engine.commands.policy.acting import asking
from engine.commands.policy.papers import sees_attachment
from engine.commands.step import Step
from engine.model.form_free import load_free
from engine.model.form_schema import load_form
from engine.model.forms import Form
from engine.model.values import Value
from engine.store.attachments import find_attachment
from engine.store.rows import WorkRow

NO_VARIABLES: Mapping[str, Value] = {}


def fill_start(
    step: Step, sent: Mapping[str, object], *, known_file: Callable[[str], bool]
) -> dict[str, Value]:
    """Return the variables that the form opening a case sets."""
    node = step.published.compiled.start_node
    form = step.published.start_form
    values = _fill(step, form, sent, NO_VARIABLES, known_file=known_file)
    if node is not None:
        expect_fit(step, node, values, NO_VARIABLES)
    return values


def fill_work(step: Step, work: WorkRow, sent: Mapping[str, object]) -> dict[str, Value]:
    """Return the variables that completing open work sets."""
    node = step.published.node(work.node)
    variables = step.instance.view(work.scope)
    values = _fill(
        step, node.form, sent, variables, known_file=lambda each: _is_attached(step, work, each)
    )
    expect_fit(step, node, values, variables)
    return values


def _fill(
    step: Step,
    form: Form | None,
    sent: Mapping[str, object],
    variables: Mapping[str, Value],
    *,
    known_file: Callable[[str], bool],
) -> dict[str, Value]:
    if form is None or not form.fields:
        return load_free(sent)
    office = step.turn.office
    return load_form(
        form,
        sent,
        known_unit=office.is_unit,
        known_person=lambda person: office.person(person) is not None,
        known_file=known_file,
        variables=variables,
        evaluate=lambda text: step.surroundings.evaluate(text, variables),
    )


def _is_attached(step: Step, work: WorkRow, attachment_id: str) -> bool:
    """Say whether this is an attachment of the case that the actor may see."""
    row = find_attachment(step.turn.session, attachment_id)
    if row is None or row.case_id != step.case.id or row.removed_at is not None:
        return False
    return sees_attachment(step.turn, step.case, row, asking(step.turn.actor, work))
