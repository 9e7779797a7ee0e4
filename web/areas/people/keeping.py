"""Adding a person, and changing their name, unit, or whether they are active."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands import directory as commands
from engine.identity import MAX_ID, MAX_NAME, PersonEntry
from web.areas.people.area import PEOPLE, kept_to_change
from web.asking import act, look
from web.filling import Filled
from web.forms.references import References
from web.language import text
from web.pages import goto
from web.saying import say


@PEOPLE.form("/new")
def add() -> ResponseReturnValue:
    """Add a person to a unit; posts and a password come after."""
    look(commands.known_units)
    references = References()
    unit = request.args.get("unit", "")
    form = Filled.of_request({"unit": references.unit_label(unit) if unit else ""})
    if form.is_sent:
        with form.trying():
            made = act(
                commands.add_person,
                person=PersonEntry(
                    form.get("id"), form.get("name"), references.unit(form.get("unit"))
                ),
            )
            say(
                text("已新增%(name)s。接下来请任职并设置初始密码。", name=form.get("name")),
                draft="person",
            )
            return goto("pages-people.person", person=made.id)
    page = render_template("people/new.html", form=form, longest=MAX_NAME, longest_id=MAX_ID)
    return page, form.status


@PEOPLE.form("/<string:person>/change")
def change(person: str) -> ResponseReturnValue:
    """Change a person as they were seen."""
    found, references = kept_to_change(person), References()
    seen = found.person
    form = Filled.of_request(
        {
            "name": seen.name,
            "unit": references.unit_label(seen.unit.id),
            "is_active": "1" if seen.is_active else "",
            "etag": seen.etag,
        }
    )
    if form.is_sent:
        seen_tag, form.values["etag"] = form.get("etag"), seen.etag
        changes = {
            "name": form.get("name"),
            "unit": references.unit(form.get("unit")),
            "is_active": bool(form.get("is_active")),
        }
        with form.trying():
            made = act(
                commands.change_person,
                person=seen.id,
                changes=changes,
                expected=seen_tag,
            )
            say(_changed(form.get("name"), made.holding))
            return goto("pages-people.person", person=seen.id)
    page = render_template("people/change.html", form=form, kept=found, person=seen)
    return page, form.status


def _changed(name: str, holding: int) -> str:
    if holding:
        return text("已修改%(name)s，其名下还有 %(n)s 项待办，请另行指派。", name=name, n=holding)
    return text("已修改%(name)s。", name=name)
