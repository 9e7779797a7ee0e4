"""A document as a template would make it, of samples (样本): to look at, never to issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import cast

from documents.content import Content
from documents.templating.composing import compose
from documents.templating.declarations import Declared
from documents.templating.findings import Refused
from documents.templating.preparing import prepare

MARK = "样本"
NUMBER = f"{MARK}〔2026〕1号"
UNIT = f"某县（{MARK}）"
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class _Day:
    today: date

    def sample(self, field: Declared) -> object:
        """Return what may stand in a field: what it is is said in the brackets behind it."""
        kind = field.remark
        if kind.startswith("列表"):
            return [_said(f"{field.name}{each}") for each in "一二"]
        if kind.startswith("是否"):
            return True
        if kind.startswith("时刻"):
            return datetime.combine(self.today, time(1, 30), UTC)  # half past nine in Beijing
        if kind.startswith(("日期", "期限")):
            return self.today
        return _said(field.name)


def compose_sample(source: str, *, office: str, today: date) -> Content:
    """Fill a template with samples, each of which says that it is one.

    A template with mistakes is refused as by `compose`; so is one that wants of a field something
    else than its declaration says (日期, 时刻, 期限, 列表, 是否; otherwise a text).
    """
    return compose(source, {**_fields(source, today), **_given(office, today)}, name=MARK)


def _fields(source: str, today: date) -> Mapping[str, object]:
    try:
        declared = prepare(source).declared
    except Refused:
        return {}  # composing says what is wrong
    made: dict[str, object] = {}
    lists = {each.path[0] for each in declared if each.remark.startswith("列表")}
    for each in sorted(declared, key=lambda field: len(field.path)):
        _put(made, each, _Day(today).sample(each), lists)
    return made


def _put(made: dict[str, object], field: Declared, value: object, lists: set[str]) -> None:
    """Put a sample where its path leads: into the case, an object, or each row of a list."""
    root, *rest = field.path
    if not rest:
        made[root] = value
        return
    held = made.get(root)
    if root in lists and not (isinstance(held, list) and isinstance(held[0], dict)):
        held = made[root] = [{} for _ in range(_SEVERAL)]
    elif root not in lists and not isinstance(held, dict):
        held = made[root] = {}
    places: list[dict[str, object]] = cast(
        "list[dict[str, object]]", held if isinstance(held, list) else [held]
    )
    for place in places:
        _inside(place, rest[:-1])[rest[-1]] = value


def _inside(place: dict[str, object], path: Sequence[str]) -> dict[str, object]:
    """Return the object that a path leads to, made where it is not there."""
    for step in path:
        place = cast("dict[str, object]", place.setdefault(step, {}))
    return place


def _given(office: str, today: date) -> Mapping[str, object]:
    return {
        "case": {
            "reference": NUMBER,
            "title": _said("案件名称"),
            "unit": UNIT,
            "opened_by": _said("立案人"),
            "opened_at": datetime.combine(today, time(1), UTC),
        },
        "number": NUMBER,
        "today": today,
        "office": office,
        "unit_name": str,
    }


def _said(what: str) -> str:
    return f"〔{MARK}：{what}〕"
