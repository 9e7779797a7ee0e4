"""What is said of where people are reached and how they want to be told."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from notifications.contacts.addresses import MAX_ADDRESS

_MAX_CODE = 50
_MOST_OFF = 50


class AnAddress(Schema):
    """An address in a channel."""

    address = fields.String(
        required=True,
        validate=validate.Length(1, MAX_ADDRESS),
        metadata={"description": "地址：邮箱、手机号，或者该渠道的账号"},
    )


class ACode(Schema):
    """The code that came to an address."""

    code = fields.String(
        required=True,
        validate=validate.Length(1, _MAX_CODE),
        metadata={"description": "6位确认码"},
    )


class AChoice(Schema):
    """How one wants to be told."""

    digest_at = fields.Integer(
        required=True,
        strict=True,
        allow_none=True,
        validate=validate.Range(0, 23),
        metadata={"description": "每天几点一并发送；null 为随时逐条发送"},
    )
    language = fields.String(
        required=True,
        validate=validate.OneOf(["zh", "en"]),
        metadata={"description": "消息的语言"},
    )
    off_channels = fields.List(
        fields.String(validate=validate.Length(1, 100)),
        required=True,
        validate=validate.Length(max=_MOST_OFF),
        metadata={"description": "关闭的渠道；依法须告知的照样发送"},
    )
