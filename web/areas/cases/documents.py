"""The documents of a case (公文): which were issued to whom, each to be read, saved or made void."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.document_reading import expect_may_render
from engine.commands.downloads import find_document_file
from engine.commands.reading.papers import DocumentView, read_case_documents
from engine.model.errors import EngineError, NotFound
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.areas.cases.giving_out import give
from web.asking import act, asked, expect_text, look, look_recorded, service
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say

_ONE = "/<string:case_id>/documents/<string:document_id>"
_DOCUMENT = "pages-cases.document"


@CASES.page("/<string:case_id>/documents")
def documents(case_id: str) -> ResponseReturnValue:
    """Show the documents of a case, the newest first."""
    case = framing.read(case_id)
    found = look(read_case_documents, case_id=case.id)
    return framing.show(case, "cases/documents.html", documents=found[::-1])


@CASES.page(_ONE)
def document(case_id: str, document_id: str) -> ResponseReturnValue:
    """Show one document: to whom it went, what it says, and what may be done with it."""
    case = framing.read(case_id)
    return framing.show(
        case,
        "cases/document.html",
        tab="documents",
        document=_find(case.id, document_id),
    )


@CASES.page(f"{_ONE}/file")
def document_file(case_id: str, document_id: str) -> Response:
    """Give out a file of a document, to be shown with `shown=1`; the history says who took it."""
    _find(expect_text(case_id), document_id)
    find = find_document_file if request.method == "HEAD" else commands.download_document
    read = look if request.method == "HEAD" else look_recorded
    kind = request.args.get("kind", "pdf")
    found = read(find, document_id=document_id, kind=expect_text(kind))
    return give(found, is_shown="shown" in request.args)


@CASES.form(f"{_ONE}/void")
def void(case_id: str, document_id: str) -> ResponseReturnValue:
    """Ask for the reason, say what follows, and make a document void."""
    case = framing.read(case_id)
    found = _find(case.id, document_id)
    filled = Filled.of_request()
    if filled.is_sent:
        with filled.trying():
            act(commands.void_document, document_id=found.id, reason=filled.get("reason"))
    if filled.is_accepted:
        say(text("“%(title)s”已作废。", title=found.title), draft="void")
        return goto(_DOCUMENT, case_id=case.id, document_id=found.id)
    shown = framing.show(case, "cases/void.html", tab="documents", document=found, form=filled)
    return shown, filled.status


@CASES.deed(f"{_ONE}/files")
def render(case_id: str, document_id: str) -> ResponseReturnValue:
    """Make the files of a document that are missing, also where that failed before."""
    found = _find(expect_text(case_id), document_id)
    look(expect_may_render, document_id=found.id)
    own = service()
    try:
        commands.render_document(
            own.store,
            engine=own.engine,
            clock=own.clock,
            document_id=found.id,
            actor=asked().actor,
        )
    except EngineError as error:
        say(text("文件没有生成：%(why)s", why=either(error.message, error.en)))
    else:
        say(text("文件已生成。"))
    return goto(_DOCUMENT, case_id=case_id, document_id=found.id)


def _find(case_id: str, document_id: str) -> DocumentView:
    """Return a document of this very case; NotFound for what one may not see or what is another's."""
    for each in look(read_case_documents, case_id=case_id):
        if each.id == document_id:
            return each
    raise NotFound
