"""Files attached to cases (附件): listed, taken in, given out, taken off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask import Response, request

from api.area import Area
from api.asking import act, expect_text, look, look_recorded
from api.case_state import Answer, act_on_case
from api.files import A_FILE, send, taking_attachments
from api.preconditions import quoted
from api.schemas import attachments as schemas
from api.schemas.parts import CaseChanged, Reason
from engine import commands
from engine.commands.downloads import find_attachment_file
from engine.model.documents import Visibility

ATTACHMENTS = Area("attachments", "", "附件：查看、上传、下载、移除", scope="documents")
Body = Mapping[str, Any]
_UNLIMITED = 2**63
"""`receive` need not count again: the request was held to the limit while it was read."""


@ATTACHMENTS.route("/cases/<string:case_id>/attachments")
@ATTACHMENTS.response(200, schemas.Attachments)
@ATTACHMENTS.alt_response(404, "NOT_FOUND")
def list_them(case_id: str) -> object:
    """List the files of a case that one may see.

    附件列表。
    """
    return {"items": look(commands.list_attachments, case_id=expect_text(case_id))}


@ATTACHMENTS.route("/cases/<string:case_id>/attachments", methods=["POST"])
@taking_attachments
@ATTACHMENTS.arguments(schemas.FileToAttach, location="files")
@ATTACHMENTS.response(201, schemas.Attached)
@ATTACHMENTS.alt_response(404, "NOT_FOUND")
@ATTACHMENTS.tagged(is_required=False)
def attach(form: Body, case_id: str) -> Answer:
    """Attach a file to a case, or to open work in it.

    上传附件。

    Name and content must agree and be of a kind that is allowed (`attachment.types`).
    """
    file = form["file"]
    # Taken in before a unit of work begins: a slow sender holds none.
    with commands.receive(file.stream, limit=_UNLIMITED) as upload:
        result, _, tag = act_on_case(
            commands.attach,
            case_id,
            name=file.filename or "",
            upload=upload,
            visibility=Visibility(form["visibility"]),
            note=form["note"],
            work_id=None if form["work_id"] is None else expect_text(form["work_id"]),
        )
    attached = cast("commands.Attached", result)
    location = f"/api/v1/attachments/{attached.attachment_id}/file"
    return attached, 201, {"Location": location, **tag}


@ATTACHMENTS.route("/attachments/<string:attachment_id>/file")
@ATTACHMENTS.response(200, A_FILE, content_type="*/*", description="附件原样")
@ATTACHMENTS.alt_response(404, "NOT_FOUND")
def download(attachment_id: str) -> Response:
    """Download a file; the history of the case says who did.

    下载附件。

    HEAD tells name, type and size, and is no download.
    """
    find = find_attachment_file if request.method == "HEAD" else commands.download_attachment
    read = look if request.method == "HEAD" else look_recorded
    return send(read(find, attachment_id=expect_text(attachment_id)))


@ATTACHMENTS.route("/attachments/<string:attachment_id>/removal", methods=["POST"])
@ATTACHMENTS.arguments(Reason)
@ATTACHMENTS.response(200, CaseChanged)
@ATTACHMENTS.alt_response(404, "NOT_FOUND")
def remove(body: Body, attachment_id: str) -> Answer:
    """Take a file off its case; its content is kept as evidence.

    移除附件。
    """
    removed = act(commands.remove_attachment, attachment_id=expect_text(attachment_id), **body)
    return removed, 200, quoted(removed.version)
