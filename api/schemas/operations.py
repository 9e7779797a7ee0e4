"""What is said to and of incidents and timers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.paging import PlainPageQuery
from api.schemas.parts import a_form, a_reason, an_id


class IncidentQuery(PlainPageQuery):
    """Which incidents."""

    case_id = an_id("案件编号", is_required=False)
    open = fields.Boolean(
        load_default=True, allow_none=True, metadata={"description": "未处理的；false 为已处理的"}
    )


class TimerQuery(PlainPageQuery):
    """Which timers."""

    case_id = an_id("案件编号", is_required=False)


class Resolution(Schema):
    """How an incident was resolved by hand."""

    reason = a_reason()
    variables = a_form("代替失败环节产生的变量")


class NewInstant(Schema):
    """When a timer is to fire instead."""

    due_at = fields.AwareDateTime(required=True, metadata={"description": "改到何时，带时区"})
    reason = a_reason()


class DeliveryQuery(PlainPageQuery):
    """Which deliveries."""

    status = fields.String(
        load_default="dead",
        validate=validate.OneOf(("dead", "pending", "held", "sent", "skipped")),
        metadata={"description": "外发状态；缺省为未送达"},
    )
    channel = an_id("渠道", is_required=False)


class DeliveriesChanged(Schema):
    """How many deliveries something was done about."""

    count = fields.Integer(required=True, metadata={"description": "处理了几条"})
