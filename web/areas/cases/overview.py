"""The first tab of a case: how it stands, on its drawing and in words."""

from __future__ import annotations

from flask import current_app, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.states import read_diagram
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.areas.cases.progress import holders, merged, progress_of, since_words
from web.asking import expect_text, look_recorded

_SEES_DIAGRAM = "see_internal"


@CASES.page("/<string:case_id>")
def case(case_id: str) -> ResponseReturnValue:
    """Show how a case stands and what may be done with it."""
    found = framing.read(case_id)
    progress = None
    if _SEES_DIAGRAM in found.may:
        progress = progress_of(found, look_recorded(read_diagram, case_id=found.id))
    return framing.show(
        found,
        "cases/overview.html",
        holders=holders,
        here=[] if progress is None else merged(progress.here),
        progress=progress,
        since_words=since_words,
    )


@CASES.page("/<string:case_id>/diagram.bpmn")
def diagram(case_id: str) -> ResponseReturnValue:
    """Give out the drawing of a case, for the script that shows it; the reading is recorded."""
    found = look_recorded(read_diagram, case_id=expect_text(case_id))
    response = current_app.response_class(found.xml, mimetype="application/xml")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)
