"""The register of cases (案件台账): a page of it, and the whole of it as a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.exporting import workbook_of
from engine.commands.engine import Engine
from engine.commands.registers import Listed, list_cases
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.registers import CaseFilter, CaseOrder, ListedCase, Page
from engine.store import Session
from registers import cases as register
from registers.stored_names import StoredNames
from web.areas.cases.area import CASES
from web.areas.listing import Asked, process_choices
from web.asking import look
from web.language import either
from web.pages import goto

_NEWEST = "-opened"
_STATES = tuple(each.value for each in CaseStatus)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register with what things in it are called."""

    case: ListedCase
    process: str
    unit: str
    activities: str
    holders: str
    result: str


@CASES.page("")
def cases() -> ResponseReturnValue:
    """Show a page of the register of cases."""
    asked = Asked()
    order, is_descending = asked.order(CaseOrder, _NEWEST)
    wanted = _filter(asked)
    page = asked.page(is_descending=is_descending)
    found = look(_lines, wanted=wanted, order=order, page=page)
    shown = render_template(
        "cases/register.html",
        asked_for=asked,
        processes=process_choices(),
        found=found,
        sort=("-" if is_descending else "") + order.value,
        wanted=wanted,
    )
    return shown, asked.form.status


@CASES.page("/workbook")
def workbook() -> Response:
    """Give out the cases that the address asks for as a workbook; the history says who took it."""
    asked = Asked()
    order, is_descending = asked.order(CaseOrder, _NEWEST)
    wanted = _filter(asked)
    if asked.form.errors:  # a file would not say that a condition was left out
        return goto("pages-cases.cases", **asked.given)
    return workbook_of(wanted, order.value, is_descending=is_descending, say=either)


def _filter(asked: Asked) -> CaseFilter:
    return CaseFilter(
        **asked.shared(),
        statuses=asked.several("status", _STATES),
        is_unit_alone=bool(asked.one("unit_alone")),
    )


def _lines(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: CaseFilter,
    order: CaseOrder,
    page: Page,
) -> Listed[Line]:
    listed = list_cases(
        session, engine=engine, clock=clock, actor=actor, wanted=wanted, order=order, page=page
    )
    names = StoredNames(session, engine)
    return Listed(tuple(_line(each, names) for each in listed.rows), listed.next)


def _line(case: ListedCase, names: StoredNames) -> Line:
    return Line(
        case,
        process=names.process(case.key),
        unit=names.unit(case.unit) if case.unit else "",
        activities=register.activities(case),
        holders=register.holders(case, names),
        result=register.result(case, names) or "",
    )
