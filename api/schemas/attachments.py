"""What is said to and of files attached to cases."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.documents import VISIBILITIES
from api.schemas.parts import ID, AFile, CaseChanged
from engine.commands.reasons import MAX_REASON
from engine.model.documents import Visibility


class FileToAttach(Schema):
    """A file, and what it is."""

    file = AFile(required=True, metadata={"description": "文件；种类和大小由参数限定"})
    visibility = fields.String(
        load_default=Visibility.INTERNAL.value,
        validate=validate.OneOf(VISIBILITIES),
        metadata={"description": "internal 内部，unit 对被督导单位"},
    )
    note = fields.String(
        load_default="",
        validate=validate.Length(max=MAX_REASON),
        metadata={"description": "说明"},
    )
    work_id = fields.String(
        load_default=None,
        validate=validate.Length(1, ID),
        metadata={"description": "为哪项待办而附；不写则附于全案"},
    )


class Attached(CaseChanged):
    """A file that was attached."""

    attachment_id = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "整理后的文件名"})
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "字节数"})
    sha256 = fields.String(required=True)


class AttachmentLine(Schema):
    """A file that is attached to a case."""

    id = fields.String(required=True)
    case_id = fields.String(required=True)
    work_id = fields.String(required=True, allow_none=True)
    item = fields.Integer(required=True, allow_none=True, metadata={"description": "第几项问题"})
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    visibility = fields.String(required=True, validate=validate.OneOf(VISIBILITIES))
    unit = fields.String(required=True, metadata={"description": "上传人所在单位代码"})
    note = fields.String(required=True)
    uploaded_at = fields.AwareDateTime(required=True)
    uploaded_by = fields.String(required=True)
    removed_at = fields.AwareDateTime(required=True, allow_none=True)
    removed_by = fields.String(required=True, allow_none=True)
    removal_reason = fields.String(required=True, allow_none=True)


class Attachments(Schema):
    """The files of a case, the oldest first."""

    items = fields.List(fields.Nested(AttachmentLine), required=True)
