"""What is said to and of open work."""

from __future__ import annotations

from datetime import UTC, datetime

from marshmallow import Schema, fields, validate

from api.paging import PlainPageQuery
from api.problems import Problem
from api.schemas.cases import LIGHTS, a_day, some_of, some_texts
from api.schemas.derived import answer_of
from api.schemas.parts import a_form, a_reason, an_id
from engine.commands.reading.names import Named
from engine.model.registers import MAX_TEXT
from engine.model.search_results import Counted
from engine.model.work_lists import HolderKind, ListedWork, Whose

_MOST = 100
_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 1, 1, tzinfo=UTC)


class Form(Schema):
    """The form with which work is completed."""

    form = a_form()


class Receiver(Schema):
    """Who is to do the work."""

    person = an_id("人员编号")
    reason = a_reason(is_required=False)


class Several(Schema):
    """Several pieces of open work."""

    work_ids = fields.List(
        fields.String(validate=validate.Length(1, 100)),
        required=True,
        validate=validate.Length(1, _MOST),
        metadata={"description": "待办编号"},
    )


class SeveralToReceiver(Several, Receiver):
    """Several pieces of open work for one person."""


class One(Schema):
    """What became of one of several."""

    work_id = fields.String(required=True)
    done = fields.Boolean(required=True)
    assignee = fields.String(required=True, allow_none=True)
    problem = fields.Nested(Problem, required=True, allow_none=True)


class Each(Schema):
    """What became of each, in the order given."""

    items = fields.List(fields.Nested(One), required=True)


class Candidates(Schema):
    """People by name."""

    items = fields.List(fields.Nested(answer_of(Named)), required=True)


class WorkQuery(PlainPageQuery):
    """Which open work."""

    whose = fields.Enum(
        Whose,
        by_value=True,
        load_default=Whose.BOTH,
        metadata={
            "description": "mine 本人持有的，offered 可以签收的，both 二者，scope 管辖范围内全部"
        },
    )
    process = some_texts("流程，多个用逗号隔开")
    case_id = an_id("只看这一案件", is_required=False)
    unit = an_id("单位代码，含下级", is_required=False)
    case_unit = an_id("案件所属的单位代码，含下级", is_required=False)
    opened_since = a_day("案件立案自")
    opened_until = a_day("案件立案至")
    holder_kind = fields.Enum(
        HolderKind,
        by_value=True,
        load_default=None,
        metadata={
            "description": "person 某人持有，group 待某组签收，named 待某人签收，nobody 待任何人签收"
        },
    )
    holder = an_id("持有人或候选组，与 holder_kind 同用", is_required=False)
    due_before = fields.AwareDateTime(
        load_default=None,
        validate=validate.Range(_FIRST, _LAST),
        metadata={"description": "在这一时刻之前到期的"},
    )
    light = some_of(LIGHTS, "灯：green、yellow、red、grey")
    text = fields.String(
        load_default="",
        validate=validate.Length(max=MAX_TEXT),
        metadata={"description": "待办名称、案由或案号包含文字"},
    )


class WorkPage(Schema):
    """A page of open work, soonest due first, and how much there is, counted up to a thousand."""

    items = fields.List(fields.Nested(answer_of(ListedWork)), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "下一页的位置，最后一页为 null"},
    )
    total = fields.Nested(answer_of(Counted), required=True)


class Urging(Schema):
    """What is said with an urge."""

    words = fields.String(
        load_default="", validate=validate.Length(max=200), metadata={"description": "附言"}
    )
