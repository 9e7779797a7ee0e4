"""What is said to and of the templates of documents."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.parts import Recorded
from engine.commands.templates import MAX_SOURCE

_SOURCE = {"description": "模板正文，写法见 docs/documents.md"}


class TemplateLine(Schema):
    """One version of a template."""

    key = fields.String(required=True, metadata={"description": "标识，如 rectification_notice"})
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    content_hash = fields.String(required=True, metadata={"description": "正文的 SHA-256"})
    published_at = fields.AwareDateTime(required=True)
    published_by = fields.String(required=True)
    is_shipped = fields.Boolean(required=True, metadata={"description": "随系统附带"})


class Templates(Schema):
    """Templates, or the versions of one."""

    items = fields.List(fields.Nested(TemplateLine), required=True)


class Template(TemplateLine):
    """One version of a template with its source."""

    source = fields.String(required=True, metadata=_SOURCE)


class Source(Schema):
    """The text of a template."""

    source = fields.String(required=True, validate=validate.Length(1, MAX_SOURCE), metadata=_SOURCE)


class TemplateToPublish(Source):
    """A new version of a template."""

    name = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"description": "名称；不写则沿用上一版的"},
    )


class TemplatePublished(Recorded):
    """A template was published; nothing changes when the newest version says the same."""

    key = fields.String(required=True)
    version = fields.Integer(required=True, attribute="template_version")
    changed = fields.Boolean(required=True)


class Finding(Schema):
    """One mistake of a template."""

    line = fields.Integer(required=True, metadata={"description": "第几行，从 1 起"})
    detail = fields.String(required=True, attribute="zh")
    detail_en = fields.String(required=True, attribute="en")


class SourceChecked(Schema):
    """Whether a template could be published."""

    is_sound = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(Finding), required=True)
