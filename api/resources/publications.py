"""What officials read of publications beside the public: the objections to them.

What is done to a publication is done by work in the diagram of its case, and everybody reads it
under `/public`.
"""

from __future__ import annotations

from api.area import Area
from api.asking import expect_text, look_recorded
from api.schemas.public import Objections
from engine.commands.objection_reading import list_objections

PUBLICATIONS = Area("publications", "/publications", "公示公告：异议")


@PUBLICATIONS.route("/<string:number>/objections")
@PUBLICATIONS.response(200, Objections)
@PUBLICATIONS.alt_response(404, "NOT_FOUND")
def list_them(number: str) -> object:
    """List the objections to a publication; the history says who looked.

    查阅异议。
    """
    return {"items": look_recorded(list_objections, publication=expect_text(number))}
