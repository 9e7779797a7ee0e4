"""What is said to and of settings and calendars."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.parts import REASON

_MOST_DAYS = 2_000


class SettingValue(Schema):
    """The new value of a setting; its kind says what is expected."""

    value = fields.Raw(required=True, allow_none=True, metadata={"description": "新的值"})


class OverrideDay(Schema):
    """A day that is worked or not, whatever was published."""

    on = fields.Date(required=True, metadata={"description": "日期"})
    working = fields.Boolean(required=True, metadata={"description": "是否上班"})
    name = fields.String(
        load_default="", validate=validate.Length(max=100), metadata={"description": "名称"}
    )


class CalendarDays(Schema):
    """Days for a new version of the working calendar."""

    days = fields.List(
        fields.Nested(OverrideDay), required=True, validate=validate.Length(1, _MOST_DAYS)
    )
    note = fields.String(
        load_default="",
        validate=validate.Length(max=REASON),
        metadata={"description": "来源，如文件名称"},
    )
