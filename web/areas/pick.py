"""Finding a unit or a person for a field: suggestions while one types, and pages without scripts."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.directory import list_people, list_units, read_unit
from engine.commands.reading.names import Named
from engine.commands.reading.unit_choices import find_unit_choices, list_unit_choices
from engine.model.registers import MAX_TEXT, Page
from engine.store.directory_lists import PeopleFilter
from web.asking import expect_text, look
from web.forms.references import labelled
from web.pages import Pages

PICK = Pages("pick", "/pick")
_SUGGESTED = 20
_ROWS = 50
_LEVEL = 200
"""Units that one level of the tree shows at once; of more, the rest is found by words."""
_OURS = frozenset({"for", "within", "process"})


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


@PICK.page("/units/choices")
def unit_choices() -> ResponseReturnValue:
    """Suggest units with where they lie; `process` leaves those for which one may open a case."""
    wanted, page = _written(_typed()), Page(_SUGGESTED)
    if wanted:
        found = look(find_unit_choices, text=wanted, process=_process(), page=page)
    else:
        found = look(list_unit_choices, process=_process(), page=page)
    return render_template("pick/choices.html", found=found, labelled=labelled)


@PICK.page("/units/tree")
def unit_tree() -> ResponseReturnValue:
    """Show one level of the tree of units: the one on top, or what lies below a unit."""
    below = request.args.get("below")
    found = look(
        list_unit_choices,
        below=None if below is None else expect_text(below),
        process=_process(),
        page=Page(_LEVEL),
    )
    return render_template("pick/level.html", found=found, labelled=labelled, process=_process())


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


def _process() -> str | None:
    """Return the process for which a case is to be opened; None where any unit will do."""
    return expect_text(request.args.get("process", "")) or None


def _is_part() -> bool:
    return bool(request.headers.get("HX-Request"))


def _wanted() -> str:
    """Return what was typed: into the search of the page, or into the one input that asks."""
    return _written(_typed() if _is_part() else request.args.get("text", ""))


def _typed() -> str:
    """Return what stands in the one input that asks, whatever it is called."""
    return next((each for name, each in request.args.items() if name not in _OURS), "")


def _written(typed: str) -> str:
    return typed.partition("（")[0].strip()[:MAX_TEXT]


def _path(path: tuple[Named, ...]) -> str:
    """Write what stands above a unit, the nearest first."""
    return " · ".join(each.name for each in path[1:])
