"""Documents that were issued (公文), their files, and the registers of their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response, request

from api.area import Area
from api.asking import act, asked, expect_text, look, look_recorded, service
from api.files import A_FILE, send
from api.paging import PageQuery, page_from, page_of
from api.schemas import documents as schemas
from api.schemas.parts import Reason
from engine import commands
from engine.commands.document_reading import expect_may_render, read_document
from engine.commands.downloads import find_document_file
from engine.commands.number_reading import (
    check_number_register,
    count_numbers,
    list_number_registers,
    read_number_register,
)

DOCUMENTS = Area("documents", "", "公文：查看、下载、生成文件、作废、发文登记簿")
Query = Mapping[str, Any]


@DOCUMENTS.route("/cases/<string:case_id>/documents")
@DOCUMENTS.response(200, schemas.Documents)
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def list_them(case_id: str) -> object:
    """List the documents of a case that one may see.

    公文列表。
    """
    return {"items": look(commands.list_documents, case_id=expect_text(case_id))}


@DOCUMENTS.route("/documents/<string:document_id>")
@DOCUMENTS.response(200, schemas.Document)
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def read_one(document_id: str) -> object:
    """Return what is known of a document and its files.

    公文信息。
    """
    return _document(document_id)


@DOCUMENTS.route("/documents/<string:document_id>/file")
@DOCUMENTS.arguments(schemas.FileQuery, location="query")
@DOCUMENTS.response(200, A_FILE, content_type="*/*", description="PDF 或 DOCX 文件")
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def download(query: Query, document_id: str) -> Response:
    """Download a file of a document; the history of the case says who did.

    下载公文。

    HEAD tells name, type and size, and is no download.
    """
    find = find_document_file if request.method == "HEAD" else commands.download_document
    read = look if request.method == "HEAD" else look_recorded
    return send(read(find, document_id=expect_text(document_id), kind=query["kind"]))


@DOCUMENTS.route("/documents/<string:document_id>/files", methods=["POST"])
@DOCUMENTS.response(200, schemas.Document)
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def render(document_id: str) -> object:
    """Make the files of a document that are missing.

    生成文件。

    The same content gives the same bytes; one that could not be set before is tried again.
    """
    look(expect_may_render, document_id=expect_text(document_id))
    own = service()
    commands.render_document(
        own.store,
        engine=own.engine,
        clock=own.clock,
        document_id=document_id,
        actor=asked().actor,
    )
    return _document(document_id)


@DOCUMENTS.route("/documents/<string:document_id>/void", methods=["POST"])
@DOCUMENTS.arguments(Reason)
@DOCUMENTS.response(200, schemas.DocumentVoided)
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def void(body: Query, document_id: str) -> object:
    """Make a document void; its number is never used again.

    作废。
    """
    return act(commands.void_document, document_id=expect_text(document_id), **body)


@DOCUMENTS.route("/number-series")
@DOCUMENTS.response(200, schemas.SeriesList)
def list_series() -> object:
    """List every series and year in which numbers were taken.

    文号系列。
    """
    found = look(list_number_registers)
    return {"items": [{"series": series, "year": year} for series, year in found]}


@DOCUMENTS.route("/number-series/<string:series>/<int:year>/numbers")
@DOCUMENTS.arguments(PageQuery, location="query")
@DOCUMENTS.response(200, page_of(schemas.RegisteredNumber))
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def list_numbers(query: Query, series: str, year: int) -> object:
    """List the numbers of a series in a year.

    发文登记簿。
    """
    named = {"series": expect_text(series), "year": year}
    listed = look(read_number_register, **named, page=page_from(query))
    total = look(count_numbers, **named) if query["count"] else None
    return {"items": listed.rows, "next": listed.next, "total": total}


@DOCUMENTS.route("/number-series/<string:series>/<int:year>/check")
@DOCUMENTS.response(200, schemas.SeriesChecked)
@DOCUMENTS.alt_response(404, "NOT_FOUND")
def check_numbers(series: str, year: int) -> object:
    """Prove that a register has no gap.

    核对有无缺号。
    """
    found = look(check_number_register, series=expect_text(series), year=year)
    return {"is_whole": not found.count, "flaws": found.flaws, "count": found.count}


def _document(document_id: str) -> dict[str, object]:
    seen = look(read_document, document_id=expect_text(document_id))
    return {**asdict(seen.row), "files": seen.files}
