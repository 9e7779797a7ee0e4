"""What is said to and of the outcome ledger."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.schemas.parts import ID, REASON, CaseChanged, a_reason, an_id
from engine.commands.ledger_looks import FIRST_YEAR, LAST_YEAR
from engine.model.ledger import EffectKind, EntryKind

_KNOWN = {"description": "截至何时所知；默认现在"}


class SubjectQuery(Schema):
    """About whom: a unit or a person."""

    unit = an_id("单位代码；与 person 二者择一", is_required=False)
    person = an_id("人员，如决定书所写；与 unit 二者择一", is_required=False)
    known = fields.AwareDateTime(load_default=None, metadata=_KNOWN)


class RecordQuery(SubjectQuery):
    """Which record."""

    on = fields.Date(load_default=None, metadata={"description": "哪一天的记录；默认今天"})


class SheetQuery(SubjectQuery):
    """Which assessment sheet."""

    year = fields.Integer(
        required=True,
        validate=validate.Range(FIRST_YEAR, LAST_YEAR),
        metadata={"description": "年度"},
    )


class HeldOutcome(Schema):
    """An outcome that stands on the day."""

    id = fields.String(required=True)
    case_id = fields.String(required=True)
    reference = fields.String(required=True, allow_none=True, metadata={"description": "案号"})
    code = fields.String(required=True, metadata={"description": "结果"})
    unit = fields.String(required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    form = fields.String(required=True, allow_none=True, metadata={"description": "形式"})
    decision = fields.String(required=True, allow_none=True, metadata={"description": "决定文号"})
    decided_on = fields.Date(required=True)
    effective_on = fields.Date(required=True)
    until_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "影响期最后一日；无或未定为 null"}
    )
    awaits_lift = fields.Boolean(required=True, metadata={"description": "期满，待书面解除"})
    is_executed = fields.Boolean(
        required=True, metadata={"description": "否：执行同一决定中较重的处分"}
    )
    lifted_on = fields.Date(required=True, allow_none=True)
    remedy = fields.String(required=True, allow_none=True, metadata={"description": "复核申诉"})
    table_version = fields.String(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)


class Restriction(Schema):
    """What may not be given on the day."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf([each.name.lower() for each in EffectKind]),
    )
    name = fields.String(required=True, metadata={"description": "限制的名称"})
    value = fields.String(required=True, metadata={"description": "等次上限；其他为空"})
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True, allow_none=True, metadata={"description": "未定为 null"})
    entries = fields.List(fields.String(), required=True)


class Record(Schema):
    """What the record of a unit or a person says on a day, as known at an instant."""

    subject = fields.String(required=True)
    name = fields.String(required=True)
    on = fields.Date(required=True)
    known = fields.AwareDateTime(required=True)
    entries = fields.List(fields.Nested(HeldOutcome), required=True)
    restrictions = fields.List(fields.Nested(Restriction), required=True)


class Evidence(Schema):
    """What stands behind a figure."""

    kind = fields.String(required=True, validate=validate.OneOf(["entry", "case", "item", "task"]))
    id = fields.String(required=True)
    case_id = fields.String(required=True, attribute="case")
    reference = fields.String(required=True)
    on = fields.Date(required=True)
    detail = fields.String(required=True, attribute="zh")


class Figure(Schema):
    """One line of a sheet."""

    key = fields.String(required=True)
    name = fields.String(required=True, attribute="zh", metadata={"description": "项目"})
    value = fields.Raw(
        required=True,
        allow_none=True,
        metadata={
            "description": "整数；比率写作文字，如 0.667；无可计者为 null",
            "type": ["integer", "string", "null"],
        },
    )
    shown = fields.String(required=True, metadata={"description": "供人阅读的数值"})
    evidence = fields.List(fields.Nested(Evidence), required=True)


class Sheet(Schema):
    """The yearly assessment sheet (年度考核结果运用表)."""

    subject = fields.String(required=True)
    name = fields.String(required=True)
    is_person = fields.Boolean(required=True)
    year = fields.Integer(required=True)
    known = fields.AwareDateTime(required=True)
    figures = fields.List(fields.Nested(Figure), required=True)


class EntryLine(Schema):
    """One entry as it was recorded."""

    id = fields.String(required=True)
    case_id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in EntryKind]))
    code = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    form = fields.String(required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True)
    effective_on = fields.Date(required=True)
    until_on = fields.Date(required=True, allow_none=True)
    refers_to = fields.String(
        required=True, allow_none=True, metadata={"description": "所指的结果；结果本身为 null"}
    )
    table_version = fields.String(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)
    recorded_by = fields.String(required=True)


class Entries(Schema):
    """The entries of a case, in order of recording."""

    items = fields.List(fields.Nested(EntryLine), required=True)


class Lift(Schema):
    """The written lifting of a sanction (解除处分)."""

    document = fields.String(
        required=True,
        validate=validate.Length(1, REASON),
        metadata={"description": "解除决定的文号"},
    )
    effective_on = fields.Date(load_default=None, metadata={"description": "何日解除；默认今天"})


def _a_text(description: str) -> fields.String:
    return fields.String(
        validate=validate.Length(1, REASON), allow_none=True, metadata={"description": description}
    )


class Changes(Schema):
    """What an entry should have said; what is not named stays as it was."""

    code = fields.String(validate=validate.Length(1, ID), metadata={"description": "结果"})
    unit = _a_text("单位代码")
    person = _a_text("人员")
    person_unit = _a_text("人员所在单位")
    post = _a_text("职务")
    identity = _a_text("身份")
    form = _a_text("形式")
    period = _a_text("影响期")
    authority = _a_text("作出机关")
    decision = _a_text("决定文号")
    basis = _a_text("依据")
    decided_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    disclosure = _a_text("公开范围")
    facts_on = fields.Date(allow_none=True)
    note = _a_text("备注")


class Correction(Schema):
    """Why an entry is wrong, and what it should say."""

    reason = a_reason()
    changes = fields.Nested(Changes, required=True)


class EntryAppended(CaseChanged):
    """An entry that was appended."""

    entry = fields.String(required=True)
