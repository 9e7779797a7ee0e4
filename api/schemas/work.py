"""What is said to and of open work."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.problems import Problem
from api.schemas.derived import answer_of
from api.schemas.parts import a_form, a_reason, an_id
from engine.commands.reading.names import Named

_MOST = 100


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
