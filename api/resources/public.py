"""What everybody may read and say without signing in.

    公示公告与异议。

Nobody is asked who they are, and nothing of a request is kept that would tell: requests are
counted by address, in memory and for a minute, to hold a machine back; the address is written
nowhere. A receipt code goes in a body and never in an address, because addresses are logged.

A publication has no file of its own: its words are what is public (docs/adr/0010). The document
that a case issued under the same number is a paper of the case and stays there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from api.area import Area
from api.asking import KEY, expect_text, service
from api.paging import page_of
from api.schemas import public as schemas
from engine import commands
from engine.commands.public_reading import count_publications, find_publications
from engine.model.publications import PublicationFilter, PublicationKind, PublicationState
from engine.model.registers import Days, Page

PUBLIC = Area("public", "/public", "公示公告：公众查阅、提出异议、查询答复", is_public=True)
Query = Mapping[str, Any]


@PUBLIC.route("/publications")
@PUBLIC.arguments(schemas.PublicationQuery, location="query")
@PUBLIC.response(200, page_of(schemas.Publication))
def list_them(query: Query) -> object:
    """List publications, the newest first.

    公示公告。
    """
    wanted = PublicationFilter(
        kinds=tuple(map(PublicationKind, query["kind"])),
        states=tuple(map(PublicationState, query["state"])),
        published=Days(query["since"], query["until"]),
        is_open=query["open"],
    )
    page = Page(query["limit"], query["after"], is_descending=True)
    own, total = service(), None
    with own.store.read() as session:
        listed = commands.list_publications(session, clock=own.clock, wanted=wanted, page=page)
        if query["count"]:
            total = count_publications(session, clock=own.clock, wanted=wanted)
    return {"items": listed.rows, "next": listed.next, "total": total}


@PUBLIC.route("/search")
@PUBLIC.arguments(schemas.PublicSearchQuery, location="query")
@PUBLIC.response(200, schemas.PublicHits)
def find(query: Query) -> object:
    """Return publications that contain every word, newest first; those withdrawn are not found.

    搜索公示公告。
    """
    own, page = service(), Page(query["limit"], query["after"])
    with own.store.read() as session:
        hits = find_publications(session, clock=own.clock, text=query["text"], page=page)
    return {"items": hits.rows, "next": hits.next, "total": hits.total}


@PUBLIC.route("/publications/<string:number>")
@PUBLIC.response(200, schemas.Publication)
@PUBLIC.alt_response(404, "NOT_FOUND")
def read_one(number: str) -> object:
    """Return a publication by its number.

    公示公告全文。
    """
    own, named = service(), expect_text(number)
    with own.store.read() as session:
        return commands.read_publication(session, clock=own.clock, publication=named)


@PUBLIC.route("/publications/<string:number>/objections", methods=["POST"])
@PUBLIC.arguments(schemas.Objection)
@PUBLIC.response(201, schemas.ObjectionFiled)
@PUBLIC.alt_response(404, "NOT_FOUND")
def object_to(body: Query, number: str) -> object:
    """File an objection without a name, and get a receipt code.

    提出异议。

    The Idempotency-Key must be random here (a UUID of version 4, or 32 characters and more): the
    receipt is worked out from it, because nothing is kept that could answer twice.
    """
    own, named = service(), expect_text(number)
    with own.store.begin() as session:
        return commands.file_objection(
            session,
            engine=own.engine,
            clock=own.clock,
            publication=named,
            idempotency_key=request.headers.get(KEY),
            **body,
        )


@PUBLIC.route("/receipts", methods=["POST"])
@PUBLIC.arguments(schemas.Receipt)
@PUBLIC.response(200, schemas.ObjectionState)
@PUBLIC.alt_response(404, "NOT_FOUND")
def look_up(body: Query) -> object:
    """Tell the holder of a receipt code what became of the objection.

    查询答复。
    """
    with service().store.read() as session:
        return commands.look_up_objection(session, **body)
