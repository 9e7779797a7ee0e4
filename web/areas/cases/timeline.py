"""What happened in a case, in plain sentences by day, and whether its history is as written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.checking import HistoryChecked, check_history
from engine.commands.reading.timelines import TimelineEntry, read_timeline
from engine.model.calendar import SHANGHAI
from engine.model.deadlines import local_day
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import expect_text, look_recorded

ROWS = 50
Day = tuple[date, list[TimelineEntry]]


@CASES.page("/<string:case_id>/timeline")
def timeline(case_id: str) -> ResponseReturnValue:
    """Show what happened, the newest first; details on request (`details=1`)."""
    return _page(case_id)


@CASES.page("/<string:case_id>/timeline/check")
def timeline_check(case_id: str) -> ResponseReturnValue:
    """Compute the chain of the history anew: a part for the page, or the page with it."""
    checked = look_recorded(check_history, case_id=expect_text(case_id))
    if request.headers.get("HX-Request"):
        return render_template("cases/checked.html", checked=checked)
    return _page(case_id, checked)


def time_of_day(at: datetime) -> str:
    """Write the time of an instant in Shanghai, to the minute."""
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def _page(case_id: str, checked: HistoryChecked | None = None) -> ResponseReturnValue:
    case = framing.read(case_id)
    after = request.args.get("after", "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else None  # noqa: PLR2004
    found = look_recorded(read_timeline, case_id=case.id, before=before, limit=ROWS)
    details = "details" in request.args
    return framing.show(
        case,
        "cases/timeline.html",
        tab="timeline",
        checked=checked,
        days=_by_day(each for each in found.entries if details or not each.is_detail),
        details=details,
        folded=sum(each.is_detail for each in found.entries),
        given={"case_id": case.id, **({"details": 1} if details else {})},
        next=found.next,
        time_of_day=time_of_day,
        is_reduced=found.is_reduced,
    )


def _by_day(entries: Iterable[TimelineEntry]) -> list[Day]:
    return [
        (on, list(group)) for on, group in groupby(entries, key=lambda each: local_day(each.at))
    ]
