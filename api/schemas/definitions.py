"""What is said to and of process definitions and decision tables."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from api.paging import PlainPageQuery
from api.schemas.derived import answer_of
from api.schemas.parts import an_id
from engine.store.definitions import Listed

Version = answer_of(Listed, "Version")
_LAST_VERSION = 1_000_000


class VersionsQuery(PlainPageQuery):
    """Which versions."""

    key = an_id("标识；给出时列出它的全部版本", is_required=False)


class VersionQuery(Schema):
    """Which version."""

    version = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, _LAST_VERSION),
        metadata={"description": "版本号，默认为最新"},
    )
