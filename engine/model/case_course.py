"""The course of one case, read again from its history: items, work and its due dates, lights.

What an assessment counts must be the same whenever it is counted, so it comes from the history,
which is never changed, and not from the rows of the present.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from engine.model.calendar import WorkCalendar
from engine.model.deadline_lights import Light, light
from engine.model.deadline_terms import Term
from engine.model.deadline_values import is_overdue
from engine.model.values import Value, from_json

_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as far as a course is read from it; `body` is None after a redaction."""

    at: datetime
    type: str
    node: str | None
    body: str | None


@dataclass(slots=True)
class Work:
    """A task of the case: since when, until when, and what became of it."""

    aid: int
    name: str
    item: int | None
    part: int | None
    groups: tuple[str, ...]
    created_at: datetime
    due_at: datetime | None
    completed_at: datetime | None = None
    canceled_at: datetime | None = None

    @property
    def ended_at(self) -> datetime | None:
        """Return when it was completed or canceled; None while it is open."""
        return self.completed_at or self.canceled_at

    def is_late(self, at: datetime) -> bool:
        """Say whether it ended after its due instant, or is open and over it."""
        return self.due_at is not None and is_overdue(self.due_at, self.ended_at or at)


@dataclass(slots=True)
class Item:
    """One problem item of the case."""

    number: int
    scope: int
    title: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(slots=True)
class CaseCourse:
    """What had become of a case up to an instant."""

    case_id: str
    reference: str
    title: str
    opened_at: datetime
    ended_at: datetime | None = None
    is_suspended: bool = False
    work: dict[int, Work] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    item_node: str | None = None

    def light(self, at: datetime, *, calendar: WorkCalendar, near: Term) -> Light | None:
        """Return the worst light of its open work; grey when suspended, None when it ended."""
        if self.ended_at is not None:
            return None
        if self.is_suspended:
            return Light.GREY
        dues = [work.due_at for work in self.work.values() if work.ended_at is None]
        lights = {light(due, at, calendar=calendar, near=near) for due in dues if due is not None}
        return next((each for each in _WORST_FIRST if each in lights), Light.GREEN)


def course_of(
    events: Iterable[Told],
    *,
    case_id: str,
    reference: str,
    title: str,
    opened_at: datetime,
    until: datetime,
) -> CaseCourse:
    """Read the course of a case from its history, up to an instant, that instant left out."""
    course = CaseCourse(case_id, reference, title, opened_at)
    for event in events:
        if event.at >= until:
            break
        tell = _TELLINGS.get(event.type)
        if tell is not None and event.body is not None:  # a redacted one says nothing any more
            tell(course, event, orjson.loads(event.body))
    return course


def _data(members: Values) -> Values:
    data = members.get("data")
    return data if isinstance(data, Mapping) else {}


def _aid(data: Values) -> int:
    aid = data.get("aid")
    return aid if isinstance(aid, int) else 0


def _instant(written: object) -> datetime | None:
    found = from_json(written)
    return found if isinstance(found, datetime) else None


def _number(data: Values, name: str) -> int | None:
    found = data.get(name)
    return found if isinstance(found, int) else None


def _created(course: CaseCourse, event: Told, members: Values) -> None:
    data = _data(members)
    groups = data.get("groups")
    course.work[_aid(data)] = Work(
        aid=_aid(data),
        name=str(data.get("name")),
        item=_number(data, "item"),
        part=_number(data, "part"),
        groups=tuple(str(each) for each in groups) if isinstance(groups, list) else (),
        created_at=event.at,
        due_at=_instant(data.get("due_at")),
    )


def _completed(course: CaseCourse, event: Told, members: Values) -> None:
    work = course.work.get(_aid(_data(members)))
    if work is not None:
        work.completed_at = event.at


def _canceled(course: CaseCourse, event: Told, members: Values) -> None:
    work = course.work.get(_aid(_data(members)))
    if work is not None:
        work.canceled_at = event.at


def _withdrawn(course: CaseCourse, event: Told, members: Values) -> None:
    """Open the task again, and take away what had followed from it."""
    del event
    again = course.work.get(_aid(_data(members)))
    if again is None or again.completed_at is None:
        return
    done_at, again.completed_at = again.completed_at, None
    taken_back = _data(members).get("taken_back")
    for aid in taken_back if isinstance(taken_back, list) else ():
        course.work.pop(aid, None)
    for work in course.work.values():
        if work.canceled_at is not None and work.canceled_at >= done_at:
            work.canceled_at = None
    for scope in [each.scope for each in course.items.values() if each.opened_at >= done_at]:
        del course.items[scope]


def _moved(course: CaseCourse, event: Told, members: Values) -> None:
    del event
    work, after = course.work.get(_aid(_data(members))), members.get("after")
    if work is not None and isinstance(after, Mapping):
        work.due_at = _instant(after.get("due_at"))


def _item_opened(course: CaseCourse, event: Told, members: Values) -> None:
    """Count the items of the outermost multi-instance: the one that opens first."""
    course.item_node = course.item_node or event.node
    data = _data(members)
    scope = data.get("scope")
    number = _number(data, "item") or _number(data, "part")
    if event.node == course.item_node and isinstance(scope, int) and number:
        course.items[scope] = Item(
            number, scope, _title(from_json(data.get("variables"))), event.at
        )


def _title(variables: Value) -> str:
    for value in variables.values() if isinstance(variables, Mapping) else ():
        if isinstance(value, Mapping) and "title" in value:
            return str(value["title"])
    return ""


def _item_ended(course: CaseCourse, event: Told, members: Values) -> None:
    data = _data(members)
    scope = data.get("scope")
    item = course.items.get(scope) if isinstance(scope, int) else None
    if item is not None and data.get("how") == "completed":
        item.closed_at = event.at


def _suspended(course: CaseCourse, event: Told, members: Values) -> None:
    del members
    course.is_suspended = event.type == "case_suspended"


def _ended(course: CaseCourse, event: Told, members: Values) -> None:
    del members
    course.ended_at = event.at


_TELLINGS: Mapping[str, Callable[[CaseCourse, Told, Values], None]] = {
    "task_created": _created,
    "task_completed": _completed,
    "task_canceled": _canceled,
    "task_withdrawn": _withdrawn,
    "deadline_changed": _moved,
    "deadline_extended": _moved,
    "item_opened": _item_opened,
    "item_ended": _item_ended,
    "case_suspended": _suspended,
    "case_resumed": _suspended,
    "case_closed": _ended,
    "case_canceled": _ended,
}
TELLING = tuple(_TELLINGS)
"""The types of events from which a course is read."""
