"""Lists a page at a time: a cursor that stays true while rows come and go, totals only on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from api.asking import look
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


class PlainPageQuery(Schema):
    """Which part of a list that has one order and no total."""

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


def listed(read: Callable[..., Any], query: Mapping[str, Any], **arguments: Any) -> object:  # noqa: ANN401 - each read its own
    """Read a page of a list and return it as it is answered; no total is counted."""
    page = Page(query["limit"], query["after"], is_descending=query.get("descending", False))
    found = look(read, page=page, **arguments)
    return {"items": found.rows, "next": found.next, "total": None}


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
