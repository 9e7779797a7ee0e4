"""The pages of the overview: figures that are there already at once, others while one waits.

Where the figures were not counted a moment ago, the page is shown without them and asks for them
as a part; without scripts a link does.
"""

from __future__ import annotations

from fractions import Fraction

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from api.exporting import overview_workbook_of
from engine.commands.reading.overview.figures import read_kept_overview, read_overview
from engine.model.errors import InvalidArgument
from engine.model.overview import TWO_YEARS, YEAR, Month, Overview, OverviewFilter, Subject
from web.areas.listing import Asked, process_choices
from web.areas.overview.addresses import list_behind
from web.asking import look
from web.language import either, text
from web.pages import Pages, goto

OVERVIEW = Pages("overview", "/overview")
_MONTHS = {"12": YEAR, "24": TWO_YEARS}


@OVERVIEW.page("")
def overview() -> ResponseReturnValue:
    """Show the figures of what one answers for; `figures` in the address lets one wait for them."""
    asked = Asked()
    wanted = _filter(asked)
    waits = "figures" in request.args
    found = None
    if not asked.form.errors:
        found = look(read_overview if waits else read_kept_overview, wanted=wanted)
    shown = render_template(
        "overview/overview.html",
        asked_for=asked,
        processes=process_choices(),
        **_shown(found, wanted),
    )
    return shown, asked.form.status


@OVERVIEW.page("/figures")
def figures() -> ResponseReturnValue:
    """Show the figures alone, for a page that was shown without them."""
    asked = Asked()
    wanted = _filter(asked)
    if asked.form.errors:
        return goto("pages-overview.overview", **asked.given)
    return render_template(
        "overview/figures.html", **_shown(look(read_overview, wanted=wanted), wanted)
    )


@OVERVIEW.page("/workbook")
def workbook() -> Response:
    """Give out the overview as a workbook; the history says who took it."""
    asked = Asked()
    wanted = _filter(asked)
    if asked.form.errors:
        return goto("pages-overview.overview", **asked.given)
    return overview_workbook_of(wanted, say=either)


def _filter(asked: Asked) -> OverviewFilter:
    """Return what to count; nothing is counted where a condition is wrong.

    Rows of a list say what they are about; figures do not, and those of all units would be taken
    for those of the one that was meant.
    """
    wanted = OverviewFilter(
        unit=asked.unit(),
        process=asked.one("process"),
        period=asked.days("period"),
        months=_MONTHS.get(asked.form.get("months"), YEAR),
    )
    if "unit" in asked.form.errors:
        asked.form.errors["unit"] = [text("没有找到这个单位。")]
    if asked.form.errors:
        asked.form.summary = text("查找条件有误，没有统计。请改正后再统计。")
    return wanted


def _shown(found: Overview | None, wanted: OverviewFilter) -> dict[str, object]:
    given = {
        "unit": wanted.unit,
        "process": wanted.process,
        "period_since": wanted.period.since,
        "period_until": wanted.period.until,
        "months": None if wanted.months == YEAR else wanted.months,
    }
    return {
        "found": found,
        "given": {name: str(value) for name, value in given.items() if value},
        "list_behind": list_behind,
        "month_word": month_word,
        "percent": percent,
        "subject_word": subject_word,
    }


def percent(rate: Fraction | None) -> str:
    """Write a share as people read it, rounded to a tenth of a hundredth; nothing for none."""
    return "" if rate is None else f"{float(rate):.1%}"


def subject_word(subject: Subject) -> str:
    """Return what a line is about; a unit without those below it says so."""
    alone = either("（本级）", " (itself)") if subject.is_alone else ""
    return f"{subject.name}{alone}" or text("未分类")


def month_word(month: Month) -> str:
    """Return the month of a line."""
    since = month.days.since
    if since is None:
        raise InvalidArgument
    return either(f"{since.year}年{since.month}月", f"{since:%b %Y}")
