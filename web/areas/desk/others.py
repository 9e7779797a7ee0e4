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
from web.areas.inbox.showing import stood_on_screen
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
    found = _found(list_copied)
    page = _shown("desk/copied.html", found)
    stood_on_screen(found.rows)
    return page


def _show(template: str, read: Callable[..., Listed[Any]]) -> ResponseReturnValue:
    return _shown(template, _found(read))


def _found(read: Callable[..., Listed[Any]]) -> Listed[Any]:
    return look(read, page=Page(ROWS, request.args.get("after") or None))


def _shown(template: str, found: Listed[Any]) -> ResponseReturnValue:
    names = {each.id: each.name for each in look(name_processes)}
    return render_template(template, found=found, process_names=names, desk_tabs=tabs())
