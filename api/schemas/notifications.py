"""What is said to and of the inbox."""

from __future__ import annotations

from marshmallow import Schema, fields


class KindSetting(Schema):
    """Whether a kind of message is counted."""

    is_counted = fields.Boolean(required=True, metadata={"description": "是否计入未读并突出显示"})


class MarkedRead(Schema):
    """How many messages were marked read, and whether others are left."""

    marked = fields.Integer(required=True, metadata={"description": "标为已读的条数"})
    has_more = fields.Boolean(required=True, metadata={"description": "是否还有未读"})
