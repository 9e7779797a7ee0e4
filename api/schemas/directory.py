"""What is said to and of units and people."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.paging import PlainPageQuery
from api.schemas.derived import Plain
from api.schemas.parts import AFile, an_id
from engine.identity import MAX_ID, MAX_KIND, MAX_NAME
from engine.model.registers import MAX_TEXT


def a_name(description: str) -> fields.String:
    """Return the field of a name."""
    return fields.String(
        required=True,
        validate=validate.Length(1, MAX_NAME),
        metadata={"description": description},
    )


def a_key(description: str) -> fields.String:
    """Return the field of the id of something new."""
    return fields.String(
        required=True, validate=validate.Length(1, MAX_ID), metadata={"description": description}
    )


def some_text() -> fields.String:
    """Return the field of a text that what is looked for contains."""
    return fields.String(
        load_default="",
        validate=validate.Length(max=MAX_TEXT),
        metadata={"description": "包含文字"},
    )


class PeopleQuery(PlainPageQuery):
    """Which people."""

    unit = an_id("单位代码，含下级", is_required=False)
    group = an_id("候选组", is_required=False)
    text = some_text()


class UnitQuery(PlainPageQuery):
    """Which units."""

    within = an_id("单位代码：它和它的下级", is_required=False)
    text = some_text()


class UnitData(Schema):
    """What is kept of a unit."""

    name = a_name("名称")
    parent = an_id("上级单位代码，最上一级为 null", is_required=False)
    kind = fields.String(
        load_default="", validate=validate.Length(max=MAX_KIND), metadata={"description": "类别"}
    )


class NewUnit(UnitData):
    """A unit to be added."""

    code = a_key("代码")


class UnitEnding(Schema):
    """When and why a unit ended, and what took its place."""

    reason = fields.String(
        required=True, validate=validate.Length(1, 500), metadata={"description": "理由"}
    )
    on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"description": "自哪一天起撤销；null 为今日"},
    )
    successor = an_id("承接单位代码", is_required=False)


class PersonData(Schema):
    """What is kept of a person, beside their posts."""

    name = a_name("姓名")
    unit = an_id("所属单位代码")
    is_active = fields.Boolean(load_default=True, metadata={"description": "在职"})


class NewPerson(PersonData):
    """A person to be added."""

    id = a_key("编号")


class Post(Schema):
    """A post (职务): a group in a unit, on some days; a unit of null is the person's own."""

    group = an_id("候选组，如 case_officer")
    unit = an_id("任职单位代码，null 为本人所属单位", is_required=False)
    from_on = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "任职起；null 为今日起"}
    )
    until_on = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "任职止；null 为没有期限"}
    )


class Changed(Schema):
    """A unit or a person that was changed; the new version is in the ETag."""

    id = fields.String(required=True, metadata={"description": "代码或编号"})
    etag = fields.String(required=True)
    seq = fields.Integer(required=True, metadata={"description": "历史事件的序号，没有变化时为 0"})
    holding = fields.Integer(
        required=True, metadata={"description": "改为不在职的人员仍持有的待办数"}
    )


class ListToImport(Schema):
    """A list of units or people."""

    file = AFile(required=True, metadata={"description": "XLSX 或 CSV"})
    dry_run = fields.Boolean(
        load_default=False, metadata={"description": "只列出将有哪些变化，不写入"}
    )


class PeopleToImport(ListToImport):
    """A list of people."""

    deactivate_missing = fields.Boolean(
        load_default=False,
        metadata={"description": "名单所列单位中名单没有写到的人员改为不在职"},
    )


class Difference(Schema):
    """One field that a list changes."""

    id = fields.String(required=True, metadata={"description": "代码或编号"})
    field = fields.String(required=True)
    before = Plain(required=True, allow_none=True)
    after = Plain(required=True, allow_none=True)


class UnitsReport(Schema):
    """What a list changed, or would change."""

    seq = fields.Integer(required=True, metadata={"description": "历史事件的序号，没有写入时为 0"})
    added = fields.List(fields.String(), required=True)
    changed = fields.List(fields.String(), required=True)
    changes = fields.List(fields.Nested(Difference), required=True)
    unchanged = fields.Integer(required=True, metadata={"description": "没有变化的个数"})
    missing = fields.List(
        fields.String(), required=True, metadata={"description": "名单没有写到的，不改动"}
    )


class PeopleReport(UnitsReport):
    """What a list of people changed, or would change."""

    deactivated = fields.List(fields.String(), required=True)
    kept = fields.List(
        fields.String(), required=True, metadata={"description": "为保留系统管理员而未改的"}
    )
    holding = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "改为不在职的人员各自仍持有的待办数"},
    )
    addresses = fields.Integer(
        required=True, metadata={"description": "登记或更改的联系地址数；重复导入为0"}
    )
