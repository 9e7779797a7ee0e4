"""Who held a case how long: its time from opening to its end as spans that do not overlap.

At each instant a case is in one state, with one set of holders: suspended before all else; worked
on while somebody holds work; waiting to be taken while work is only offered; stopped by a failure;
or else waiting for a time or for word from outside. Each span names the event that began it. Times
are exact and sum up to the whole; so do natural and working days, because a span has the days
later than the day of its beginning, up to and including that of its end (民法典 201: the day of the
beginning is not counted).

It is read from the history alone. A redacted event says nothing any more, and neither does its
part in this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import cast

from engine.model.calendar import WorkCalendar
from engine.model.deadline_values import local_day
from engine.model.history import SealedEvent
from engine.model.values import Value, from_json

Values = Mapping[str, Value]


class HoldingState(Enum):
    """What a case was doing in a span of time."""

    WORKING = "working"
    """Somebody held work of it."""
    TO_BE_TAKEN = "to_be_taken"
    """Work was offered, and nobody had taken any."""
    SUSPENDED = "suspended"
    """Its clocks stood still."""
    FAILED = "failed"
    """A step could not be carried out, and an administrator was to see to it."""
    WAITING = "waiting"
    """A time was to come, or word from outside: an answer, a receipt, a linked case."""

    @property
    def zh(self) -> str:
        """Return the state in Chinese."""
        return _WORDS[self][0]

    @property
    def en(self) -> str:
        """Return the state in English."""
        return _WORDS[self][1]


_WORDS = {
    HoldingState.WORKING: ("办理中", "being worked on"),
    HoldingState.TO_BE_TAKEN: ("待签收", "waiting to be taken"),
    HoldingState.SUSPENDED: ("中止", "suspended"),
    HoldingState.FAILED: ("异常待处理", "stopped by a failure"),
    HoldingState.WAITING: ("等待期限或外部回复", "waiting for a time or for word from outside"),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """How a case stood: its state, who held it, and with which work.

    `people` are ids of people who held work, `groups` those who might have taken it.
    """

    state: HoldingState
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    work: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """One span of time; `began_by` and `ended_by` are numbers of events, None for the present."""

    holding: Holding
    from_at: datetime
    until_at: datetime
    began_by: int
    ended_by: int | None
    natural_days: int
    working_days: int

    @property
    def elapsed(self) -> timedelta:
        """Return its exact length."""
        return self.until_at - self.from_at


@dataclass(slots=True)
class _Work:
    """Work that was created: who could take it, who holds it, whether it is over."""

    name: str
    groups: tuple[str, ...]
    assignee: str | None
    ended_by: int | None = None


@dataclass(slots=True)
class _Course:
    """How the case stands after the events read so far."""

    work: dict[int, _Work] = field(default_factory=dict)
    incidents: dict[int, int] = field(default_factory=dict)
    is_suspended: bool = False
    is_ended: bool = False

    def holding(self) -> Holding:
        """Return how the case stands."""
        if self.is_suspended:
            return Holding(HoldingState.SUSPENDED)
        going_on = [each for each in self.work.values() if each.ended_by is None]
        held = [each for each in going_on if each.assignee is not None]
        if held:
            people = {cast("str", each.assignee) for each in held}
            return Holding(HoldingState.WORKING, tuple(sorted(people)), work=_names(held))
        if going_on:
            groups = {group for each in going_on for group in each.groups}
            return Holding(
                HoldingState.TO_BE_TAKEN, groups=tuple(sorted(groups)), work=_names(going_on)
            )
        return Holding(HoldingState.FAILED if self.incidents else HoldingState.WAITING)


def _names(works: Iterable[_Work]) -> tuple[str, ...]:
    return tuple(sorted({each.name for each in works}))


def holdings_of(
    events: Iterable[SealedEvent], *, until: datetime, calendar: WorkCalendar
) -> tuple[HeldSpan, ...]:
    """Partition the time of a case from its first event to its end, or to `until`, that excluded.

    Events are those of the chain of the case, in order. What took no time makes no span.
    """
    course, spans = _Course(), list[HeldSpan]()
    since: tuple[datetime, int, Holding] | None = None
    for event in events:
        if event.at > until or course.is_ended:
            break
        _tell(course, event)
        holding = course.holding()
        if since is not None and since[2] == holding and not course.is_ended:
            continue
        if since is not None:
            spans += _span(since, event.at, event.seq, calendar)
        since = (event.at, event.seq, holding)
    if since is not None and not course.is_ended:
        spans += _span(since, until, None, calendar)
    return tuple(spans)


def _span(
    since: tuple[datetime, int, Holding],
    until: datetime,
    ended_by: int | None,
    calendar: WorkCalendar,
) -> Iterable[HeldSpan]:
    from_at, began_by, holding = since
    if until <= from_at:
        return
    first, last = local_day(from_at), local_day(until)
    working = calendar.working_days_between(first, last)
    days = (last - first).days
    yield HeldSpan(holding, from_at, until, began_by, ended_by, days, working)


def _tell(course: _Course, event: SealedEvent) -> None:
    telling = _TELLINGS.get(event.type)
    if telling is not None:
        members = cast("Values", from_json(event.members()))
        telling(course, event, members)


def _part(members: Values, name: str) -> Values:
    found = members.get(name)
    return found if isinstance(found, Mapping) else {}


def _aid(members: Values) -> int:
    aid = _part(members, "data").get("aid")
    return aid if isinstance(aid, int) else 0


def _created(course: _Course, event: SealedEvent, members: Values) -> None:
    del event
    data = _part(members, "data")
    if not data:
        return
    assignee = data.get("assignee")
    course.work[_aid(members)] = _Work(
        str(data.get("name", "")),
        _texts(data.get("groups")),
        assignee if isinstance(assignee, str) else None,
    )


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _given(course: _Course, event: SealedEvent, members: Values) -> None:
    del event
    work = course.work.get(_aid(members))
    if work is not None:
        assignee = _part(members, "after").get("assignee")
        work.assignee = assignee if isinstance(assignee, str) else None


def _ended(course: _Course, event: SealedEvent, members: Values) -> None:
    work = course.work.get(_aid(members))
    if work is not None:
        work.ended_by = event.seq


def _withdrawn(course: _Course, event: SealedEvent, members: Values) -> None:
    """Let everything be as it was before the work was completed."""
    del event
    again = course.work.get(_aid(members))
    if again is None or again.ended_by is None:
        return
    done = again.ended_by
    taken_back = _part(members, "data").get("taken_back")
    for aid in taken_back if isinstance(taken_back, list | tuple) else ():
        course.work.pop(cast("int", aid), None)
    for work in course.work.values():
        if work.ended_by is not None and work.ended_by >= done:
            work.ended_by = None
    course.incidents = {aid: seq for aid, seq in course.incidents.items() if seq < done}


def _failed(course: _Course, event: SealedEvent, members: Values) -> None:
    course.incidents[_aid(members)] = event.seq


def _mended(course: _Course, event: SealedEvent, members: Values) -> None:
    del event
    course.incidents.pop(_aid(members), None)


def _suspended(course: _Course, event: SealedEvent, members: Values) -> None:
    del members
    course.is_suspended = event.type == "case_suspended"


def _over(course: _Course, event: SealedEvent, members: Values) -> None:
    del event, members
    course.is_ended = True


_TELLINGS: Mapping[str, Callable[[_Course, SealedEvent, Values], None]] = {
    "task_created": _created,
    "task_claimed": _given,
    "task_unclaimed": _given,
    "task_assigned": _given,
    "task_delegated": _given,
    "task_completed": _ended,
    "task_canceled": _ended,
    "task_withdrawn": _withdrawn,
    "incident_raised": _failed,
    "incident_retried": _mended,
    "incident_resolved": _mended,
    "case_suspended": _suspended,
    "case_resumed": _suspended,
    "case_closed": _over,
    "case_canceled": _over,
}
