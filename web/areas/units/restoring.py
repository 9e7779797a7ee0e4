"""Restoring a unit whose end was a mistake, with what is undone and what is not."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands import directory as commands
from engine.commands.reading.directory import read_unit
from engine.commands.reading.keeping import may_keep
from web.areas.units.area import UNITS
from web.asking import act, expect_text, look
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@UNITS.form("/<string:code>/restore")
def restore(code: str) -> ResponseReturnValue:
    """Restore a unit as it was seen."""
    found = look(read_unit, code=expect_text(code))
    form = Filled.of_request({"etag": found.etag})
    if form.is_sent:
        seen_tag, form.values["etag"] = form.get("etag"), found.etag
        with form.trying():
            act(
                commands.restore_unit,
                code=found.code,
                reason=form.get("reason"),
                expected=seen_tag,
            )
            say(text("已恢复%(name)s。", name=found.name))
            return goto("pages-units.unit", code=found.code)
    keeps = look(may_keep, unit=found.code)
    return render_template("units/restore.html", form=form, keeps=keeps, unit=found), form.status
