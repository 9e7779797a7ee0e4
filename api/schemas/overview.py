"""What is asked and told of the overview: each figure with the address of the list behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from marshmallow import Schema, fields, validate

from api.schemas.cases import a_day
from api.schemas.parts import an_id
from engine.model.overview import TWO_YEARS, YEAR
from engine.model.registers import CaseFilter, Days, ItemFilter
from engine.model.work_lists import WorkFilter

Wanted = CaseFilter | ItemFilter | WorkFilter


class OverviewQuery(Schema):
    """What the overview is about."""

    unit = an_id("单位代码，含下级", is_required=False)
    process = an_id("流程", is_required=False)
    since = a_day("期间自：立案的案件、期间内办结的案件和问题项")
    until = a_day("期间至")
    months = fields.Integer(
        load_default=YEAR,
        validate=validate.OneOf([YEAR, TWO_YEARS]),
        metadata={"description": "最近几个月：12或24"},
    )


class _Address(fields.String):
    """The field of a filter, as the address of the list that it makes."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str:  # noqa: ANN401 - as marshmallow calls it
        del attr, obj
        return address_of(value)


class FigureAnswer(Schema):
    """How many, and where the list of them is."""

    count = fields.Integer(required=True)
    list = _Address(
        attribute="wanted",
        required=True,
        metadata={"description": "所数的各件的列表，在 /api/v1 之下"},
    )


def address_of(wanted: Wanted) -> str:
    """Return the address below `/api/v1` of the list that a filter makes."""
    parts = {name: value for name, value in _parts(wanted) if value not in (None, "")}
    return f"{_path(wanted)}?{urlencode(parts)}" if parts else _path(wanted)


def _path(wanted: Wanted) -> str:
    match wanted:
        case CaseFilter():
            return "/cases"
        case ItemFilter():
            return "/items"
        case WorkFilter():
            return "/work"


def _parts(wanted: Wanted) -> Iterator[tuple[str, str | None]]:
    yield "unit", wanted.unit
    yield "process", ",".join(wanted.keys)
    yield "light", ",".join(each.value for each in wanted.lights)
    yield from _days("opened", wanted.opened)
    if isinstance(wanted, WorkFilter):
        yield "whose", wanted.whose.value
        yield "case_unit", wanted.case_unit
        if wanted.holder is not None:
            yield "holder_kind", wanted.holder.kind.value
            yield "holder", wanted.holder.id
        return
    yield "status", ",".join(wanted.statuses)
    yield from _days("ended", wanted.ended)
    yield "on_time", {True: "true", False: "false", None: None}[wanted.on_time]
    if isinstance(wanted, ItemFilter):
        yield "owner", wanted.owner
        yield "kind", ",".join(wanted.kinds)
    elif wanted.is_unit_alone:
        yield "unit_alone", "true"


def _days(name: str, days: Days) -> Iterator[tuple[str, str | None]]:
    for end, on in (("since", days.since), ("until", days.until)):
        yield f"{name}_{end}", None if on is None else on.isoformat()
