"""Read why the deadlines of a case fall on their days, and when a term would end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import standing
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.commands.step import Step
from engine.definitions.deadline_context import deadline_in
from engine.model.calendar import WorkCalendar
from engine.model.case import Actor, Clock
from engine.model.deadline_story import DeadlineStory, preview, story_of
from engine.model.deadlines import Deadline, deadline_from_record, local_day, parse_term
from engine.model.errors import InvalidArgument, NotFound
from engine.store.calendar_uploads import calendar_of_version
from engine.store.case_reads import work_of_case
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class ExplainedDeadline:
    """One deadline of a case with the open work that it is the due date of.

    `story` is None where the calendar it was computed with is not at hand any more.
    """

    work_ids: tuple[str, ...]
    work_names: tuple[str, ...]
    deadline_on: date
    story: DeadlineStory | None


def read_deadlines(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[ExplainedDeadline, ...]:
    """Return the deadlines that run in a case, the first due first, and record the read.

    Without `see_internal` they are those of work that is the actor's to do.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    calendars = _Calendars(session, looking.turn.office)
    found = [
        ExplainedDeadline(
            tuple(row_id for row_id, _ in work),
            tuple(dict.fromkeys(name for _, name in work)),
            deadline.due_on,
            calendars.story(deadline),
        )
        for deadline, work in _deadlines(looking, step).items()
    ]
    record_case_read(looking.turn, step.case.id, Part.CASE)
    return tuple(sorted(found, key=lambda each: (each.deadline_on, each.work_ids)))


def preview_deadline(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    term: str,
    start_on: date | None = None,
) -> DeadlineStory:
    """Return when a term would end that starts on a day, today unless named, and why.

    For everybody who is known; a text that is no term raises InvalidArgument (`invalid_term`).
    """
    now = clock()
    office = Office(session, engine, now=now)
    standing(office, actor)
    return preview(parse_term(term), start_on or local_day(now), calendar=office.calendar)


Work = list[tuple[str, str]]


def _deadlines(looking: Looking, step: Step) -> dict[Deadline, Work]:
    """Return every deadline once, with the open work that is due by it."""
    is_internal = looking.is_internal(step)
    found: dict[Deadline, Work] = {}
    for row in work_of_case(looking.turn.session, step.case.id):
        if row.deadline is not None and (is_internal or looking.concerns(row)):
            deadline = deadline_from_record(row.deadline)
            found.setdefault(deadline, []).append((row.id, row.name))
    if is_internal and step.case.ended_at is None:
        for deadline in _held(step):
            found.setdefault(deadline, [])
    return found


def _held(step: Step) -> Iterator[Deadline]:
    for _, _, context in step.instance.deadlines():
        deadline = deadline_in(context)
        if deadline is not None:
            yield deadline


class _Calendars:
    """The calendars that deadlines were computed with, each read once."""

    def __init__(self, session: Session, office: Office) -> None:
        self._session = session
        self._known: dict[str, WorkCalendar] = {office.calendar.version: office.calendar}

    def story(self, deadline: Deadline) -> DeadlineStory | None:
        """Return why a deadline falls on its day; None without its calendar."""
        version = deadline.calendar_version
        try:
            if version not in self._known:
                self._known[version] = calendar_of_version(self._session, version)
            return story_of(deadline, self._known[version])
        except (NotFound, InvalidArgument):  # arrangements of another release of the library
            return None
