"""What is said of documents and of the registers of their numbers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.parts import CaseChanged
from engine.model.documents import DocumentStatus, Visibility

STATUSES = [each.value for each in DocumentStatus]
VISIBILITIES = [each.value for each in Visibility]
_HASH = {"description": "内容的 SHA-256"}


class DocumentLine(Schema):
    """A document as it was issued."""

    id = fields.String(required=True)
    case_id = fields.String(required=True)
    number = fields.String(required=True, allow_none=True, metadata={"description": "文号"})
    title = fields.String(required=True)
    template = fields.String(required=True, metadata={"description": "所用模板"})
    template_version = fields.Integer(required=True)
    visibility = fields.String(
        required=True,
        validate=validate.OneOf(VISIBILITIES),
        metadata={"description": "internal 内部，unit 对被督导单位"},
    )
    addressee = fields.String(
        required=True, allow_none=True, metadata={"description": "可以看到它的单位代码"}
    )
    status = fields.String(
        required=True,
        validate=validate.OneOf(STATUSES),
        metadata={"description": "issued 有效，void 作废"},
    )
    issued_at = fields.AwareDateTime(required=True)
    issued_by = fields.String(required=True)
    content_hash = fields.String(required=True, metadata=_HASH)
    voided_at = fields.AwareDateTime(required=True, allow_none=True)
    voided_by = fields.String(required=True, allow_none=True)
    void_reason = fields.String(required=True, allow_none=True)
    rendered_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "文件何时生成；未生成为 null"}
    )
    render_error = fields.String(
        required=True, allow_none=True, metadata={"description": "文件为什么没有生成"}
    )


class Documents(Schema):
    """The documents of a case, in the order they were issued."""

    items = fields.List(fields.Nested(DocumentLine), required=True)


class DocumentFile(Schema):
    """A file that was made from a document."""

    kind = fields.String(required=True, metadata={"description": "pdf 或 docx"})
    size = fields.Integer(required=True, metadata={"description": "字节数"})
    sha256 = fields.String(required=True)
    rendered_at = fields.AwareDateTime(required=True)


class Document(DocumentLine):
    """A document with the files made from it."""

    files = fields.List(fields.Nested(DocumentFile), required=True)


class FileQuery(Schema):
    """Which file of a document."""

    kind = fields.String(
        load_default="pdf",
        validate=validate.OneOf(["pdf", "docx"]),
        metadata={"description": "文件格式"},
    )


class DocumentVoided(CaseChanged):
    """The case whose document was made void."""


class SeriesLine(Schema):
    """A series of numbers in one year."""

    series = fields.String(required=True, metadata={"description": "文号系列，如 岳教督整"})
    year = fields.Integer(required=True)


class SeriesList(Schema):
    """Every series and year in which numbers were taken."""

    items = fields.List(fields.Nested(SeriesLine), required=True)


class RegisteredNumber(Schema):
    """One line of the register of a series; a number without a document names a case file."""

    serial = fields.Integer(required=True)
    number = fields.String(required=True)
    case_id = fields.String(required=True)
    reference = fields.String(required=True, allow_none=True, metadata={"description": "案号"})
    allocated_at = fields.AwareDateTime(required=True)
    allocated_by = fields.String(required=True)
    document_id = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    document_status = fields.String(required=True, allow_none=True)
    voided_at = fields.AwareDateTime(required=True, allow_none=True)
    voided_by = fields.String(required=True, allow_none=True)
    void_reason = fields.String(required=True, allow_none=True)


class Flaw(Schema):
    """A gap or a contradiction in a register."""

    serial = fields.Integer(required=True, attribute="seq")
    detail = fields.String(required=True, attribute="zh")
    detail_en = fields.String(required=True, attribute="en")


class SeriesChecked(Schema):
    """Whether a register is whole."""

    is_whole = fields.Boolean(required=True, metadata={"description": "连续、无缺号、无矛盾"})
    flaws = fields.List(
        fields.Nested(Flaw),
        required=True,
        metadata={"description": "每类不符先列的，最多100处"},
    )
    count = fields.Integer(required=True, metadata={"description": "不符共几处"})
