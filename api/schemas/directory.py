"""What is said to and of units and people."""

from __future__ import annotations

from marshmallow import fields, validate

from api.paging import PlainPageQuery
from api.schemas.parts import an_id
from engine.model.registers import MAX_TEXT


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
