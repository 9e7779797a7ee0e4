"""Choosing the case to audit: by words of its title or its reference, the newest first."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.engine import Engine
from engine.commands.registers import Listed, list_cases
from engine.model.case import Actor, Clock
from engine.model.errors import NotPermitted
from engine.model.registers import CaseFilter, ListedCase, Page
from engine.store import Session
from registers.stored_names import StoredNames
from web.areas.audit.area import AUDIT
from web.areas.listing import Asked
from web.asking import look, may

Lines = Listed[tuple[ListedCase, str, str]]


@AUDIT.page("")
def audit() -> ResponseReturnValue:
    """Show the cases that may be audited, to choose one."""
    if not may("read_access"):
        raise NotPermitted
    asked = Asked()
    wanted = CaseFilter(text=asked.words())
    found = look(_lines, wanted=wanted, page=asked.page(is_descending=True))
    shown = render_template("audit/audit.html", asked_for=asked, found=found)
    return shown, asked.form.status


def _lines(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: CaseFilter,
    page: Page,
) -> Lines:
    """Return cases with the names of their unit and their kind."""
    listed = list_cases(session, engine=engine, clock=clock, actor=actor, wanted=wanted, page=page)
    names = StoredNames(session, engine)
    rows = (
        (each, names.unit(each.unit) if each.unit else "", names.process(each.key))
        for each in listed.rows
    )
    return Listed(tuple(rows), listed.next)
