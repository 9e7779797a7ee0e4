"""The register of problem items (问题整改台账): a page of it, and the whole of it as a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.exporting import workbook_of
from engine.commands.engine import Engine
from engine.commands.registers import Listed, list_items
from engine.model.case import Actor, Clock
from engine.model.items import ItemStatus
from engine.model.registers import ItemFilter, ItemOrder, ListedItem, Page
from engine.store import Session
from registers.stored_names import StoredNames
from web.areas.listing import Asked, process_choices
from web.asking import look
from web.language import either
from web.pages import Pages, goto

ITEMS = Pages("items", "/items")
_NEWEST = "-opened"
_STATES = tuple(each.value for each in ItemStatus)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register with the name of the unit responsible."""

    item: ListedItem
    owner: str


@ITEMS.page("")
def items() -> ResponseReturnValue:
    """Show a page of the register of problem items."""
    asked = Asked()
    order, is_descending = asked.order(ItemOrder, _NEWEST)
    wanted = _filter(asked)
    page = asked.page(is_descending=is_descending)
    found = look(_lines, wanted=wanted, order=order, page=page)
    shown = render_template(
        "items/register.html",
        asked_for=asked,
        processes=process_choices(),
        found=found,
        sort=("-" if is_descending else "") + order.value,
        wanted=wanted,
    )
    return shown, asked.form.status


@ITEMS.page("/workbook")
def workbook() -> Response:
    """Give out the items that the address asks for as a workbook; the history says who took it."""
    asked = Asked()
    order, is_descending = asked.order(ItemOrder, _NEWEST)
    wanted = _filter(asked)
    if asked.form.errors:  # a file would not say that a condition was left out
        return goto("pages-items.items", **asked.given)
    return workbook_of(wanted, order.value, is_descending=is_descending, say=either)


def _filter(asked: Asked) -> ItemFilter:
    return ItemFilter(
        **asked.shared(),
        statuses=asked.several("status", _STATES),
        kinds=asked.several("kind"),
        severities=asked.several("severity"),
        owner=asked.one("owner"),
        case_id=asked.one("case_id"),
    )


def _lines(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: ItemFilter,
    order: ItemOrder,
    page: Page,
) -> Listed[Line]:
    listed = list_items(
        session, engine=engine, clock=clock, actor=actor, wanted=wanted, order=order, page=page
    )
    names = StoredNames(session, engine)
    lines = (Line(each, names.unit(each.owner) if each.owner else "") for each in listed.rows)
    return Listed(tuple(lines), listed.next)
