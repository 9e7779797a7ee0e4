"""Laying days over the calendar in two steps: what it would change is seen before it is done.

Between the steps nothing is kept here: the checked table travels in the form of the preview.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.calendar_previews import CountedPreview, count_calendar
from engine.commands.reading.deadline_moves import Moves
from engine.model.calendar import Override, read_calendar_csv, write_calendar_csv
from engine.model.calendar_csv import MAX_BYTES
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument
from web.areas.calendars.area import CALENDARS, compute_again
from web.areas.calendars.year import kind_word
from web.asking import act, look, may, service
from web.counting import MOST, brought, carried, is_part, portion
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say

_AROUND = 64 * 1024
_TAKES = 4 * MAX_BYTES + _AROUND
"""The table comes back as a field of a form, in which a character takes several bytes."""
_REASON = 200


@CALENDARS.form("/upload", takes=MAX_BYTES + _AROUND)
def upload() -> ResponseReturnValue:
    """Take a table of days and show what it would change; nothing is written."""
    form = Filled.of_request()
    if form.is_sent:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            form.wrong("file", text("请选择日历文件。"))
        else:
            with form.trying():
                rows = read_calendar_csv(sent.stream.read(MAX_BYTES + 1))
                return _preview(rows, Filled(), sent.filename)
    year = local_day(service().clock()).year
    return _upload_page(form, year), form.status


@CALENDARS.deed("/apply", takes=_TAKES)
def apply() -> ResponseReturnValue:
    """Lay the table over the calendar, and have provisional deadlines computed again."""
    form = Filled.of_request()
    rows = read_calendar_csv(str(form.values.get("table", "")).encode())
    name = form.get("name")[:_REASON]
    if not form.get("reason"):
        form.wrong("reason", text("请写明理由或依据。"))
        return _preview(rows, form, name)
    with form.trying():
        act(
            commands.import_calendar,
            rows=rows,
            note=f"{form.get('reason')[:_REASON]}（{name}）",
            expected=form.get("version") or None,
        )
    if not form.is_accepted:
        return _again(rows, form, name)
    say(text("日历已应用。") + compute_again())
    return goto("pages-calendars.recompute")


@CALENDARS.deed("/upload/count", takes=_TAKES + MOST)
def count_on() -> ResponseReturnValue:
    """Count the next portion of what a table would change; nothing is written."""
    rows = read_calendar_csv(request.form.get("table", "").encode())
    template = "calendars/effect_of_upload.html" if is_part() else "calendars/preview.html"
    return _shown(template, rows, Filled(), request.form.get("name", "")[:_REASON], brought(Moves))


def _again(rows: tuple[Override, ...], form: Filled, name: str) -> ResponseReturnValue:
    """Show how it stands now; where the days change nothing any more, only why it was refused."""
    try:
        return _preview(rows, form, name)
    except InvalidArgument:
        return _upload_page(form, rows[0].on.year), form.status


def _preview(rows: tuple[Override, ...], form: Filled, name: str) -> ResponseReturnValue:
    return _shown("calendars/preview.html", rows, form, name), form.status


def _shown(
    template: str,
    rows: tuple[Override, ...],
    form: Filled,
    name: str,
    so_far: Moves | None = None,
) -> str:
    counted: CountedPreview = look(count_calendar, rows=rows, so_far=so_far, portion=portion())
    return render_template(
        template,
        form=form,
        found=counted.preview,
        so_far=carried(counted.so_far),
        table=write_calendar_csv(rows).decode("utf-8-sig"),
        name=name,
        kind_word=kind_word,
        longest=_REASON,
    )


def _upload_page(form: Filled, year: int) -> str:
    return render_template(
        "calendars/upload.html",
        form=form,
        year=year,
        may_upload=may("import_calendar"),
        kilobytes=MAX_BYTES // 1000,
    )
