"""The address of the page that lists what a figure counts."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from engine.model.overview import Figure
from engine.model.registers import CaseFilter, Days, ItemFilter
from engine.model.work_lists import WorkFilter

Wanted = CaseFilter | ItemFilter | WorkFilter
_ON_TIME = {True: "true", False: "false", None: ""}


def list_behind(figure: Figure) -> str:
    """Return the address of the list of what a figure counts."""
    said = {name: value for name, value in _said(figure.wanted) if value}
    return url_for(_page(figure.wanted), _external=False, **said)


def _page(wanted: Wanted) -> str:
    match wanted:
        case CaseFilter():
            return "pages-cases.cases"
        case ItemFilter():
            return "pages-items.items"
        case WorkFilter():
            return "pages-worklist.worklist"


def _said(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "process", ",".join(wanted.keys)
    yield "light", ",".join(each.value for each in wanted.lights)
    yield from _days("opened", wanted.opened)
    if isinstance(wanted, WorkFilter):
        yield "unit", wanted.case_unit or ""
        if wanted.holder is not None:
            yield "holder_kind", wanted.holder.kind.value
            yield "holder", wanted.holder.id
        return
    yield "unit", wanted.unit or ""
    yield "status", ",".join(wanted.statuses)
    yield from _days("ended", wanted.ended)
    yield "on_time", _ON_TIME[wanted.on_time]
    if isinstance(wanted, ItemFilter):
        yield "owner", wanted.owner or ""
        yield "kind", ",".join(wanted.kinds)
    elif wanted.is_unit_alone:
        yield "unit_alone", "1"


def _days(name: str, days: Days) -> Iterator[tuple[str, str]]:
    for end, on in (("since", days.since), ("until", days.until)):
        yield f"{name}_{end}", "" if on is None else on.isoformat()
