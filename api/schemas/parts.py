"""Parts that many requests and answers share."""

from __future__ import annotations

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import Schema, ValidationError, fields, missing, validate
from werkzeug.datastructures import FileStorage

REASON = 500
ID = 100


def a_reason(*, is_required: bool = True) -> fields.String:
    """Return the field of a reason."""
    return fields.String(
        required=is_required,
        load_default=missing if is_required else "",
        validate=validate.Length(max=REASON),
        metadata={"description": "理由"},
    )


def an_id(description: str, *, is_required: bool = True) -> fields.String:
    """Return the field of an identifier."""
    return fields.String(
        required=is_required,
        load_default=missing if is_required else None,
        allow_none=not is_required,
        validate=validate.Length(1, ID),
        metadata={"description": description},
    )


def a_form(description: str = "表单：字段和值，见流程定义") -> fields.Dict:
    """Return the field of a form; the diagram says what it takes."""
    return fields.Dict(
        keys=fields.String(), load_default=dict, metadata={"description": description}
    )


class AFile(Upload):  # type: ignore[misc]  # flask-smorest has no types
    """The field of a file in a form; a text under its name is none."""

    def _deserialize(self, value: object, *_: Any, **__: Any) -> FileStorage:  # noqa: ANN401 - as marshmallow calls it
        if not isinstance(value, FileStorage):
            raise ValidationError("应为文件。")
        return value


class Reason(Schema):
    """Why something is done."""

    reason = a_reason()


class CaseChanged(Schema):
    """The case a command changed, its new version and its status."""

    case_id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "新版本，也是 ETag"})
    status = fields.String(required=True)


class WorkHeld(CaseChanged):
    """Open work, and who holds it now."""

    work_id = fields.String(required=True)
    assignee = fields.String(required=True, allow_none=True)


class WorkUrged(CaseChanged):
    """Open work was urged, and how often that is possible."""

    work_id = fields.String(required=True)
    number = fields.Integer(required=True, metadata={"description": "第几次催办"})
    most = fields.Integer(required=True, metadata={"description": "最多几次"})


class Recorded(Schema):
    """Something that belongs to no case was changed."""

    seq = fields.Integer(required=True, metadata={"description": "历史事件的序号"})
