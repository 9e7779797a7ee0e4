"""Why a deadline falls on its day: rows for a table, in Chinese and in English.

`explain` tells the same in sentences. Articles are those of the 民法典.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.counts import counted
from engine.model.deadline_arithmetic import compute_deadline
from engine.model.deadline_days import CountedDay, Step, counted_days, retrace
from engine.model.deadline_explanation import explain, zh_instant
from engine.model.deadline_terms import Term, Unit
from engine.model.deadline_values import DEFAULT, Deadline, Extension, Policy, local_day

_UNITS_EN = {
    Unit.HOURS: "hour",
    Unit.DAYS: "day",
    Unit.WORKING_DAYS: "working day",
    Unit.MONTHS: "month",
}


@dataclass(frozen=True, slots=True)
class Article:
    """A rule that decided something, and what it says."""

    number: str
    zh: str
    en: str


_STARTS = Article(
    "《民法典》第二百零一条第一款",
    "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。",
    "Of a period in years, months or days the day of the beginning is not counted.",
)
_HOURS = Article(
    "《民法典》第二百零一条第二款",
    "按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。",
    "A period in hours begins at the instant that the law or the parties name.",
)
_MONTHS = Article(
    "《民法典》第二百零二条",
    "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。",
    "A period in months ends on the corresponding day of its last month, or on the last day of a "
    "month that has none.",
)
_ROLLS = Article(
    "《民法典》第二百零三条第一款",
    "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。",
    "Where the last day is a statutory day off, the day after the days off is the last day.",
)
_ENDS = Article(
    "《民法典》第二百零三条第二款",
    "期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间。",
    "The last day ends at 24:00, or where there are business hours, when business stops.",
)


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """One change in the life of a deadline, with its day before and after."""

    is_extension: bool
    from_on: date
    to_on: date
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DeadlineStory:
    """A deadline with every day that was counted or not, its changes and the rules it rests on.

    `days` is empty for a period in hours. `provisional` says that the day may still move (暂估).
    """

    term: str
    term_en: str
    started_at: datetime
    due_at: datetime
    due_on: date
    nominal_on: date
    is_rolled: bool
    provisional: bool
    calendar_version: str
    days: tuple[CountedDay, ...]
    changes: tuple[DeadlineChange, ...]
    articles: tuple[Article, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]


def story_of(deadline: Deadline, calendar: WorkCalendar) -> DeadlineStory:
    """Tell how a deadline was found; InvalidArgument (`calendar_mismatch`) for another calendar."""
    original, steps = retrace(deadline, calendar)
    return DeadlineStory(
        term=str(deadline.term),
        term_en=term_en(deadline.term),
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        due_on=deadline.due_on,
        nominal_on=deadline.nominal_on,
        is_rolled=deadline.nominal_on != deadline.due_on,
        provisional=deadline.provisional,
        calendar_version=deadline.calendar_version,
        days=counted_days(deadline, calendar),
        changes=tuple(_change(each) for each in steps),
        articles=tuple(_articles((original, *(each.new for each in steps)))),
        zh=explain(deadline, calendar),
        en=tuple(_english(original, steps, deadline, calendar)),
    )


def explain_en(deadline: Deadline, calendar: WorkCalendar) -> tuple[str, ...]:
    """Tell in English what `explain` tells in Chinese."""
    original, steps = retrace(deadline, calendar)
    return tuple(_english(original, steps, deadline, calendar))


def preview(
    term: Term, start_on: date, *, calendar: WorkCalendar, policy: Policy = DEFAULT
) -> DeadlineStory:
    """Tell when a term that starts on a local day would end; hours run from its beginning."""
    started_at = datetime.combine(start_on, time(), SHANGHAI).astimezone(UTC)
    return story_of(compute_deadline(term, started_at, calendar=calendar, policy=policy), calendar)


def term_en(term: Term) -> str:
    """Write a term in English, as in 15 working days."""
    return counted(term.quantity, _UNITS_EN[term.unit])


def en_day(on: date) -> str:
    """Write a day in English, as in 9 October 2026."""
    return f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}"


_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _articles(stages: tuple[Deadline, ...]) -> Iterator[Article]:
    units = {each.unit for each in stages}
    if units - {Unit.HOURS}:
        yield _STARTS
    if Unit.HOURS in units:
        yield _HOURS
    if Unit.MONTHS in units:
        yield _MONTHS
    if any(each.nominal_on != each.due_on for each in stages):
        yield _ROLLS
    if stages[-1].unit is not Unit.HOURS:
        yield _ENDS


def _change(step: Step) -> DeadlineChange:
    old, new, change = step.old, step.new, step.change
    if isinstance(change, Extension):
        zh, en = f"延期{change.term}", f"extended by {term_en(change.term)}"
    else:
        zh = f"中止：{zh_instant(change.from_at)}至{zh_instant(change.until_at)}"
        since, until = en_instant(change.from_at), en_instant(change.until_at)
        en = f"suspended from {since} to {until}"
        if step.came_too_late:
            zh, en = f"{zh}，期限此前已届满", f"{en}, after it had passed"
    return DeadlineChange(isinstance(change, Extension), old.due_on, new.due_on, zh, en)


def en_instant(instant: datetime) -> str:
    """Write an instant in local time, as in 24 September 2026 10:30."""
    local = instant.astimezone(SHANGHAI)
    return f"{en_day(local.date())} {local:%H:%M}"


def _english(
    original: Deadline, steps: tuple[Step, ...], deadline: Deadline, calendar: WorkCalendar
) -> Iterator[str]:
    start, term = local_day(original.started_at), term_en(original.term)
    if original.unit is Unit.HOURS:
        yield f"{term} run from {en_instant(original.started_at)} (Civil Code, art. 201 II)."
    else:
        yield f"{term} are counted from the day after {en_day(start)} (Civil Code, art. 201 I)."
    yield from _english_end(original)
    for step in steps:
        change = _change(step)
        yield f"It was {change.en}."
        if not step.came_too_late:
            yield from _english_end(step.new)
    if deadline.provisional:
        years = [
            str(year)
            for year in range(start.year, deadline.due_on.year + 1)
            if calendar.is_provisional_year(year)
        ]
        yield (
            f"The days off of {' and '.join(years)} are not published yet; Monday to Friday are "
            "taken for working days, and the day may still move."
        )
    yield f"Computed with version {deadline.calendar_version} of the working calendar."


def _english_end(deadline: Deadline) -> Iterator[str]:
    if deadline.unit is Unit.HOURS:
        yield f"It ends at {en_instant(deadline.due_at)}; days off do not move it."
        return
    if deadline.nominal_on != deadline.due_on:
        yield (
            f"The last day, {en_day(deadline.nominal_on)}, is a day off and moves to the next "
            f"working day, {en_day(deadline.due_on)} (Civil Code, art. 203 I)."
        )
    closes_at = deadline.policy.closes_at
    hour = "24:00" if closes_at is None else f"{closes_at:%H:%M}"
    yield f"It ends on {en_day(deadline.due_on)} at {hour} (Civil Code, art. 203 II)."
