"""What was told about a case: to whom, by which channels, who saw and read it; and service (送达)."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from engine.commands.reading.case_messages import list_case_messages
from engine.commands.reading.services import list_services
from engine.model.registers import Page
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import look_recorded

ROWS = 50


@CASES.page("/<string:case_id>/notifications")
def notifications(case_id: str) -> ResponseReturnValue:
    """Show how documents were served, and below it the messages of a case, the newest first."""
    case = framing.read(case_id)
    page = Page(ROWS, request.args.get("after") or None)
    found = look_recorded(list_case_messages, case_id=case.id, page=page)
    services = look_recorded(list_services, case_id=case.id) if page.after is None else ()
    return framing.show(case, "cases/notifications.html", found=found, services=services)
