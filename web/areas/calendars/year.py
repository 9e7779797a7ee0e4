"""A year of the calendar, month by month, and what was laid over the published one."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine.commands.reading.configuration import (
    FIRST_YEAR,
    LAST_YEAR,
    list_calendars,
    read_calendar,
)
from engine.model.calendar import Day, DayKind, Override, write_calendar_csv
from engine.model.deadlines import local_day
from engine.model.registers import Page
from web.areas.calendars.area import CALENDARS
from web.asking import look, may, service
from web.language import either, language, text

_WEEK = 7
_UPLOADS = 50
_NAMED = (DayKind.HOLIDAY, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of one kind and one name."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven cells, None outside it, and its days that are no plain week."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]
    stretches: tuple[Stretch, ...]
    working: int


@CALENDARS.page("")
def calendars() -> ResponseReturnValue:
    """Show a year, this one where none is asked for."""
    today = local_day(service().clock())
    year = request.args.get("year", type=int) or today.year
    found = look(read_calendar, year=year)
    uploads = None
    if may("read_configuration"):
        page = Page(_UPLOADS, request.args.get("after") or None, is_descending=True)
        uploads = look(list_calendars, page=page)
    return render_template(
        "calendars/year.html",
        found=found,
        months=[_month(days) for _, days in groupby(found.days, key=lambda each: each.on.month)],
        sources=list(dict.fromkeys(each.source for each in found.days)),
        counts={kind: sum(each.kind is kind for each in found.days) for kind in DayKind},
        uploads=uploads,
        today=today,
        first=FIRST_YEAR,
        last=LAST_YEAR,
        kind_word=kind_word,
        kinds=list(DayKind),
        signs=_signs(),
    )


@CALENDARS.page("/<int:year>/table")
def table(year: int) -> Response:
    """Give out the days of a year that differ from a plain week, as a table to be uploaded again."""
    found = look(read_calendar, year=year)
    rows = [
        Override(each.on, working=each.kind.is_working, name=each.name)
        for each in found.days
        if each.kind in _NAMED
    ]
    made = write_calendar_csv(rows, in_english=language() == "en")
    return send_made(
        io.BytesIO(made), either(f"日历{year}.csv", f"Calendar {year}.csv"), "text/csv"
    )


def kind_word(kind: DayKind) -> str:
    """Return what a kind of day is called."""
    return {
        DayKind.WORKING: text("工作日"),
        DayKind.MAKE_UP: text("调休上班"),
        DayKind.WEEKEND: text("周末"),
        DayKind.HOLIDAY: text("放假"),
    }[kind]


def _signs() -> dict[DayKind, str]:
    """Return the sign that stands beside a day for its kind."""
    return {
        DayKind.WORKING: "",
        DayKind.MAKE_UP: text("班"),
        DayKind.WEEKEND: "·",
        DayKind.HOLIDAY: text("休"),
    }


def _month(given: Iterator[Day]) -> Month:
    days = list(given)
    cells: list[Day | None] = [None] * days[0].on.weekday() + [*days]
    cells += [None] * (-len(cells) % _WEEK)
    return Month(
        number=days[0].on.month,
        weeks=tuple(tuple(cells[at : at + _WEEK]) for at in range(0, len(cells), _WEEK)),
        stretches=tuple(_stretches(days)),
        working=sum(each.kind.is_working for each in days),
    )


def _stretches(days: Sequence[Day]) -> Iterator[Stretch]:
    for (kind, _), found in groupby(days, key=lambda each: (each.kind, each.name)):
        if kind in _NAMED:
            run = list(found)
            yield Stretch(run[0], run[-1])
