"""Finding a unit or a person for a field: suggestions while one types, and pages without scripts."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.directory import list_people, list_units, read_unit
from engine.commands.reading.names import Named
from engine.model.registers import MAX_TEXT, Page
from engine.store.directory_lists import PeopleFilter
from web.asking import look
from web.forms.references import labelled
from web.pages import Pages

PICK = Pages("pick", "/pick")
_SUGGESTED = 20
_ROWS = 50
_OURS = frozenset({"for", "within"})


@PICK.page("/units")
def units() -> ResponseReturnValue:
    """Show units by part of their name or code, or those below one; to htmx, suggestions alone."""
    within = request.args.get("within") or None
    if _is_part():
        found = look(list_units, text=_wanted(), within=within, goes_on=True, page=Page(_SUGGESTED))
        options = [(labelled(each.code, each.name), _path(each.path)) for each in found.rows]
        return render_template("pick/options.html", options=options)
    here = None if within is None else look(read_unit, code=within)
    page = Page(_ROWS, request.args.get("after"))
    found = look(list_units, text=_wanted(), within=within, goes_on=True, page=page)
    return render_template("pick/units.html", found=found, here=here, text=_wanted())


@PICK.page("/people")
def people() -> ResponseReturnValue:
    """Show people in scope by part of their name; to htmx, suggestions alone."""
    wanted = PeopleFilter(text=_wanted())
    if _is_part():
        found = look(list_people, wanted=wanted, page=Page(_SUGGESTED))
        options = [(labelled(each.id, each.name), each.unit.name) for each in found.rows]
        return render_template("pick/options.html", options=options)
    found = look(list_people, wanted=wanted, page=Page(_ROWS, request.args.get("after")))
    return render_template("pick/people.html", found=found, text=_wanted())


def _is_part() -> bool:
    return bool(request.headers.get("HX-Request"))


def _wanted() -> str:
    """Return what was typed: into the search of the page, or into the one input that asks."""
    typed = request.args.get("text", "")
    if _is_part():
        typed = next((each for name, each in request.args.items() if name not in _OURS), "")
    return typed.partition("（")[0].strip()[:MAX_TEXT]


def _path(path: tuple[Named, ...]) -> str:
    """Write what stands above a unit, the nearest first."""
    return " · ".join(each.name for each in path[1:])
