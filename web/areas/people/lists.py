"""People from a list, and as a list: first what it would change, then the change itself."""

from __future__ import annotations

from io import BytesIO

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine.commands import directory as commands
from engine.commands.directory import PeopleImported
from engine.commands.reading.keeping import export_people
from engine.identity import PersonEntry
from registers.directory import PEOPLE as LIST
from registers.directory import check_people, list_template, people_lines
from registers.reading import Row
from web.areas.people.area import PEOPLE
from web.asking import act, look, look_recorded, service
from web.directory_lists import (
    MOST_SHOWN,
    TAKES,
    carried,
    differences,
    sent_list,
    travelling_list,
    workbook,
)
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say

_YES_OR_NO = ("是", "否")


@PEOPLE.form("/import", takes=TAKES)
def import_list() -> ResponseReturnValue:
    """Take a list and show what it would change; nothing is written."""
    look(commands.known_units)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            sent = sent_list(form)
            if sent is not None:
                return _report(_checked(sent[0]), form, sent[1])
    return _upload(form)


@PEOPLE.deed("/import/apply", takes=TAKES)
def apply_list() -> ResponseReturnValue:
    """Bring the people up to date from the list whose report was seen."""
    form = Filled.of_request()
    with form.trying():
        made = act(
            commands.import_people,
            people=_checked(travelling_list(form)),
            deactivate_missing=bool(form.get("deactivate_missing")),
            note=form.get("name"),
        )
        say(
            text(
                "已导入：新增 %(a)s 人，更改 %(c)s 人，改为不在职 %(d)s 人。",
                a=len(made.added), c=len(made.changed), d=len(made.deactivated),
            )
        )  # fmt: skip
    if form.is_accepted:
        return goto("pages-people.people")
    return _upload(form)


@PEOPLE.page("/import/template")
def template() -> Response:
    """Give out the empty workbook for a list of people."""
    look(commands.known_units)
    allowed = {"group": tuple(service().engine.groups.values()), "active": _YES_OR_NO}
    return send_made(BytesIO(list_template(LIST, allowed)), f"{LIST.title}.xlsx")


@PEOPLE.page("/export")
def export() -> Response:
    """Give out the people within reach as a workbook; the history says who took it."""
    people = look_recorded(export_people)
    return workbook(LIST, people_lines(people, service().engine.groups))


def _checked(rows: tuple[Row, ...]) -> tuple[PersonEntry, ...]:
    names = {code: unit.name for code, unit in look(commands.known_units).items()}
    return check_people(rows, groups=service().engine.groups, units=names)


def _report(people: tuple[PersonEntry, ...], form: Filled, name: str) -> ResponseReturnValue:
    missing = bool(form.get("deactivate_missing"))
    report: PeopleImported = look(
        commands.import_people, people=people, deactivate_missing=missing, is_trial=True
    )
    return render_template(
        "people/report.html",
        report=report,
        changes=differences(report),
        table=carried(LIST, people_lines(people, service().engine.groups)),
        name=name,
        deactivate_missing=missing,
        most=MOST_SHOWN,
    )


def _upload(form: Filled) -> ResponseReturnValue:
    page = render_template("people/import.html", form=form, explained=LIST.columns)
    return page, form.status
