"""What a unit is to put right (整改要求): every demand with its clock, and what to do next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.notices import NoticeView, read_notices
from engine.commands.registers import list_items
from engine.commands.work_reading import list_work
from engine.model.items import ItemStatus
from engine.model.registers import MAX_PAGE, ItemFilter, ItemOrder, ListedItem, Page
from engine.model.work_lists import ListedWork, WorkFilter
from web.asking import look
from web.language import text
from web.pages import Pages

DEMANDS = Pages("demands", "/demands")
ROWS = 15
"""Demands on a page: each is read with all that can be done about it."""
_MOST_ALONE = 10
"""Pieces of work of cases without a demand here; the desk lists all of it."""
_OVER = {ItemStatus.CLOSED, ItemStatus.CANCELED}
_GOING_ON = tuple(each.value for each in ItemStatus if each not in _OVER)


@dataclass(frozen=True, slots=True)
class Demand:
    """One problem item with what its unit can do about it now; `next` says what that is."""

    item: ListedItem
    work: tuple[ListedWork, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A case with its demands; `work` is about the case as a whole, such as a receipt to sign."""

    case: NoticeView
    work: tuple[ListedWork, ...]
    demands: tuple[Demand, ...]


@DEMANDS.page("")
def demands() -> ResponseReturnValue:
    """Show the demands on one's unit, the most urgent case first."""
    is_over = request.args.get("over") == "1"
    wanted = ItemFilter(statuses=tuple(each.value for each in _OVER) if is_over else _GOING_ON)
    order = ItemOrder.ENDED if is_over else ItemOrder.DUE
    page = Page(ROWS, request.args.get("after") or None, is_descending=is_over)
    found = look(list_items, wanted=wanted, order=order, page=page)
    is_first = page.after is None
    work = [] if is_over else list(_work(found.rows, is_first=is_first))
    return render_template(
        "demands/demands.html",
        given={"over": "1"} if is_over else {},
        is_over=is_over,
        next=found.next,
        notices=list(_notices(found.rows, work, is_first=is_first)),
    )


def _work(items: Iterable[ListedItem], *, is_first: bool) -> Iterable[ListedWork]:
    """Yield the work of the demands' cases; before the first demand, the most urgent of others."""
    cases = tuple(dict.fromkeys(each.case_id for each in items))
    if cases:
        wanted = WorkFilter(case_ids=cases)
        yield from look(list_work, wanted=wanted, page=Page(MAX_PAGE), is_counted=False).rows
    if is_first:
        urgent = look(list_work, page=Page(_MOST_ALONE), is_counted=False).rows
        yield from (each for each in urgent if each.case_id not in cases)


def _notices(
    items: Iterable[ListedItem], work: Iterable[ListedWork], *, is_first: bool
) -> Iterable[Notice]:
    """Yield the cases in the order of their most urgent demand; first those with none as yet."""
    by_case: dict[str, list[ListedItem]] = defaultdict(list)
    by_work: dict[str, list[ListedWork]] = defaultdict(list)
    for each in items:
        by_case[each.case_id].append(each)
    for row in work:
        by_work[row.case_id].append(row)
    alone = [case_id for case_id in by_work if case_id not in by_case] if is_first else []
    shown = [*alone, *by_case]
    cases = look(read_notices, case_ids=shown)
    for case_id in shown:
        if case_id not in cases:
            continue
        rows = by_work[case_id]
        yield Notice(
            cases[case_id],
            tuple(each for each in rows if each.item is None),
            tuple(_demand(each, rows) for each in by_case[case_id]),
        )


def _demand(item: ListedItem, rows: Iterable[ListedWork]) -> Demand:
    """Return a demand; the work of an item that came again belongs to the newest of its number."""
    work = tuple(each for each in rows if each.item == item.number)
    return Demand(item, work, "" if work else _waiting(item))


def _waiting(item: ListedItem) -> str:
    """Say for whom a demand waits where its unit has nothing to do."""
    if item.status in {each.value for each in _OVER}:
        return ""
    if item.case_status == "suspended":
        return text("案件已中止，恢复后再办。")
    return text("现在不用您办，等待督导办公室办理。")
