"""What everybody reads and may say, and what officials read of it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.paging import PageQuery, PlainPageQuery
from api.schemas.cases import a_day, some_of
from api.schemas.derived import answer_of
from engine.commands.objections import MAX_CONTACT, MAX_OBJECTION
from engine.model.publications import PublicationKind, PublicationState
from engine.model.registers import MAX_TEXT
from engine.model.search_results import Counted
from engine.model.search_text import Passage

KINDS = [each.value for each in PublicationKind]
STATES = [each.value for each in PublicationState]
_LONGEST_RECEIPT = 100


class PublicationQuery(PageQuery):
    """Which publications; the newest come first."""

    class Meta:
        """The order is fixed."""

        exclude = ("descending",)

    kind = some_of(KINDS, "种类，多个用逗号隔开：" + "、".join(KINDS))
    state = some_of(STATES, "状态，多个用逗号隔开：" + "、".join(STATES))
    since = a_day("公布自")
    until = a_day("公布至")
    open = fields.Boolean(load_default=False, metadata={"description": "只看现在接受异议的"})


class Publication(Schema):
    """A publication as it stands; of one withdrawn only number, day and reason are shown."""

    number = fields.String(required=True, metadata={"description": "文号"})
    kind = fields.Enum(PublicationKind, by_value=True, required=True)
    state = fields.Enum(
        PublicationState,
        by_value=True,
        required=True,
        metadata={
            "description": "published 有效，ended 公示期满，corrected 已更正或正在更正，"
            "superseded 已被替代，withdrawn 已撤回"
        },
    )
    title = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True, metadata={"description": "依据"})
    published_at = fields.AwareDateTime(required=True)
    objections_until = fields.Date(
        required=True, allow_none=True, metadata={"description": "接受异议的最后一日，至24时"}
    )
    takes_objections = fields.Boolean(required=True, metadata={"description": "现在接受异议"})
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_reason = fields.String(required=True, allow_none=True)
    superseded_by = fields.String(
        required=True, allow_none=True, metadata={"description": "替代它的文号"}
    )


class PublicSearchQuery(PlainPageQuery):
    """What to look for in publications."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, MAX_TEXT),
        metadata={"description": "要找的词，多个词用空格隔开"},
    )


class PublicHit(Schema):
    """A publication that was found, and where in it the words stand."""

    publication = fields.Nested(Publication, required=True)
    title_marks = fields.List(
        fields.List(fields.Integer()),
        required=True,
        metadata={"description": "所找的词在标题中的起止位置"},
    )
    snippet = fields.Nested(answer_of(Passage), required=True)


class PublicHits(Schema):
    """A page of publications found, and how many there are, counted up to a thousand."""

    items = fields.List(fields.Nested(PublicHit), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Nested(answer_of(Counted), required=True)


class Objection(Schema):
    """An objection; nobody is asked for a name."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, MAX_OBJECTION),
        metadata={"description": "异议内容"},
    )
    contact = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=MAX_CONTACT),
        metadata={"description": "联系方式，可以不留"},
    )


class ObjectionFiled(Schema):
    """The receipt of an objection; it is shown now and kept nowhere."""

    publication = fields.String(required=True)
    receipt = fields.String(
        required=True, metadata={"description": "回执号，凭它查询答复；请抄下，遗失不补"}
    )


class Receipt(Schema):
    """A receipt code, as somebody types it."""

    receipt = fields.String(
        required=True,
        validate=validate.Length(1, _LONGEST_RECEIPT),
        metadata={"description": "回执号"},
    )


class ObjectionState(Schema):
    """What became of an objection."""

    is_answered = fields.Boolean(required=True)
    answer = fields.String(required=True, allow_none=True)
    is_upheld = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "异议是否成立"}
    )
    answered_on = fields.Date(required=True, allow_none=True)


class ObjectionLine(Schema):
    """An objection as officials read it."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    contact = fields.String(required=True, allow_none=True)
    filed_at = fields.AwareDateTime(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    upheld = fields.Boolean(required=True, allow_none=True)


class Objections(Schema):
    """A page of the objections to a publication, the first filed first."""

    items = fields.List(fields.Nested(ObjectionLine), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "下一页的位置，最后一页为 null"},
    )
