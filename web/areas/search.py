"""Finding things by their words, across all that one may see; the words are marked in what is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from engine.commands import searching
from engine.model.registers import Page
from engine.model.search_results import Found, SearchKind
from web.asking import look
from web.filling import Filled
from web.language import MANY, text
from web.pages import Pages

SEARCH = Pages("search", "/search")
_ROWS = 50
_KINDS = {each.value: each for each in SearchKind}
Marks = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things to look for alone, or all of them."""

    title: str
    value: str
    is_here: bool


@SEARCH.page("")
def search() -> ResponseReturnValue:
    """Show what contains every word, the newest first; without words, how to look."""
    form = Filled(MultiDict(request.args))
    kind = _KINDS.get(form.get("kind"))
    hits: searching.Hits | None = None
    if form.get("text"):
        page = Page(_ROWS, request.args.get("after") or None)
        with form.trying():
            kinds = () if kind is None else (kind,)
            hits = look(searching.search, text=form.get("text"), kinds=kinds, page=page)
    given = {name: form.get(name) for name in ("text", "kind") if form.get(name)}
    shown = render_template(
        "search/search.html",
        address_of=address_of,
        form=form,
        given=given,
        hits=hits,
        kind_word=kind_word,
        kinds=list(_kinds(kind)),
        marked=marked,
    )
    return shown, form.status


def marked(said: str, marks: Marks) -> Markup:
    """Write a text with the words that were looked for in <mark>."""
    parts, at = Markup(), 0
    for begin, end in marks:
        parts += escape(said[at:begin]) + Markup("<mark>{}</mark>").format(said[begin:end])
        at = end
    return parts + escape(said[at:])


def address_of(found: Found) -> str:
    """Return where what was found is shown; the whole case where it has no page of its own."""
    case = {"case_id": found.case_id}
    pages: Mapping[SearchKind, tuple[str, Mapping[str, Any]]] = {
        SearchKind.ITEM: ("cases.items", {**case, "_anchor": f"item-{found.id}"}),
        SearchKind.DOCUMENT: ("cases.document", {**case, "document_id": found.id}),
        SearchKind.ATTACHMENT: ("cases.attachment", {**case, "attachment_id": found.id}),
        SearchKind.PUBLICATION: ("public.announcement", {"number": found.id}),
    }
    endpoint, values = pages.get(found.kind, ("cases.case", case))
    if f"pages-{endpoint}" not in current_app.view_functions:
        endpoint, values = "cases.case", case
    return url_for(f"pages-{endpoint}", **values)


def kind_word(kind: SearchKind) -> str:
    """Return what a kind is called in the language of the page."""
    words = {
        SearchKind.CASE: text("案件", n=MANY),
        SearchKind.ITEM: text("问题项"),
        SearchKind.DOCUMENT: text("公文"),
        SearchKind.ATTACHMENT: text("附件"),
        SearchKind.PUBLICATION: text("公示公告"),
    }
    return words[kind]


def _kinds(chosen: SearchKind | None) -> Iterator[Kind]:
    yield Kind(text("全部"), "", chosen is None)
    for each in SearchKind:
        yield Kind(kind_word(each), each.value, each is chosen)
