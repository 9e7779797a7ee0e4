"""Lists a page at a time: a cursor that stays true while rows come and go, totals only on demand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from engine.model.registers import MAX_PAGE, Page

PAGE = 50
_LONGEST_CURSOR = 4_000


class PageQuery(Schema):
    """Which part of a list."""

    limit = fields.Integer(
        load_default=PAGE,
        validate=validate.Range(1, MAX_PAGE),
        metadata={"description": "每页行数"},
    )
    after = fields.String(
        load_default=None,
        validate=validate.Length(max=_LONGEST_CURSOR),
        metadata={"description": "上一页给出的 next"},
    )
    descending = fields.Boolean(load_default=False, metadata={"description": "倒序"})
    count = fields.Boolean(
        load_default=False, metadata={"description": "是否同时给出总数；总数另需一次查询"}
    )


def page_from(query: Mapping[str, Any]) -> Page:
    """Return the page that a query asks for."""
    return Page(query["limit"], query["after"], is_descending=query["descending"])


@cache
def page_of(line: type[Schema]) -> type[Schema]:
    """Return the schema of a page of lines."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(line), required=True),
            "next": fields.String(
                required=True,
                allow_none=True,
                metadata={"description": "下一页的位置，最后一页为 null"},
            ),
            "total": fields.Integer(
                required=True, allow_none=True, metadata={"description": "总数，未要求时为 null"}
            ),
        },
        name=f"PageOf{line.__name__}",
    )
