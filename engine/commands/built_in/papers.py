"""The handler `issue_document`: an official document is composed, numbered and kept in one step.

It is composed before its number is taken, so that a template or field that is missing takes no
number: the activity becomes an incident that names it. Files are made from it after the commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.call_inputs import optional_text, text_input
from engine.commands.indexing import index_document
from engine.commands.numbering import next_number, take
from engine.commands.step import Step, case_context
from engine.commands.work_ids import work_id_of
from engine.model.deadlines import local_day
from engine.model.documents import Record, Visibility, content_text, title_of
from engine.model.errors import InvalidArgument, InvalidState, NotFound
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store.document_rows import AllocatedNumber, DocumentRow, TemplateRow
from engine.store.documents import document_of_activity
from engine.store.templates import newest_template

Values = Mapping[str, Value]
RESERVED = frozenset({"template", "series", "number", "visibility", "addressee"})
"""Inputs that say how to issue; every other one is a field of the document."""


def issue_document(step: Step, call: Call) -> Values:
    """Issue an official document; with `series` its number is taken in the same step.

    A case without a reference takes such a number as its own. Carried out once for each
    activity instance: a retry after a later failure gives the document that was issued.
    """
    issued = document_of_activity(step.turn.session, step.case.id, call.aid)
    if issued is None:
        issued = _issue(step, _Order.of(step, call))
    return {"document": issued.id, "document_number": issued.number}


@dataclass(frozen=True, slots=True)
class _Order:
    """What to issue, and as what."""

    call: Call
    template: TemplateRow
    series: str | None
    number: str | None
    visibility: Visibility
    addressee: str | None

    @classmethod
    def of(cls, step: Step, call: Call) -> _Order:
        """Read the inputs; raise an error that becomes an incident."""
        key = text_input(call, "template")
        template = newest_template(step.turn.session, key)
        if template is None:
            raise NotFound(
                f"没有发布公文模板“{key}”。",
                en=f"Expected a published document template '{key}'.",
                code="unknown_template",
            )
        series, number = optional_text(call, "series"), optional_text(call, "number")
        if series is not None and number is not None:
            raise InvalidArgument(
                "文号或由文号系列编发，或直接给出，不能两者都有。",
                en="Expected a series or a number, not both.",
            )
        addressee = optional_text(call, "addressee") or step.case.unit
        return cls(call, template, series, number, _visibility(call), addressee)


def _visibility(call: Call) -> Visibility:
    said = optional_text(call, "visibility") or Visibility.INTERNAL.value
    for each in Visibility:
        if said in (each.value, each.zh):
            return each
    raise InvalidArgument(
        f"公文的可见范围应为“内部”或“对被督导单位”，而不是“{said}”。",
        en=f"Expected the visibility 'internal' or 'unit', found '{said}'.",
    )


def _issue(step: Step, order: _Order) -> DocumentRow:
    taken: AllocatedNumber | None = None
    if order.series is None:
        number = order.number
        record = _composed(step, order, number)
    else:
        number = next_number(step, order.series)
        record = _composed(step, order, number)
        taken = take(step, order.series, node=order.call.node)
        if taken.number != number:  # somebody else was faster
            number = taken.number
            record = _composed(step, order, number)
        if step.case.reference is None:
            step.name(number)
    row = _row(step, order, record, number, taken)
    step.is_irrevocable = True
    step.turn.batch.add_document(row)
    index_document(step.turn, step.case, row)
    step.record("document_issued", node=order.call.node, data=described(row))
    return row


def described(row: DocumentRow) -> Values:
    """Return what the history says of a document: enough to prove its content."""
    return {
        "document": row.id,
        "number": row.number,
        "title": row.title,
        "template": f"{row.template}@{row.template_version}",
        "content_hash": row.content_hash,
        "visibility": row.visibility,
    }


def _row(
    step: Step, order: _Order, record: Record, number: str | None, taken: AllocatedNumber | None
) -> DocumentRow:
    text, content_hash = content_text(record)
    return DocumentRow(
        id=work_id_of(step.case.id, order.call.aid),
        case_id=step.case.id,
        aid=order.call.aid,
        node=order.call.node,
        template=order.template.key,
        template_version=order.template.version,
        series=None if taken is None else taken.series,
        year=None if taken is None else taken.year,
        serial=None if taken is None else taken.serial,
        number=number,
        title=title_of(record) or order.template.name,
        visibility=order.visibility.value,
        addressee=order.addressee,
        content=text,
        content_hash=content_hash,
        issued_at=step.now,
        issued_by=step.turn.actor.person,
    )


def _composed(step: Step, order: _Order, number: str | None) -> Record:
    compose = step.turn.engine.compose
    if compose is None:
        raise InvalidState(
            "本安装没有配置公文生成程序，不能签发公文。",
            en="Expected an engine with a composer of documents.",
            code="no_composer",
        )
    template = order.template
    fields = _fields(step, order, number)
    return compose(template.source, fields, name=template.key)


def _fields(step: Step, order: _Order, number: str | None) -> Mapping[str, object]:
    """Return what a template sees: variables, inputs, and what always is there."""
    office = step.turn.office
    case = dict(case_context(step.case))
    if case["reference"] is None and order.series is not None:
        case["reference"] = number
    inputs = {name: each for name, each in order.call.inputs.items() if name not in RESERVED}
    return {
        **order.call.variables,
        "office": office.settings.text("document.office"),  # an input may name another issuer
        **inputs,
        "case": case,
        "number": number,
        "today": local_day(step.now),
        "unit_name": lambda code: office.unit_name(str(code)) or str(code),
    }
