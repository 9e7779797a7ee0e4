"""Why this date (为什么是这一天): every deadline that runs in a case, day by day."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from engine.commands.reading.deadlines import read_deadlines
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import look_recorded


@CASES.page("/<string:case_id>/why")
def why(case_id: str) -> ResponseReturnValue:
    """Explain the deadlines of a case: what was counted, what was not, and by which rule."""
    case = framing.read(case_id)
    deadlines = look_recorded(read_deadlines, case_id=case.id)
    return framing.show(case, "cases/why.html", deadlines=deadlines)
