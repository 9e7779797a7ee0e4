"""What is said to and of problem items, and of workbooks that list them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.problems import FieldProblem
from api.schemas.cases import Filter, some_of, some_texts
from api.schemas.parts import REASON, AFile, an_id
from engine.model.deadlines import Light
from engine.model.items import ItemStatus
from engine.model.registers import ItemOrder

STATUSES = [each.value for each in ItemStatus]
_LONGEST_FORM = 100_000


class ItemQuery(Filter):
    """Which problem items, in which order."""

    status = some_of(STATUSES, "状态，多个用逗号隔开：" + "、".join(STATUSES))
    kind = some_texts("问题类别，多个用逗号隔开")
    severity = some_texts("严重程度，多个用逗号隔开")
    owner = an_id("责任单位代码，不含下级", is_required=False)
    case_id = an_id("案件", is_required=False)
    sort = fields.Enum(
        ItemOrder, by_value=True, load_default=ItemOrder.OPENED, metadata={"description": "排序"}
    )


class ItemLine(Schema):
    """One line of the register of problem items (问题整改台账)."""

    id = fields.String(required=True)
    case_id = fields.String(required=True)
    reference = fields.String(required=True, allow_none=True, metadata={"description": "案号"})
    case_title = fields.String(required=True)
    key = fields.String(required=True, metadata={"description": "流程"})
    unit = fields.String(required=True, allow_none=True)
    case_status = fields.String(required=True)
    batch = fields.Integer(required=True, metadata={"description": "第几批；反弹的为第2批起"})
    number = fields.Integer(required=True, metadata={"description": "本案第几项"})
    title = fields.String(required=True)
    kind = fields.String(required=True, allow_none=True, metadata={"description": "类别"})
    severity = fields.String(required=True, allow_none=True, metadata={"description": "严重程度"})
    demand = fields.String(required=True, allow_none=True, metadata={"description": "整改要求"})
    source = fields.String(required=True, allow_none=True, metadata={"description": "问题来源"})
    owner = fields.String(required=True, allow_none=True, metadata={"description": "责任单位代码"})
    person = fields.String(required=True, allow_none=True, metadata={"description": "责任人"})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    round = fields.Integer(required=True, metadata={"description": "第几轮整改"})
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    extensions = fields.Integer(required=True, metadata={"description": "延期次数"})
    measures = fields.String(required=True, allow_none=True, metadata={"description": "整改措施"})
    progress = fields.String(required=True, allow_none=True, metadata={"description": "进展"})
    evidence = fields.Integer(required=True, metadata={"description": "佐证件数"})
    escalation = fields.String(required=True, allow_none=True, metadata={"description": "升级"})
    opened_at = fields.AwareDateTime(required=True)
    verified_at = fields.AwareDateTime(required=True, allow_none=True)
    verified_by = fields.List(fields.String(), required=True, metadata={"description": "核查人"})
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    light = fields.Enum(Light, by_value=True, required=True)


class Blank(Schema):
    """For which kind of case a workbook is."""

    process = an_id("流程，如 rectification")


class Table(Schema):
    """A workbook of problems, or a table pasted into a text file, and the case it is for."""

    file = AFile(required=True, metadata={"description": "XLSX；或粘贴成的 .tsv、.txt"})
    process = an_id("流程，如 rectification")
    unit = an_id("被督导单位代码")


class TableToImport(Table):
    """The same, with what else opens a case."""

    title = fields.String(
        required=True, validate=validate.Length(1, REASON), metadata={"description": "案由"}
    )
    form = fields.String(
        load_default="{}",
        validate=validate.Length(max=_LONGEST_FORM),
        metadata={"description": "立案表单的其他字段，JSON 对象"},
    )


class Preview(Schema):
    """What a workbook would bring; nothing is imported while a row is refused."""

    is_sound = fields.Boolean(required=True, metadata={"description": "可以导入"})
    field = fields.String(required=True, metadata={"description": "立案表单中问题清单的字段名"})
    items = fields.List(
        fields.Dict(keys=fields.String()), required=True, metadata={"description": "正确的各行"}
    )
    notes = fields.List(fields.String(), required=True, metadata={"description": "没有采用的内容"})
    refused = fields.List(
        fields.Nested(FieldProblem), required=True, metadata={"description": "每一处不符"}
    )
