"""What is said to and of the notification rules."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.parts import REASON
from notifications.marks.previewing import DAYS
from notifications.marks.previewing import MOST_DAYS as MOST_AHEAD
from notifications.rules.checking import MOST, MOST_DAYS, MOST_ID, MOST_NOTE

_NAME = validate.Length(1, 200)


class RuleBody(Schema):
    """One rule: at an event of a process or an activity, these people are told by these channels."""

    id = fields.String(
        required=True, validate=validate.Length(1, MOST_ID), metadata={"description": "编号"}
    )
    event = fields.String(
        required=True,
        validate=_NAME,
        metadata={"description": "near_due、due、overdue_mark、消息种类，或者*（其他各种消息）"},
    )
    to = fields.List(
        fields.String(validate=_NAME),
        required=True,
        validate=validate.Length(max=20),
        metadata={"description": "told、opener、group:组、unit-group:组、person:人"},
    )
    channels = fields.List(
        fields.String(validate=_NAME),
        required=True,
        validate=validate.Length(max=20),
        metadata={"description": "渠道；站内消息总有，不必写"},
    )
    process = fields.String(load_default=None, allow_none=True, validate=_NAME)
    node = fields.String(load_default=None, allow_none=True, validate=_NAME)
    days = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, MOST_DAYS),
        metadata={"description": "到期前、逾期后的工作日数"},
    )
    every = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, MOST_DAYS),
        metadata={"description": "逾期后每隔几个工作日重复，0为一次"},
    )
    is_urgent = fields.Boolean(load_default=False, metadata={"description": "紧急"})
    note = fields.String(
        load_default="",
        validate=validate.Length(max=MOST_NOTE),
        metadata={"description": "说明"},
    )


class RuleSet(Schema):
    """All rules; what is not among them holds no longer."""

    rules = fields.List(fields.Nested(RuleBody), required=True, validate=validate.Length(max=MOST))


class ChangedRules(RuleSet):
    """All rules, and why they are changed."""

    reason = fields.String(
        required=True, validate=validate.Length(1, REASON), metadata={"description": "理由"}
    )


class TriedRules(RuleSet):
    """All rules, to see what they would change."""

    days = fields.Integer(
        load_default=DAYS,
        strict=True,
        validate=validate.Range(1, MOST_AHEAD),
        metadata={"description": "看今后多少天"},
    )


class TwoVersions(Schema):
    """Which versions to compare."""

    before = fields.Integer(required=True, validate=validate.Range(0, 2**31 - 1))
    after = fields.Integer(required=True, validate=validate.Range(0, 2**31 - 1))
