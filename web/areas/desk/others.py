"""What I started, what I did, and what I was told of without having to act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.definitions import name_processes
from engine.commands.reading.desks import list_copied, list_done, list_started
from engine.commands.registers import Listed
from engine.model.registers import Page
from web.areas.desk.area import DESK, ROWS, tabs
from web.asking import look


@DESK.page("/started")
def started() -> ResponseReturnValue:
    """Show the cases that I opened."""
    return _show("desk/started.html", list_started)


@DESK.page("/done")
def done() -> ResponseReturnValue:
    """Show the tasks that I completed."""
    return _show("desk/done.html", list_done)


@DESK.page("/copied")
def copied() -> ResponseReturnValue:
    """Show the cases in which I was told something and hold no work."""
    return _show("desk/copied.html", list_copied)


def _show(template: str, read: Callable[..., Listed[Any]]) -> ResponseReturnValue:
    found = look(read, page=Page(ROWS, request.args.get("after") or None))
    names = {each.id: each.name for each in look(name_processes)}
    return render_template(template, found=found, process_names=names, desk_tabs=tabs())
