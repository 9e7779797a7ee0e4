"""Adding a unit, and changing its name, its kind, or the unit above it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands import directory as commands
from engine.commands.reading.directory import list_units, read_unit
from engine.commands.reading.keeping import may_keep
from engine.identity import MAX_ID, MAX_KIND, MAX_NAME, Unit
from engine.model.registers import MAX_PAGE, Page
from web.areas.units.area import UNITS
from web.asking import act, expect_text, look
from web.filling import Filled
from web.forms.references import References
from web.language import text
from web.pages import goto
from web.saying import say

_LONGEST = {"name": MAX_NAME, "kind": MAX_KIND, "code": MAX_ID}


@UNITS.form("/new")
def add() -> ResponseReturnValue:
    """Add a unit below another, or above all."""
    look(commands.known_units)
    references = References()
    above = request.args.get("parent", "")
    form = Filled.of_request({"parent": references.unit_label(above) if above else ""})
    if form.is_sent:
        with form.trying():
            made = act(
                commands.add_unit,
                unit=Unit(
                    form.get("code"),
                    form.get("name"),
                    references.unit(form.get("parent")) or None,
                    form.get("kind"),
                ),
            )
            say(text("已新增%(name)s。", name=form.get("name")), draft="unit")
            return goto("pages-units.unit", code=made.id)
    return render_template("units/new.html", form=form, longest=_LONGEST), form.status


@UNITS.form("/<string:code>/change")
def change(code: str) -> ResponseReturnValue:
    """Rename or move a unit as it was seen; units below move along."""
    found, references = look(read_unit, code=expect_text(code)), References()
    parent = references.unit_label(found.parent) if found.parent else ""
    form = Filled.of_request(
        {"name": found.name, "kind": found.kind, "parent": parent, "etag": found.etag}
    )
    if form.is_sent:
        seen_tag, form.values["etag"] = form.get("etag"), found.etag
        changes = {
            "name": form.get("name"),
            "kind": form.get("kind"),
            "parent": references.unit(form.get("parent")) or None,
        }
        with form.trying():
            act(commands.change_unit, code=found.code, changes=changes, expected=seen_tag)
            say(text("已修改%(name)s。", name=form.get("name")))
            return goto("pages-units.unit", code=found.code)
    listed = look(list_units, within=found.code, page=Page(MAX_PAGE))
    page = render_template(
        "units/change.html",
        form=form,
        unit=found,
        below=len(listed.rows) - 1,
        is_more=listed.next is not None,
        keeps=look(may_keep, unit=found.code),
        longest=_LONGEST,
    )
    return page, form.status
