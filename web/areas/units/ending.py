"""Ending a unit that was dissolved or merged, with everything that still hangs on it named."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from api.problems import status_of
from engine.commands import directory as commands
from engine.commands.reading.directory import read_unit
from engine.commands.reading.keeping import may_keep
from engine.model.errors import InvalidState
from web.areas.units.area import UNITS
from web.asking import act, expect_text, look
from web.filling import Filled
from web.forms.references import References
from web.language import either, text
from web.pages import goto
from web.saying import say

_IN_USE = "unit_in_use"


@UNITS.form("/<string:code>/end")
def end(code: str) -> ResponseReturnValue:
    """End a unit as it was seen; what hangs on it is listed instead where there is anything."""
    found = look(read_unit, code=expect_text(code))
    form = Filled.of_request({"etag": found.etag})
    hanging: list[str] = []
    on = _day(form) if form.is_sent else None
    if form.is_accepted:
        with form.trying():
            try:
                act(
                    commands.end_unit,
                    code=found.code,
                    reason=form.get("reason"),
                    on=on,
                    successor=References().unit(form.get("successor")) or None,
                    expected=form.get("etag"),
                )
            except InvalidState as error:
                if error.code != _IN_USE:
                    raise
                hanging = [either(each.zh, each.en) for each in error.errors]
                form.summary, form.status = either(error.message, error.en), status_of(error).value
            else:
                say(text("已撤销%(name)s。", name=found.name))
                return goto("pages-units.unit", code=found.code)
        form.values["etag"] = found.etag
    page = render_template(
        "units/end.html",
        form=form,
        hanging=hanging,
        keeps=look(may_keep, unit=found.code),
        unit=found,
    )
    return page, form.status


def _day(form: Filled) -> date | None:
    """Return the day that was typed, None for none; the form says where it is no day."""
    if not form.get("on"):
        return None
    try:
        return date.fromisoformat(form.get("on"))
    except ValueError:
        form.wrong("on", text("请填写日期，如 2026-03-05。"))
        return None
