"""Lines of a register for the screen and for programs."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from dudao.screen import lamp
from engine.model.registers import ListedCase, ListedItem
from registers import cases, items
from registers.naming import NO_REFERENCE, Names, day

ITEM_COLUMNS = ("案号", "项", "问题", "程度", "责任单位", "整改时限", "灯", "进展")
CASE_COLUMNS = ("案号", "标题", "类型", "单位", "立案", "期限", "灯", "状态", "当前环节")


def line_of(
    row: ListedCase | ListedItem, names: Names, *, has_colour: bool
) -> Sequence[str | Text]:
    """Return the cells of a line on the screen."""
    light = lamp(row.light, has_colour=has_colour)
    due = str(day(row.due_at) or "")
    if isinstance(row, ListedItem):
        owner = names.unit(row.owner) if row.owner else ""
        reference = row.reference or NO_REFERENCE
        progress = items.progress(row)
        remark = items.remarks(row)
        said = f"{progress}（{remark}）" if remark else progress
        return reference, str(row.number), row.title, row.severity or "", owner, due, light, said
    unit = names.unit(row.unit) if row.unit else ""
    kind, state = names.process(row.key), cases.STATES[row.status]
    opened_on = str(day(row.opened_at))
    reference = row.reference or NO_REFERENCE
    return reference, row.title, kind, unit, opened_on, due, light, state, cases.activities(row)


def json_of(row: ListedCase | ListedItem, names: Names) -> dict[str, object]:
    """Return a line as a program reads it."""
    shared: dict[str, object] = {
        "id": row.id,
        "reference": row.reference,
        "title": row.title,
        "status": row.status,
        "light": row.light.value,
        "due_at": row.due_at,
        "opened_at": row.opened_at,
        "ended_at": row.ended_at,
    }
    if isinstance(row, ListedCase):
        return shared | {
            "process": row.key,
            "unit": row.unit,
            "activities": cases.activities(row),
            "holders": cases.holders(row, names),
            "result": cases.result(row, names),
            "linked": row.linked,
        }
    return shared | {
        "case": row.case_id,
        "number": row.number,
        "batch": row.batch,
        "kind": row.kind,
        "severity": row.severity,
        "owner": row.owner,
        "round": row.round,
        "evidence": row.evidence,
        "verified_at": row.verified_at,
        "verified_by": row.verified_by,
        "remarks": items.remarks(row),
    }
