"""The cases of a store at a glance: reference, unit, state, light, what waits, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from dudao.desk import Desk
from dudao.scenarios.view import CaseView, Eyes, Work, view_case
from dudao.screen import lamp
from dudao.timeline.drawing import short_day
from engine.identity import UnitTree
from engine.model.calendar import WorkCalendar
from engine.model.deadlines import Light, local_day, remaining
from engine.store import Session
from engine.store.tables import case_file

STATUS = {"open": "办理中", "suspended": "中止", "closed": "结案", "canceled": "撤销"}
_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_ENDED = ("closed", "canceled")


def overview(session: Session, desk: Desk) -> list[CaseView]:
    """Return every case, the most pressing first."""
    eyes = Eyes(desk.clock(), desk.calendar(session), desk.near(session))
    ids = session.execute(select(case_file.c.id).order_by(case_file.c.opened_at)).all()
    cases = [view_case(session, str(row[0]), eyes) for row in ids]
    return sorted(cases, key=lambda case: (case.status in _ENDED, _ORDER.index(case.light)))


def draw_overview(
    cases: Sequence[CaseView], units: UnitTree, desk: Desk, *, has_colour: bool
) -> Table:
    """Draw the cases as a table that fits into a hundred cells."""
    with desk.store.read() as session:
        calendar = desk.calendar(session)
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name, width in COLUMNS:
        made.add_column(name, max_width=width, no_wrap=True, overflow="ellipsis")
    for case in cases:
        ended = case.status in _ENDED
        made.add_row(
            lamp(None if ended else case.light, has_colour=has_colour),
            case.reference or "（未编号）",
            case.title,
            units.unit(case.unit).name if case.unit in units else case.unit,
            _waiting(case),
            Text(_due(case, desk, calendar), "red" if case.light is Light.RED else ""),
            style="bright_black" if ended else None,
        )
    return made


COLUMNS = (("灯", 2), ("文号", 20), ("案件", 18), ("单位", 10), ("待办", 24), ("最近期限", 21))


def _due(case: CaseView, desk: Desk, calendar: WorkCalendar) -> str:
    dues = [work.due_at for work in case.work if work.due_at is not None]
    if not dues or case.status == "suspended":
        return ""
    left = remaining(min(dues), desk.clock(), calendar)
    said = left.zh if left.is_overdue or not left.days else f"余{left.working_days}工作日"
    return f"{short_day(local_day(min(dues)))} {said}"


def _waiting(case: CaseView) -> str:
    if case.status != "open":
        return f"（{STATUS[case.status]}）"
    names = Counter(work.name.replace("\n", "") for work in _most_pressing(case))
    said = "、".join(f"{name}×{times}" if times > 1 else name for name, times in names.items())
    return said or "（等待定时）"


def _most_pressing(case: CaseView) -> Iterable[Work]:
    """Leave out what has no due date where something has one."""
    return [work for work in case.work if work.due_at is not None] or case.work
