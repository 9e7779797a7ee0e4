"""Incidents and timers (异常与定时): what failed, what will happen by itself, whether workers live.

What is done about them is done on the pages of their case.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.machinery import read_machinery
from engine.commands.reading.operations import list_incidents, list_timers
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from web.asking import look, may
from web.pages import Pages

OPERATIONS = Pages("operations", "/operations")
_ROWS = 50


@OPERATIONS.page("/incidents")
def incidents() -> ResponseReturnValue:
    """List what could not be carried out in the cases in scope, the newest first."""
    _expect_may_see()
    with_ended = request.args.get("ended") == "1"
    page = Page(_ROWS, request.args.get("after") or None, is_descending=True)
    found = look(list_incidents, is_open=None if with_ended else True, page=page)
    return render_template("operations/incidents.html", found=found, with_ended=with_ended)


@OPERATIONS.page("/timers")
def timers() -> ResponseReturnValue:
    """List what happens by itself in the cases in scope, the next first."""
    _expect_may_see()
    found = look(list_timers, page=Page(_ROWS, request.args.get("after") or None))
    return render_template("operations/timers.html", found=found)


@OPERATIONS.page("/machinery")
def machinery() -> ResponseReturnValue:
    """Show whether workers live and what waits for them; a part of the other pages, loaded late."""
    _expect_may_see()
    found = look(read_machinery)
    is_part = bool(request.headers.get("HX-Request"))
    template = "operations/machinery_part.html" if is_part else "operations/machinery.html"
    return render_template(template, found=found)


def _expect_may_see() -> None:
    if not may("see_operations"):
        raise NotPermitted
