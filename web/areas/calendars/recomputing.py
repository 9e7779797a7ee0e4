"""Computing provisional deadlines again, after its effect was seen."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.reading.calendar_previews import count_recomputation
from engine.commands.reading.deadline_moves import Moves
from engine.commands.recomputing import read_recomputation
from web.areas.calendars.area import CALENDARS, compute_again
from web.asking import look
from web.counting import brought, carried, is_part, portion
from web.filling import Filled
from web.pages import goto
from web.saying import say


@CALENDARS.form("/recomputation")
def recompute() -> ResponseReturnValue:
    """Show what computing again would change, and do it."""
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            say(compute_again())
            return goto("pages-calendars.recompute")
    return _page("calendars/recomputation.html", form), form.status


@CALENDARS.deed("/recomputation/count")
def count_again() -> ResponseReturnValue:
    """Count the next portion of what would change; nothing is written."""
    if is_part():
        return _page("calendars/effect_again.html", Filled())
    return _page("calendars/recomputation.html", Filled())


@CALENDARS.page("/recomputation/progress")
def progress() -> ResponseReturnValue:
    """Show how far it is, to be put into the page; once it is done, the page shows the rest."""
    found = look(read_recomputation)
    page = render_template("calendars/progress.html", progress=found)
    headers = {"HX-Refresh": "true"} if found is None or not found.is_running else {}
    return page, headers


def _page(template: str, form: Filled) -> str:
    progress = look(read_recomputation)
    # What is being done is not looked at again: both walk through all open cases.
    is_running = progress is not None and progress.is_running
    counted = None
    if not is_running:
        counted = look(count_recomputation, so_far=brought(Moves), portion=portion())
    return render_template(
        template,
        form=form,
        found=None if counted is None else counted.preview,
        so_far="" if counted is None else carried(counted.so_far),
        progress=progress,
    )
