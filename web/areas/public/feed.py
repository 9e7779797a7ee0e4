"""The announcements as an Atom feed (RFC 4287), for who wants to hear of new ones.

Ids are made of the number of a publication, which never changes, and of what is this installation's
alone; not of the id in the store, which names the case. Addresses are relative, because the name of
this machine is known to whoever asked and to nobody else. What was withdrawn stays as what it is on
the page: number, day and reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid5

from flask import make_response, url_for
from flask.typing import ResponseReturnValue
from lxml import etree

from engine import commands
from engine.commands.public_reading import Publisher
from engine.model.publications import PublicationState, PublicView
from engine.model.registers import Page
from web.areas.public.site import PUBLIC, publisher
from web.asking import service

ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ENTRIES = Page(50, is_descending=True)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was changed last; RFC 4287 asks for an instant."""
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any way (section 2.2)."""


@PUBLIC.page("/feed.atom")
def feed() -> ResponseReturnValue:
    """Answer with the newest announcements."""
    own = service()
    with own.store.read() as session:
        listed = commands.list_publications(session, clock=own.clock, page=_ENTRIES)
    written = written_feed(publisher(), listed.rows)
    response = make_response(written)
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    response.set_etag(hashlib.sha256(written).hexdigest()[:32])
    return response


def written_feed(office: Publisher, rows: Sequence[PublicView]) -> bytes:
    """Return the feed of an office with these publications."""
    names = {None: ATOM}
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=names)  # type: ignore[arg-type]  # None: no prefix
    root.set(f"{_XML}lang", "zh-CN")
    _text(root, "id", office.id.urn)
    _text(root, "title", f"{office.name} 公示公告")
    _text(root, "updated", _instant(max(map(_changed, rows), default=_NEVER)))
    _text(etree.SubElement(root, f"{{{ATOM}}}author"), "name", office.name)
    _link(root, "self", url_for("pages-public.feed"), "application/atom+xml")
    _link(root, "alternate", url_for("pages-public.announcements"), "text/html")
    for each in rows:
        _entry(root, office, each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _entry(root: etree._Element, office: Publisher, view: PublicView) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "id", uuid5(office.id, view.number).urn)
    _text(entry, "title", _title(view))
    _text(entry, "published", _instant(view.published_at))
    _text(entry, "updated", _instant(_changed(view)))
    etree.SubElement(entry, f"{{{ATOM}}}category").set("term", view.kind.value)
    address = url_for("pages-public.announcement", number=view.number)
    _link(entry, "alternate", address, "text/html")
    _text(entry, "content", _content(view))


def _title(view: PublicView) -> str:
    if view.state is PublicationState.WITHDRAWN:
        return f"{view.number}（已撤回）"
    return view.title or view.number


def _content(view: PublicView) -> str:
    lines = [view.number]
    if view.closed_reason is not None:
        lines.append(view.closed_reason)
    if view.superseded_by is not None:
        lines.append(f"见 {view.superseded_by}。")
    if view.objections_until is not None:
        until = view.objections_until
        lines.append(f"接受异议至{until.year}年{until.month}月{until.day}日24时。")
    return "\n".join([*lines, "", view.text] if view.text is not None else lines)


def _changed(view: PublicView) -> datetime:
    return view.closed_at or view.published_at


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(parent: etree._Element, name: str, content: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_XML.sub("", content)


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    link = etree.SubElement(parent, f"{{{ATOM}}}link")
    link.set("rel", rel)
    link.set("href", href)
    link.set("type", kind)
