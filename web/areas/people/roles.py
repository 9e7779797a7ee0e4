"""The groups: what each may do, who is in it, and where there are too few people."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.policy.words import WORDS
from engine.commands.reading.definitions import list_definitions
from engine.commands.reading.directory import list_groups, list_members
from engine.commands.reading.staffing import StaffingView, read_staffing
from engine.model.errors import NotFound
from engine.model.registers import MAX_PAGE, Page
from web.areas.people.area import PEOPLE
from web.areas.processes.staffing_words import shortage_words
from web.asking import look, may
from web.filling import Filled
from web.forms.references import References
from web.language import text

_NAMED = 20
_READS = "read_configuration"


@PEOPLE.page("/roles")
def roles() -> ResponseReturnValue:
    """Show every group with the words of what it may, and some who are in it."""
    return render_template(
        "people/roles.html",
        groups=look(list_groups, page=Page(MAX_PAGE)).rows,
        members=look(list_members, most=_NAMED),
        words=WORDS,
        reads=may(_READS),
    )


@PEOPLE.page("/roles/staffing")
def staffing() -> ResponseReturnValue:
    """Show for each process whether there are people enough against a unit."""
    asked = request.args.get("unit", "").strip()
    form = Filled.of_request({"unit": asked})
    found: list[StaffingView] = []
    if asked:
        try:
            found = _staffing(References().unit(asked))
        except NotFound:
            form.wrong("unit", text("没有找到单位"))
    page = render_template(
        "people/staffing.html", form=form, found=found, shortage_words=shortage_words
    )
    return page, form.status


def _staffing(unit: str) -> list[StaffingView]:
    listed = look(list_definitions, page=Page(MAX_PAGE)).rows
    return [
        look(read_staffing, key=key, unit=unit)
        for key in dict.fromkeys(each.key for each in listed)
    ]
