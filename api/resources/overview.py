"""The overview for leaders (总览)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from api.area import Area
from api.asking import look
from api.exporting import A_WORKBOOK, overview_workbook_of
from api.files import A_FILE
from api.schemas.derived import answer_of
from api.schemas.overview import OverviewQuery
from engine.commands.reading.overview.figures import read_overview
from engine.model.overview import Overview, OverviewFilter
from engine.model.registers import Days

OVERVIEW = Area("overview", "/overview", "总览：案件、按期办结率、在办工作", scope="cases")
Query = Mapping[str, Any]


@OVERVIEW.route("")
@OVERVIEW.arguments(OverviewQuery, location="query")
@OVERVIEW.response(200, answer_of(Overview))
@OVERVIEW.alt_response(404, "NOT_FOUND")
def figures(query: Query) -> object:
    """Return the figures of the units in scope, each with the list behind it.

    总览：各县、各流程、各月的案件，按期办结率，在办工作在谁手里，逾期最久的案件。
    """
    return look(read_overview, wanted=_filter(query))


@OVERVIEW.route("/workbook")
@OVERVIEW.arguments(OverviewQuery, location="query")
@OVERVIEW.response(200, A_FILE, **A_WORKBOOK)
@OVERVIEW.alt_response(404, "NOT_FOUND")
def export(query: Query) -> Response:
    """Take out the overview; the history says who did.

    导出总览。
    """
    return overview_workbook_of(_filter(query))


def _filter(query: Query) -> OverviewFilter:
    return OverviewFilter(
        unit=query["unit"],
        process=query["process"],
        period=Days(query["since"], query["until"]),
        months=query["months"],
    )
