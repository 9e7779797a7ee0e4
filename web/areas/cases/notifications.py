"""What was told about a case: to whom, when, and who read it when."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from engine.commands.reading.case_messages import list_case_messages
from engine.model.registers import Page
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import look_recorded

ROWS = 50


@CASES.page("/<string:case_id>/notifications")
def notifications(case_id: str) -> ResponseReturnValue:
    """Show the messages of a case, the newest first."""
    case = framing.read(case_id)
    page = Page(ROWS, request.args.get("after") or None)
    found = look_recorded(list_case_messages, case_id=case.id, page=page)
    return framing.show(case, "cases/notifications.html", found=found)
