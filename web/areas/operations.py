"""Incidents and timers (异常与定时): what failed, what will happen by itself, whether workers live.

What is done about them is done on the pages of their case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.machinery import count_troubles, read_machinery
from engine.commands.reading.operations import list_incidents, list_timers
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from web.asking import look, may, service
from web.pages import Pages

OPERATIONS = Pages("operations", "/operations")
_ROWS = 50
_KEPT = timedelta(seconds=5)
"""How long every page may say the same of the machinery before it is looked at again."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Whether no worker lives, and how many jobs are in trouble, as seen at an instant."""

    seen_at: datetime
    has_worker: bool
    jobs: int


@OPERATIONS.app_template_global("machinery_troubles")
def machinery_troubles() -> Troubles | None:
    """Return what is wrong, to those who can mend it; None when all is well, and to others."""
    if not may("resolve_incident"):
        return None
    own = service()
    now, known = own.clock(), current_app.extensions.get(__name__)
    if not isinstance(known, Troubles) or not timedelta(0) <= now - known.seen_at < _KEPT:
        with own.store.read() as session:
            workers, jobs = count_troubles(session, now=now)
        known = current_app.extensions[__name__] = Troubles(now, workers > 0, jobs)
    return None if known.has_worker and not known.jobs else known


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
