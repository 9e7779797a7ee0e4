"""Publications in the office (公示公告): how they stand, and what the public objected to them.

What is done about them is done by the open work of their case.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.asking import expect_text
from engine.commands.objection_reading import list_objections
from engine.commands.reading.publications import (
    list_office_publications,
    read_office_publication,
)
from engine.commands.work_reading import list_work
from engine.model.publications import PublicationFilter, PublicationKind, PublicationState
from engine.model.registers import Page
from engine.model.work_lists import Whose, WorkFilter
from web.asking import look, look_recorded
from web.pages import Pages

PUBLICATIONS = Pages("publications", "/publications")
_ROWS = 50
_KINDS = {each.value: each for each in PublicationKind}
_STATES = {each.value: each for each in PublicationState}


@PUBLICATIONS.page("")
def publications() -> ResponseReturnValue:
    """List the publications of the cases in my register, the newest first."""
    kind = _KINDS.get(request.args.get("kind", ""))
    state = _STATES.get(request.args.get("state", ""))
    objected = request.args.get("objections", "")
    is_unanswered = objected == "unanswered"
    wanted = PublicationFilter(
        kinds=() if kind is None else (kind,),
        states=() if state is None else (state,),
        is_open=objected == "open",
    )
    page = Page(_ROWS, request.args.get("after"), is_descending=True)
    found = look(list_office_publications, wanted=wanted, is_unanswered=is_unanswered, page=page)
    given = {
        "kind": kind.value if kind else None,
        "state": state.value if state else None,
        "objections": objected if wanted.is_open or is_unanswered else None,
    }
    return render_template(
        "publications/publications.html", found=found, given=given, kinds=_KINDS, states=_STATES
    )


@PUBLICATIONS.page("/<string:number>")
def publication(number: str) -> ResponseReturnValue:
    """Show how a publication stands, with the open work of its case."""
    found = look(read_office_publication, publication=expect_text(number))
    wanted = WorkFilter(whose=Whose.SCOPE, case_id=found.case_id)
    work = look(list_work, wanted=wanted, page=Page(_ROWS))
    return render_template("publications/publication.html", found=found, work=work)


@PUBLICATIONS.page("/<string:number>/objections")
def objections(number: str) -> ResponseReturnValue:
    """Show the objections to a publication; the look is recorded."""
    found = look(read_office_publication, publication=expect_text(number))
    page = Page(_ROWS, request.args.get("after"))
    listed = look_recorded(list_objections, publication=found.publication.number, page=page)
    return render_template("publications/objections.html", found=found, listed=listed)
