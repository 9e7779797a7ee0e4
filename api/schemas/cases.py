"""What is said to and of cases."""

from __future__ import annotations

from marshmallow import Schema, fields, validate
from webargs import fields as listed

from api.paging import PageQuery
from api.schemas.parts import ID, REASON, CaseChanged, a_form, a_reason, an_id
from engine.model.case import CaseStatus
from engine.model.deadlines import Light
from engine.model.registers import MAX_TEXT, CaseOrder

LIGHTS = [each.value for each in Light]
STATUSES = [each.value for each in CaseStatus]
_MOST = 20
LAST_NUMBER = 2**53 - 1


def some_of(known: list[str], description: str) -> listed.DelimitedList:
    """Return the field of a list of words in a query, separated by commas."""
    return listed.DelimitedList(
        fields.String(validate=validate.OneOf(known)),
        load_default=tuple,
        metadata={"description": description},
    )


def some_texts(description: str) -> listed.DelimitedList:
    """Return the field of a list of texts in a query, separated by commas."""
    return listed.DelimitedList(
        fields.String(validate=validate.Length(1, ID)),
        load_default=tuple,
        validate=validate.Length(max=_MOST),
        metadata={"description": description},
    )


def a_day(description: str) -> fields.Date:
    """Return the field of a local day in a query."""
    return fields.Date(load_default=None, metadata={"description": description})


class Filter(PageQuery):
    """What the registers of cases and of items can be filtered by; empty parts filter nothing."""

    unit = an_id("单位代码，含下级", is_required=False)
    process = some_texts("流程，多个用逗号隔开")
    light = some_of(LIGHTS, "灯：green、yellow、red、grey")
    opened_since = a_day("立案自")
    opened_until = a_day("立案至")
    due_since = a_day("到期自")
    due_until = a_day("到期至")
    ended_since = a_day("结束自")
    ended_until = a_day("结束至")
    text = fields.String(
        load_default="",
        validate=validate.Length(max=MAX_TEXT),
        metadata={"description": "包含文字"},
    )
    on_time = fields.Boolean(
        load_default=None, metadata={"description": "只看按期的（true）或未按期的（false）"}
    )
    mine = fields.Boolean(load_default=False, metadata={"description": "只看我立案或承办的"})


class CaseQuery(Filter):
    """Which cases, in which order."""

    status = some_of(STATUSES, "状态：open、suspended、closed、canceled")
    unit_alone = fields.Boolean(
        load_default=False, metadata={"description": "只看该单位本级，不含下级"}
    )
    sort = fields.Enum(
        CaseOrder, by_value=True, load_default=CaseOrder.OPENED, metadata={"description": "排序"}
    )


class Held(Schema):
    """Open work of a case in a list."""

    name = fields.String(required=True)
    assignee = fields.String(required=True, allow_none=True)
    groups = fields.List(fields.String(), required=True)
    users = fields.List(fields.String(), required=True)


class CaseLine(Schema):
    """One line of the register of cases (案件台账)."""

    id = fields.String(required=True)
    reference = fields.String(required=True, allow_none=True, metadata={"description": "案号"})
    title = fields.String(required=True)
    key = fields.String(required=True, metadata={"description": "流程"})
    unit = fields.String(required=True, allow_none=True)
    status = fields.String(required=True)
    light = fields.Enum(Light, by_value=True, required=True)
    opened_at = fields.AwareDateTime(required=True)
    opened_by = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    end_code = fields.String(required=True, allow_none=True)
    work = fields.List(fields.Nested(Held), required=True)
    linked = fields.List(fields.String(), required=True, metadata={"description": "关联案件"})


class CaseToOpen(Schema):
    """A case to be opened (立案)."""

    process = an_id("流程，如 rectification")
    unit = an_id("被督导单位代码")
    title = fields.String(
        required=True, validate=validate.Length(1, REASON), metadata={"description": "案由"}
    )
    form = a_form("立案表单")


class CaseOpened(CaseChanged):
    """A case that was opened; it has a reference once a number was taken."""

    reference = fields.String(required=True, allow_none=True)


class Message(Schema):
    """A message for a case; the diagram says which it waits for."""

    message = an_id("消息名称")
    payload = a_form("消息内容")
    correlation = an_id("关联键", is_required=False)


class MessageSent(CaseChanged):
    """Whether the case waited for the message."""

    taken = fields.Boolean(required=True)


class Extension(Schema):
    """More time, for a reason, approved by a leader (延期)."""

    term = fields.String(
        required=True,
        validate=validate.Length(1, ID),
        metadata={"description": "延长多久，如 5个工作日"},
    )
    reason = a_reason()
    approver = an_id("批准人编号", is_required=False)


class VariableExtension(Extension):
    """More time for a deadline kept in a variable of the case."""

    variable = an_id("变量名")
    scope = fields.Integer(load_default=1, metadata={"description": "变量所在的范围，1 为整个案件"})


class Extended(CaseChanged):
    """A deadline that was extended."""

    due_at = fields.String(required=True)


class EventsQuery(Schema):
    """Which part of a history: events later than a number."""

    after = fields.Integer(
        load_default=0,
        validate=validate.Range(0, LAST_NUMBER),
        metadata={"description": "序号大于此数的事件"},
    )
    limit = fields.Integer(
        load_default=100, validate=validate.Range(1, 500), metadata={"description": "每页条数"}
    )
