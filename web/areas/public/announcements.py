"""Announcements as everybody reads them: the list, the search, one of them."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.asking import expect_text
from engine import commands
from engine.commands.public_reading import find_publications
from engine.model.publications import PublicationFilter, PublicationKind
from engine.model.registers import Page
from web.areas.public.site import PUBLIC
from web.asking import service
from web.filling import Filled

_ROWS = 20
_KINDS = {each.value: each for each in PublicationKind}


@PUBLIC.page("")
def announcements() -> ResponseReturnValue:
    """List announcements, the newest first; or those that contain the words looked for."""
    if request.args.get("text", "").strip():
        return _found()
    kind = _KINDS.get(request.args.get("kind", ""))
    is_open = request.args.get("open") == "1"
    wanted = PublicationFilter(kinds=() if kind is None else (kind,), is_open=is_open)
    page = Page(_ROWS, request.args.get("after"), is_descending=True)
    own = service()
    with own.store.read() as session:
        listed = commands.list_publications(session, clock=own.clock, wanted=wanted, page=page)
    return render_template(
        "public/announcements.html", listed=listed, kind=kind, is_open=is_open, kinds=_KINDS
    )


@PUBLIC.page("/publications/<string:number>")
def announcement(number: str) -> ResponseReturnValue:
    """Show an announcement; of a withdrawn one number, day and reason."""
    own, named = service(), expect_text(number)
    with own.store.read() as session:
        found = commands.read_publication(session, clock=own.clock, publication=named)
    return render_template("public/announcement.html", found=found)


def _found() -> ResponseReturnValue:
    form, hits, own = Filled.of_request(request.args.to_dict()), None, service()
    with form.trying(), own.store.read() as session:
        page = Page(_ROWS, request.args.get("after"))
        text = form.get("text")
        hits = find_publications(session, clock=own.clock, text=text, page=page)
    return render_template("public/found.html", form=form, hits=hits), form.status
