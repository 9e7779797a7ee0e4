"""People in scope, found by unit, group, state and words; and one of them."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.directory import list_people
from engine.commands.reading.keeping import read_account
from engine.model.deadlines import local_day
from engine.model.registers import MAX_TEXT, Page
from engine.store.directory_lists import PeopleFilter
from web.areas.people.area import PEOPLE, groups, kept
from web.areas.people.contacts import contacts_of
from web.asking import look, may, service
from web.filling import Filled
from web.forms.references import References

_ROWS = 50
_STATES = {"": True, "gone": False, "all": None}


@PEOPLE.page("")
def people() -> ResponseReturnValue:
    """Show a page of the people that the address asks for."""
    references = References()
    given = {
        name: request.args.get(name, "").strip()[:MAX_TEXT]
        for name in ("unit", "group", "text", "state")
    }
    unit = references.unit(given["unit"])
    wanted = PeopleFilter(
        unit=unit or None,
        group=given["group"] or None,
        text=given["text"],
        is_active=_STATES.get(given["state"], True),
    )
    found = look(list_people, wanted=wanted, page=Page(_ROWS, request.args.get("after") or None))
    shown = {**given, "unit": references.unit_label(unit) if unit else ""}
    return render_template(
        "people/list.html",
        found=found,
        form=Filled.of_request(shown),
        given={name: value for name, value in given.items() if value},
        groups=groups(),
        may_add=may("manage_directory"),
    )


@PEOPLE.page("/<string:person>")
def person(person: str) -> ResponseReturnValue:
    """Show a person with their posts and, to who manages it, their account; it is recorded."""
    found = kept(person)
    now = service().clock()
    return render_template(
        "people/person.html",
        kept=found,
        person=found.person,
        account=look(read_account, person=found.person.id),
        contacts=contacts_of(found.person.id),
        now=now,
        today=local_day(now),
    )
