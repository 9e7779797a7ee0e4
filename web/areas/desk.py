"""The desk (工作台): what waits for whoever has signed in."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.work_reading import list_work
from engine.model.deadlines import Light
from engine.model.registers import Page
from engine.model.work_lists import WorkFilter
from web.asking import look
from web.pages import Pages

DESK = Pages("desk", "/desk")
_ROWS = 50


@DESK.page("")
def desk() -> ResponseReturnValue:
    """Show my open work, the most urgent first."""
    lights = tuple(Light(each) for each in request.args.getlist("light") if each in _LIGHTS)
    wanted = WorkFilter(lights=lights, text=request.args.get("text", "").strip())
    found = look(list_work, wanted=wanted, page=Page(_ROWS, request.args.get("after")))
    return render_template("desk/desk.html", found=found, wanted=wanted)


_LIGHTS = {each.value for each in Light}
