"""What is said to and of proposals (发布申请)."""

from __future__ import annotations

from marshmallow import fields, validate

from api.paging import PlainPageQuery
from api.schemas.cases import some_of
from api.schemas.definitions import Files
from api.schemas.derived import answer_of
from api.schemas.parts import Recorded
from engine.commands.proposals import MAX_NOTE
from engine.commands.reading.proposals import MadeView
from engine.model.proposals import STATE_WORDS, ProposalState

_STATES = [each.value for each in ProposalState]
_WORDS = "、".join(f"{each.value} {zh}" for each, zh in STATE_WORDS.items())


class ProposalsQuery(PlainPageQuery):
    """Which proposals."""

    state = some_of(_STATES, f"状态：{_WORDS}")
    descending = fields.Boolean(load_default=True, metadata={"description": "新提交的在前"})


class NewProposal(Files):
    """Files that belong together, and what was changed in them."""

    note = fields.String(
        required=True,
        validate=validate.Length(1, MAX_NOTE),
        metadata={"description": "改了什么、为什么改"},
    )


class ProposalChanged(Recorded):
    """A proposal, and the state it has now."""

    proposal = fields.String(required=True, metadata={"description": "发布申请的编号"})
    state = fields.String(
        required=True, validate=validate.OneOf(_STATES), metadata={"description": _WORDS}
    )


class ProposalMade(ProposalChanged):
    """Files were handed in."""

    errors = fields.Integer(required=True, metadata={"description": "错误数"})
    warnings = fields.Integer(required=True, metadata={"description": "提醒数"})
    scenarios = fields.Integer(required=True, metadata={"description": "场景数"})
    failed = fields.Integer(required=True, metadata={"description": "未通过的场景数"})


class ProposalPublished(ProposalChanged):
    """A second person published a proposal."""

    made = fields.List(
        fields.Nested(answer_of(MadeView)), required=True, metadata={"description": "新的版本"}
    )
    unchanged = fields.List(
        fields.String(), required=True, metadata={"description": "没有变化、未产生新版本的"}
    )
    too_few = fields.List(
        fields.String(), required=True, metadata={"description": "人员不足的提醒"}
    )
