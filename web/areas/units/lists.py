"""Units from a list, and as a list: first what it would change, then the change itself."""

from __future__ import annotations

from io import BytesIO

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine.commands import directory as commands
from engine.identity import Unit, UnitTree
from registers.directory import UNITS as LIST
from registers.directory import check_units, list_template, unit_lines
from registers.reading import Row
from web.areas.units.area import UNITS
from web.asking import act, look
from web.directory_lists import (
    MOST_SHOWN,
    TAKES,
    carried,
    differences,
    faults,
    sent_list,
    travelling_list,
    workbook,
)
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say


@UNITS.form("/import", takes=TAKES)
def import_list() -> ResponseReturnValue:
    """Take a list and show what it would change; nothing is written."""
    look(commands.known_units)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            sent = sent_list(form)
            if sent is not None:
                return _report(_checked(sent[0]), sent[1])
    return _upload(form)


@UNITS.deed("/import/apply", takes=TAKES)
def apply_list() -> ResponseReturnValue:
    """Bring the units up to date from the list whose report was seen."""
    form = Filled.of_request()
    with form.trying():
        made = act(
            commands.import_units,
            units=_checked(travelling_list(form)),
            note=form.get("name"),
        )
        say(
            text(
                "已导入：新增 %(a)s 个单位，更改 %(c)s 个。", a=len(made.added), c=len(made.changed)
            )
        )
    if form.is_accepted:
        return goto("pages-units.units")
    return _upload(form)


@UNITS.page("/import/template")
def template() -> Response:
    """Give out the empty workbook for a list of units."""
    look(commands.known_units)
    made = list_template(LIST, {}, either)
    return send_made(BytesIO(made), f"{either(*LIST.title)}.xlsx")


@UNITS.page("/export")
def export() -> Response:
    """Give out all units as a workbook."""
    known = look(commands.known_units)
    return workbook(LIST, unit_lines(UnitTree(known.values())))


def _checked(rows: tuple[Row, ...]) -> tuple[Unit, ...]:
    return check_units(rows, look(commands.known_units))


def _report(units: tuple[Unit, ...], name: str) -> ResponseReturnValue:
    report = look(commands.import_units, units=units, is_trial=True)
    lines = [(each.code, each.name, each.parent or "", each.kind) for each in units]
    return render_template(
        "units/report.html",
        report=report,
        changes=differences(report),
        table=carried(LIST, lines),
        name=name,
        most=MOST_SHOWN,
    )


def _upload(form: Filled) -> ResponseReturnValue:
    return render_template(
        "units/import.html", form=form, faults=faults(form, LIST), columns=LIST.headings(either)
    ), form.status
