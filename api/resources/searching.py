"""Full-text search over what one may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from api.area import Area
from api.asking import asked, look
from api.paging import PlainPageQuery
from api.schemas.cases import some_of
from api.schemas.derived import answer_of
from engine.commands import expect_scope
from engine.commands.searching import search
from engine.model.registers import MAX_TEXT, Page
from engine.model.search_results import Counted, Found, SearchKind

SEARCH = Area("search", "/search", "搜索：案件、问题项、公文、附件、公示公告", scope="cases")


_SCOPES: Mapping[SearchKind, str] = {
    SearchKind.ITEM: "items:read",
    SearchKind.DOCUMENT: "documents:read",
    SearchKind.ATTACHMENT: "documents:read",
}
"""What a token needs beside `cases:read` to find a kind; publications are everybody's."""


class SearchQuery(PlainPageQuery):
    """What to look for."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, MAX_TEXT),
        metadata={"description": "要找的词，多个词用空格隔开"},
    )
    kind = some_of([each.value for each in SearchKind], "只找哪些")


class Hits(Schema):
    """A page of hits, and how many there are, counted up to a thousand."""

    items = fields.List(fields.Nested(answer_of(Found, "Hit")), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Nested(answer_of(Counted), required=True)


@SEARCH.route("")
@SEARCH.arguments(SearchQuery, location="query")
@SEARCH.response(200, Hits)
def find(query: Mapping[str, Any]) -> object:
    """Return what contains every word and the caller may see, newest first.

    全文搜索，两个字的词也能找到；数目最多数到一千。令牌没有 `items:read`、`documents:read`
    的，不找问题项、公文和附件；指明要找的，不予办理。
    """
    kinds = _within_scopes(tuple(map(SearchKind, query["kind"])))
    page = Page(query["limit"], query["after"])
    hits = look(search, text=query["text"], kinds=kinds, page=page)
    return {"items": hits.rows, "next": hits.next, "total": hits.total}


def _within_scopes(wanted: tuple[SearchKind, ...]) -> tuple[SearchKind, ...]:
    """Return the kinds to look for; NotPermitted for one asked for that the token does not open."""
    identity = asked().identity
    for kind in wanted:
        if kind in _SCOPES:
            expect_scope(identity, _SCOPES[kind])
    return wanted or tuple(
        kind for kind in SearchKind if kind not in _SCOPES or _SCOPES[kind] in identity.scopes
    )
