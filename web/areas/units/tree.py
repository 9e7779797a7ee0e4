"""The units as a tree, one level at a time or found by words; and one of them."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.reading.directory import list_people, list_units, read_unit
from engine.commands.reading.keeping import may_keep
from engine.model.registers import MAX_PAGE, MAX_TEXT, Page
from engine.store.directory_lists import PeopleFilter
from web.areas.units.area import UNITS
from web.asking import expect_text, look, may

_ROWS = 50
_READS_PEOPLE = "read_directory"
_LEDGER = "pages-ledger.ledger"


@UNITS.page("")
def units() -> ResponseReturnValue:
    """Show the units: those above all others to begin with, or those that words find."""
    wanted = request.args.get("text", "").strip()[:MAX_TEXT]
    if wanted:
        page = Page(_ROWS, request.args.get("after") or None)
        found = look(list_units, text=wanted, page=page)
        return render_template("units/list.html", found=found, text=wanted, tops=[])
    first = look(list_units, page=Page(MAX_PAGE))
    tops = [each for each in first.rows if each.parent is None]
    if not tops and first.rows:
        top = first.rows[0].path[-1].id
        tops = [look(read_unit, code=top)]
    return render_template("units/list.html", found=None, text="", tops=tops)


@UNITS.page("/<string:code>")
def unit(code: str) -> ResponseReturnValue:
    """Show a unit with what is above and below it, its people, and where to go from it."""
    found = look(read_unit, code=expect_text(code))
    people = None
    if may(_READS_PEOPLE):
        people = look(list_people, wanted=PeopleFilter(unit=found.code), page=Page(_ROWS))
    has_ledger = _LEDGER in current_app.view_functions and may("read_unit_record")
    return render_template(
        "units/unit.html",
        unit=found,
        people=people,
        keeps=look(may_keep, unit=found.code),
        ledger=url_for(_LEDGER, unit=found.code) if has_ledger else "",
        sees_cases=may("list_below") or may("list_own"),
    )


@UNITS.page("/<string:code>/below")
def below(code: str) -> ResponseReturnValue:
    """Show the units directly below one, to be put into the tree."""
    return render_template("units/below.html", unit=look(read_unit, code=expect_text(code)))
