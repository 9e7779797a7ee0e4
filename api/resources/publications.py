"""What officials read of publications beside the public: the objections to them.

What is done to a publication is done by work in the diagram of its case, and everybody reads it
under `/public`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import expect_text, look_recorded
from api.paging import PlainPageQuery
from api.schemas.public import Objections
from engine.commands.objection_reading import list_objections
from engine.model.registers import Page

PUBLICATIONS = Area("publications", "/publications", "公示公告：异议")


@PUBLICATIONS.route("/<string:number>/objections")
@PUBLICATIONS.arguments(PlainPageQuery, location="query")
@PUBLICATIONS.response(200, Objections)
@PUBLICATIONS.alt_response(404, "NOT_FOUND")
def list_them(query: Mapping[str, Any], number: str) -> object:
    """List the objections to a publication; the history says who looked.

    查阅异议。
    """
    page = Page(query["limit"], query["after"])
    found = look_recorded(list_objections, publication=expect_text(number), page=page)
    return {"items": found.rows, "next": found.next}
