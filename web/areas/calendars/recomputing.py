"""Computing provisional deadlines again, after its effect was seen."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.reading.calendar_previews import preview_recomputation
from web.areas.calendars.area import CALENDARS, compute_again, computed_words
from web.asking import look
from web.filling import Filled
from web.pages import goto
from web.saying import say


@CALENDARS.form("/recomputation")
def recompute() -> ResponseReturnValue:
    """Show what computing again would change, and do it."""
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            say(computed_words(compute_again()))
            return goto("pages-calendars.recompute")
    found = look(preview_recomputation)
    return render_template("calendars/recomputation.html", form=form, found=found), form.status
