"""Gather what stands in the calendar of somebody today: what is due, and interviews.

Everything is asked anew each time, by the posts of today: no list shows more here than on the desk.
Names of people and what somebody wrote stay behind sign-in; a calendar is kept by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import expect_known
from engine.commands.registers import list_items
from engine.commands.work_reading import list_work
from engine.model.calendar import SHANGHAI
from engine.model.calendar_days import zh_date, zh_weekday
from engine.model.case import Actor, Clock
from engine.model.deadline_arithmetic import day_before
from engine.model.deadlines import Term, Unit, local_day
from engine.model.errors import NotPermitted
from engine.model.item_numbers import in_brackets
from engine.model.items import ItemStatus
from engine.model.registers import ItemFilter, ItemOrder, ListedItem, Page
from engine.model.work_lists import ListedWork
from engine.store.calendar_feeds import CaseMark, marks_of_cases
from engine.store.store import Session
from notifications.feeds.entries import MOST, Entry
from notifications.feeds.interviews import Meeting, list_meetings
from notifications.feeds.tokens import unknown

_MORNING = time(9)
_UNMET = tuple(
    each.value
    for each in ItemStatus
    if not each.is_met and each not in (ItemStatus.DRAFT, ItemStatus.ISSUED)
)


@dataclass(frozen=True, slots=True)
class _Due:
    """A due date as an entry says it."""

    uid: str
    case_id: str
    due_at: datetime
    zh: str
    en: str
    path: str


def gather(
    session: Session, *, engine: Engine, clock: Clock, person: str
) -> tuple[tuple[Entry, ...], str]:
    """Return the entries of somebody's calendar, the soonest first, and whose unit it is for.

    Who left or holds no post today has none: NotFound, as for an address that means nothing.
    """
    office = Office(session, engine, now=clock())
    try:
        known = expect_known(office, person)
    except NotPermitted:
        raise unknown() from None
    reading = _Reading(session, engine, clock, office, Actor(person))
    return reading.entries(), office.unit_name(known.unit) or known.unit


@dataclass(frozen=True, slots=True)
class _Reading:
    """One calendar while it is put together."""

    session: Session
    engine: Engine
    clock: Clock
    office: Office
    actor: Actor

    def entries(self) -> tuple[Entry, ...]:
        work = [each for each in self._work() if each.due_at is not None]
        dues = [_of_work(each) for each in work]
        said = {(each.case_id, each.item, each.due_at) for each in work}
        dues += [
            _of_item(each)
            for each in self._items()
            if (each.case_id, each.number, each.due_at) not in said
        ]
        meetings = list_meetings(
            self.session, engine=self.engine, clock=self.clock, actor=self.actor
        )
        cases = {each.case_id for each in dues} | {each.case_id for each in meetings}
        marks = marks_of_cases(self.session, cases)
        found = [self._due(each, marks[each.case_id]) for each in dues if each.case_id in marks]
        found += [
            self._meeting(each, marks[each.case_id]) for each in meetings if each.case_id in marks
        ]
        found.sort(key=lambda each: (_instant(each), each.uid))
        return tuple(found[:MOST])

    def _work(self) -> Iterator[ListedWork]:
        found = list_work(
            self.session,
            engine=self.engine,
            clock=self.clock,
            actor=self.actor,
            page=Page(MOST),
            is_counted=False,
        )
        return (each for each in found.rows if each.may_complete)

    def _items(self) -> Iterator[ListedItem]:
        for unit in self.engine.permissions.units(self.office, self.actor, "list_own"):
            found = list_items(
                self.session,
                engine=self.engine,
                clock=self.clock,
                actor=self.actor,
                wanted=ItemFilter(owner=unit, statuses=_UNMET),
                order=ItemOrder.DUE,
                page=Page(MOST),
            )
            yield from (
                each
                for each in found.rows
                if each.due_at is not None and each.case_status == "open"
            )

    def _due(self, due: _Due, mark: CaseMark) -> Entry:
        on = local_day(due.due_at)
        return Entry(
            uid=due.uid,
            sequence=mark.version,
            changed_at=mark.changed_at,
            at=on,
            zh=due.zh,
            en=due.en,
            detail_zh=f"最迟{zh_date(on)}（{zh_weekday(on)}）办完，内容请登录后查看。",
            detail_en=f"To be done by {on.isoformat()} at the latest; sign in to see it.",
            path=due.path,
            alarm_at=self._near(due.due_at),
        )

    def _meeting(self, meeting: Meeting, mark: CaseMark) -> Entry:
        named = meeting.reference or ""
        return Entry(
            uid=f"interview-{meeting.case_id}@dudao",
            sequence=mark.version,
            changed_at=mark.changed_at,
            at=meeting.at,
            zh=f"{named} 约谈".strip(),
            en=f"{named} Interview (约谈)".strip(),
            detail_zh="内容请登录后查看。",
            detail_en="Sign in to see what it is about.",
            path=f"/cases/{meeting.case_id}",
            alarm_at=self._near(meeting.at),
            place=meeting.place,
        )

    def _near(self, due_at: datetime) -> datetime:
        """Return when something begins to be near due, in the morning of that day."""
        near: Term = self.office.settings.term("light.near")
        if near.unit is Unit.HOURS:
            return due_at - timedelta(hours=near.quantity)
        on = day_before(local_day(due_at), near, self.office.calendar)
        return datetime.combine(on, _MORNING, SHANGHAI)


def _of_work(work: ListedWork) -> _Due:
    zh, en = in_brackets(work.item, work.part)
    named = work.reference or "未编号"
    return _Due(
        uid=f"work-{work.id}@dudao",
        case_id=work.case_id,
        due_at=_sure(work.due_at),
        zh=f"{named} {work.name}{zh}",
        en=f"{work.reference or 'No number'} {work.name}{en}",
        path=f"/work/{work.id}",
    )


def _of_item(item: ListedItem) -> _Due:
    return _Due(
        uid=f"item-{item.id}@dudao",
        case_id=item.case_id,
        due_at=_sure(item.due_at),
        zh=f"{item.reference or '未编号'} 第{item.number}项整改到期",
        en=f"{item.reference or 'No number'} problem item {item.number} is due",
        path=f"/cases/{item.case_id}",
    )


def _sure(due_at: datetime | None) -> datetime:
    assert due_at is not None, "only what is due is gathered"  # noqa: S101 - for the types
    return due_at


def _instant(entry: Entry) -> datetime:
    if isinstance(entry.at, datetime):
        return entry.at
    return datetime.combine(entry.at, time.max, SHANGHAI)
