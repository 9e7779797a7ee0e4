"""The first tab of a case: how it stands."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from web.areas.cases import framing
from web.areas.cases.area import CASES


@CASES.page("/<string:case_id>")
def case(case_id: str) -> ResponseReturnValue:
    """Show how a case stands and what may be done with it."""
    return framing.show(framing.read(case_id), "cases/overview.html")
