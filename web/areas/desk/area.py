"""The part of the office that the desk's modules add their pages to, and its tabs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from engine.commands.reading.desks import DeskCounts
from web.language import text
from web.pages import Pages

DESK = Pages("desk", "/desk")
ROWS = 30


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the views of the desk; `count` is blank where nothing is counted."""

    title: str
    url: str
    count: str
    is_here: bool


def tabs(counts: DeskCounts | None = None) -> list[Tab]:
    """Return the views of the desk, with how much is in them as far as it is counted."""
    views = (
        ("desk", text("待办"), open_count(counts)),
        ("started", text("我发起"), _started_count(counts)),
        ("done", text("已办"), ""),
        ("copied", text("抄送"), ""),
    )
    return [
        Tab(title, url_for(f"pages-desk.{view}"), count, request.endpoint == f"pages-desk.{view}")
        for view, title, count in views
    ]


def open_count(counts: DeskCounts | None) -> str:
    """Write how much can be done: held or offered, of cases that go on; blank for nothing."""
    if counts is None:
        return ""
    held = sum(number for light, number in counts.mine.items() if light != "grey")
    offered = sum(each.number for each in counts.offered.values())
    is_more = any(each.is_more for each in counts.offered.values())
    return f"{held + offered}{'+' if is_more else ''}" if held + offered else ""


def _started_count(counts: DeskCounts | None) -> str:
    if counts is None:
        return ""
    going_on = counts.started["open"] + counts.started["suspended"]
    return str(going_on) if going_on else ""


@DESK.app_template_global("address")
def address(endpoint: str, /, **values: object) -> str:
    """Return the address of a page where this installation has it; else nothing to link to."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, **values)  # type: ignore[arg-type]
