"""What is said of absence substitutions (代理)."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.parts import Recorded, a_reason, an_id


class NewSubstitution(Schema):
    """Who is to act in whose place, on which local days, both included."""

    absent = an_id("被代理人编号")
    substitute = an_id("代理人编号：同一单位或其上级单位的人员")
    from_on = fields.Date(required=True, metadata={"description": "代理起"})
    until_on = fields.Date(required=True, metadata={"description": "代理止"})
    reason = a_reason()


class SubstitutionMade(Recorded):
    """A substitution was made, or ended."""

    substitution = fields.String(required=True, metadata={"description": "代理的编号"})
