"""What an office can set: values of settings, and its working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, asked, look, service
from api.case_state import Answer
from api.paging import PlainPageQuery, listed, page_of
from api.preconditions import expected_tag, quoted
from api.schemas import settings as schemas
from api.schemas.derived import answer_of
from api.schemas.parts import Recorded
from engine import commands
from engine.commands import Recomputed
from engine.commands.reading.calendar_previews import (
    CalendarPreview,
    preview_calendar,
    preview_recomputation,
)
from engine.commands.reading.configuration import (
    CalendarYear,
    SettingView,
    UploadView,
    list_calendars,
    list_settings,
    read_calendar,
    read_setting,
)
from engine.model.calendar import Override

SETTINGS = Area("settings", "", "参数与日历：参数的值、工作日历")
Query = Mapping[str, Any]


@SETTINGS.route("/settings")
@SETTINGS.arguments(PlainPageQuery, location="query")
@SETTINGS.response(200, page_of(answer_of(SettingView)))
def settings(query: Query) -> object:
    """List the settings with their defaults, sources and values.

    参数列表：默认值、依据、现值、何人何时修改。
    """
    return listed(list_settings, query)


@SETTINGS.route("/settings/<string:key>")
@SETTINGS.response(200, answer_of(SettingView))
@SETTINGS.tagged(is_required=True)
def setting(key: str) -> Answer:
    """Return one setting.

    一项参数。
    """
    view = look(read_setting, key=key)
    return view, 200, quoted(view.tag)


@SETTINGS.route("/settings/<string:key>", methods=["PUT"])
@SETTINGS.arguments(schemas.SettingValue)
@SETTINGS.response(200, answer_of(SettingView))
@SETTINGS.tagged(is_required=True)
def change(body: Query, key: str) -> Answer:
    """Put a value in place of a setting's default.

    修改参数；以后的计算按新值。
    """
    act(commands.change_setting, key=key, value=body["value"], expected=expected_tag())
    view = look(read_setting, key=key)
    return view, 200, quoted(view.tag)


@SETTINGS.route("/calendars")
@SETTINGS.arguments(PlainPageQuery, location="query")
@SETTINGS.response(200, page_of(answer_of(UploadView)))
def calendars(query: Query) -> object:
    """List what was laid over the published calendar.

    已上传的工作日历。
    """
    return listed(list_calendars, query)


@SETTINGS.route("/calendars", methods=["POST"])
@SETTINGS.arguments(schemas.CalendarDays)
@SETTINGS.response(201, Recorded)
def upload(body: Query) -> tuple[object, int]:
    """Lay days over the calendar; deadlines keep the version they were computed by.

    上传工作日历。
    """
    rows = tuple(Override(**day) for day in body["days"])
    return act(commands.import_calendar, rows=rows, note=body["note"]), 201


@SETTINGS.route("/calendars/preview", methods=["POST"])
@SETTINGS.arguments(schemas.CalendarDays)
@SETTINGS.response(200, answer_of(CalendarPreview))
def preview(body: Query) -> object:
    """Return what an upload would change: days, and open deadlines; nothing is written.

    上传之前先看影响：哪些日子变化，哪些在办期限移动。
    """
    rows = tuple(Override(**day) for day in body["days"])
    return look(preview_calendar, rows=rows)


@SETTINGS.route("/calendars/recomputation")
@SETTINGS.response(200, answer_of(CalendarPreview))
def recomputation() -> object:
    """Return what computing the provisional deadlines again would change now.

    暂估期限按现行日历重算的影响。
    """
    return look(preview_recomputation)


@SETTINGS.route("/calendars/recomputation", methods=["POST"])
@SETTINGS.response(200, answer_of(Recomputed))
def recompute() -> object:
    """Compute the provisional deadlines of all open cases again, by the calendar in force.

    按现行日历重算暂估期限；`left` 是当时正被他人办理、未重算的案件数，可再次请求。
    """
    own = service()
    return commands.recompute_provisional(
        own.store, engine=own.engine, clock=own.clock, actor=asked().actor
    )


@SETTINGS.route("/calendars/<int:year>")
@SETTINGS.response(200, answer_of(CalendarYear))
def calendar(year: int) -> object:
    """Return every day of a year: worked or not, and why.

    某年的工作日历；尚未公布的年份标为暂估。
    """
    return look(read_calendar, year=year)
