"""Why the deadlines of a case fall on their days: each day counted or left out, and the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask.typing import ResponseReturnValue

from engine.commands.reading.deadlines import ExplainedDeadline, read_deadlines
from engine.commands.reading.views import CaseView
from engine.model.deadline_days import CountedDay
from engine.model.deadline_story import DeadlineStory
from engine.model.deadlines import local_day
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import look_recorded, service

_WEEK = 7
_FEW = 2
_MONDAY_TO_SUNDAY = tuple(date(2026, 1, 5 + number) for number in range(_WEEK))
"""Some week, for the names of its days."""
Week = list[CountedDay | None]


@CASES.page("/<string:case_id>/deadlines")
def deadlines(case_id: str) -> ResponseReturnValue:
    """Show the deadlines that run, the first due first, each with why it falls on its day."""
    case = framing.read(case_id)
    found: tuple[ExplainedDeadline, ...] = look_recorded(read_deadlines, case_id=case.id)
    return framing.show(
        case,
        "cases/deadlines.html",
        found=found,
        items_of=items_of,
        is_few=len(found) <= _FEW,
        look_of=look_of,
        monday_to_sunday=_MONDAY_TO_SUNDAY,
        today=local_day(service().clock()),
        weeks=weeks,
    )


def items_of(case: CaseView, found: ExplainedDeadline) -> list[int]:
    """Return the problem items whose open work is due by a deadline."""
    items = {each.item for each in case.work if each.id in found.work_ids}
    return sorted(each for each in items if each is not None)


def weeks(days: Iterable[CountedDay]) -> list[Week]:
    """Lay days that follow each other out as weeks from Monday; None stands before and after."""
    laid: list[Week] = []
    for day in days:
        place = day.on.weekday()
        if not laid or place == 0:
            laid.append([None] * place)
        laid[-1].append(day)
    if laid:
        laid[-1] += [None] * (_WEEK - len(laid[-1]))
    return laid


def look_of(day: CountedDay, story: DeadlineStory) -> str:
    """Return how a day is drawn: the last one, one that counts, or one that does not."""
    if day.on == story.due_on:
        return "is-due"
    return "is-counted" if day.counted else "is-skipped"
