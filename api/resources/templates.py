"""Templates of documents (公文模板): read, checked, published.

The version is the ETag. A new version is published over the one that was seen (If-Match), the
first one over nothing (`If-None-Match: *`), so that nobody's work is lost unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import request

from api.area import Area
from api.asking import act, expect_text, look
from api.case_state import Answer
from api.preconditions import expected_tag, quoted
from api.schemas import templates as schemas
from engine import commands
from engine.commands import template_reading as reading
from engine.model.case import SYSTEM
from engine.store.document_rows import TemplateRow

TEMPLATES = Area("templates", "", "公文模板：查看、检查、发布", scope="definitions")
Body = Mapping[str, Any]


@TEMPLATES.route("/templates")
@TEMPLATES.response(200, schemas.Templates)
def list_them() -> object:
    """List the newest version of each template.

    现行模板。
    """
    return {"items": [_line(each) for each in look(reading.list_templates)]}


@TEMPLATES.route("/templates/<string:key>")
@TEMPLATES.response(200, schemas.Template)
@TEMPLATES.alt_response(404, "NOT_FOUND")
@TEMPLATES.tagged(is_required=False)
def read_one(key: str) -> Answer:
    """Return the newest version of a template with its source.

    模板正文。
    """
    row = look(reading.read_template, key=expect_text(key))
    return _line(row), 200, quoted(row.version)


@TEMPLATES.route("/templates/<string:key>", methods=["PUT"])
@TEMPLATES.arguments(schemas.TemplateToPublish)
@TEMPLATES.response(200, schemas.TemplatePublished)
@TEMPLATES.tagged(is_required=False)
@TEMPLATES.alt_response(428, "PRECONDITION_REQUIRED")
def publish(body: Body, key: str) -> Answer:
    """Publish a new version over the one that was seen.

    发布模板。

    `If-Match` names the version seen; a template that is not there yet takes `If-None-Match: *`.
    One with mistakes is refused with an error for each line.
    """
    is_new = request.if_none_match.star_tag
    published = act(
        commands.publish_template,
        key=expect_text(key),
        is_new=is_new,
        expected=None if is_new else expected_tag(),
        **body,
    )
    return published, 200, quoted(published.template_version)


@TEMPLATES.route("/templates/<string:key>/versions")
@TEMPLATES.response(200, schemas.Templates)
@TEMPLATES.alt_response(404, "NOT_FOUND")
def list_versions(key: str) -> object:
    """List every version of a template, the newest first.

    历次版本。
    """
    rows = look(reading.list_template_versions, key=expect_text(key))
    return {"items": [_line(each) for each in rows]}


@TEMPLATES.route("/templates/<string:key>/versions/<int(max=999999):version>")
@TEMPLATES.response(200, schemas.Template)
@TEMPLATES.alt_response(404, "NOT_FOUND")
def read_version(key: str, version: int) -> object:
    """Return one version of a template with its source.

    某一版正文。
    """
    return _line(look(reading.read_template, key=expect_text(key), version=version))


@TEMPLATES.route("/template-checks", methods=["POST"])
@TEMPLATES.arguments(schemas.Source)
@TEMPLATES.response(200, schemas.SourceChecked)
def check(body: Body) -> object:
    """Name every mistake of a template; nothing is published.

    检查模板。
    """
    findings = look(reading.check_template, **body)
    return {"is_sound": not findings, "findings": findings}


def _line(row: TemplateRow) -> dict[str, object]:
    return {**asdict(row), "is_shipped": row.published_by == SYSTEM.person}
