"""What an assessment sheet counts of the rectification cases of a unit, some cases after others.

What is counted of some cases and of others is joined, so that a long count can be done in portions
and says the same as one that is done at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain

from engine.model.assessment import Counting, Evidence, Figure, Year
from engine.model.case_course import CaseCourse, Work
from engine.model.deadline_lights import Light
from engine.model.deadline_values import local_day
from engine.model.item_numbers import in_brackets

_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


@dataclass(frozen=True, slots=True)
class Line:
    """How many things there are of one kind, and the first of them."""

    count: int = 0
    first: tuple[Evidence, ...] = ()

    def with_more(self, other: Line, *, most: int | None) -> Line:
        """Return both lines as one; no more than `most` things are named."""
        return Line(self.count + other.count, (*self.first, *other.first)[:most])

    @property
    def more(self) -> int:
        """Return how many things are not named."""
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted so far: cases opened, items begun and closed, tasks due and late, lights."""

    cases: Line = Line()
    items: Line = Line()
    closed: Line = Line()
    due: Line = Line()
    late: Line = Line()
    red: Line = Line()
    yellow: Line = Line()
    green: Line = Line()
    grey: Line = Line()

    def with_more(self, other: Counted, *, most: int | None) -> Counted:
        """Return what is counted of these cases and those that follow."""

        def both(of: Callable[[Counted], Line]) -> Line:
            return of(self).with_more(of(other), most=most)

        return Counted(
            cases=both(lambda each: each.cases),
            items=both(lambda each: each.items),
            closed=both(lambda each: each.closed),
            due=both(lambda each: each.due),
            late=both(lambda each: each.late),
            red=both(lambda each: each.red),
            yellow=both(lambda each: each.yellow),
            green=both(lambda each: each.green),
            grey=both(lambda each: each.grey),
        )


def count_courses(
    courses: Sequence[CaseCourse], year: Year, counting: Counting, *, most: int | None = None
) -> Counted:
    """Count cases of a unit, read up to the end of the year; no more than `most` are named."""

    def line(found: Iterable[Evidence]) -> Line:
        whole = tuple(found)
        return Line(len(whole), whole[:most])

    lights: dict[Light | None, list[CaseCourse]] = {}
    for each in courses:
        shown = each.light(year.at, calendar=counting.calendar, near=counting.near)
        lights.setdefault(shown, []).append(each)
    red, yellow, green, grey = (line(map(_case, lights.get(each, ()))) for each in _LIGHTS)
    return Counted(
        cases=line(_case(each) for each in courses if year.has(each.opened_at)),
        items=line(_of_all(courses, lambda each: _items(each, year))),
        closed=line(_of_all(courses, lambda each: _closed_items(each, year))),
        due=line(_of_all(courses, lambda each: _due(each, year, counting, is_late=False))),
        late=line(_of_all(courses, lambda each: _due(each, year, counting, is_late=True))),
        red=red,
        yellow=yellow,
        green=green,
        grey=grey,
    )


def figures_of(counted: Counted) -> Iterator[Figure]:
    """Yield the lines of the sheet."""
    yield _figure("rectification_cases", "整改案件（本年立案）", counted.cases)
    yield _figure("rectification_items", "整改问题项（本年开始）", counted.items)
    yield _figure("rectified_items", "其中已销号", counted.closed)
    closed, due, late = counted.closed, counted.due, counted.late
    rate = _share(closed.count, counted.items.count)
    yield Figure("rectification_rate", "整改率", rate, closed.first, more=closed.more)
    yield _figure("overdue", "超期次数", late)
    on_time = _share(due.count - late.count, due.count)
    yield Figure("on_time_rate", "按期率", on_time, due.first, more=due.more)
    lines = (counted.red, counted.yellow, counted.green, counted.grey)
    for each, line in zip(_LIGHTS, lines, strict=True):
        yield _figure(f"light_{each.value}", f"年末{each.zh}灯案件", line)


def _figure(key: str, zh: str, line: Line) -> Figure:
    return Figure(key, zh, line.count, line.first, more=line.more)


def _of_all(
    courses: Iterable[CaseCourse], found: Callable[[CaseCourse], Iterable[Evidence]]
) -> Iterable[Evidence]:
    return chain.from_iterable(map(found, courses))


def _items(course: CaseCourse, year: Year) -> Iterator[Evidence]:
    for each in course.items.values():
        if year.has(each.opened_at):
            yield _evidence("item", f"{each.scope}", course, each.opened_at, each.title)


def _closed_items(course: CaseCourse, year: Year) -> Iterator[Evidence]:
    for each in course.items.values():
        if year.has(each.opened_at) and each.closed_at is not None:
            yield _evidence("item", f"{each.scope}", course, each.closed_at, each.title)


def _due(
    course: CaseCourse, year: Year, counting: Counting, *, is_late: bool
) -> Iterator[Evidence]:
    """Yield the respondents' tasks that came due in the year: all of them, or the late ones.

    What was canceled before it was due was never owed.
    """
    for work in course.work.values():
        if work.due_at is None or counting.respondents not in work.groups:
            continue
        if _came_due(work, work.due_at, year) and (not is_late or work.is_late(year.at)):
            zh, en = (work.name + which for which in in_brackets(work.item, work.part))
            yield _evidence("task", f"{work.aid}", course, work.due_at, zh, en)


def _came_due(work: Work, due_at: datetime, year: Year) -> bool:
    if local_day(due_at).year != year.number:
        return False
    return work.completed_at is not None or work.is_late(year.at)


def _share(part: int, whole: int) -> Decimal | None:
    return None if not whole else (Decimal(part) / whole).quantize(Decimal("0.001"))


def _case(course: CaseCourse) -> Evidence:
    return _evidence("case", course.case_id, course, course.opened_at, course.title)


def _evidence(
    kind: str, id_: str, course: CaseCourse, at: datetime, zh: str, en: str = ""
) -> Evidence:
    name = id_ if kind == "case" else f"{course.case_id}.{id_}"
    return Evidence(kind, name, course.case_id, course.reference, local_day(at), zh, en)
