"""Explain a deadline in plain Chinese sentences, each with the article it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from engine.model.calendar import SHANGHAI, Day, DayKind, WorkCalendar
from engine.model.calendar_days import zh_date, zh_weekday
from engine.model.deadline_days import CountedDay, Step, counted_days, reason, retrace
from engine.model.deadline_terms import Term, Unit
from engine.model.deadline_values import Deadline, Extension, local_day

__all__ = ["CountedDay", "counted_days", "explain"]


def explain(deadline: Deadline, calendar: WorkCalendar, *, event: str = "") -> tuple[str, ...]:
    """Explain how a deadline was found, one sentence per thought.

    ``event`` names what started the clock, such as 签收. A calendar that leads to another day
    raises InvalidArgument (``calendar_mismatch``). Articles cited are those of the 民法典.
    """
    original, steps = retrace(deadline, calendar)
    sentences = [*_original(original, calendar, event)]
    for step in steps:
        sentences += _changed(step, calendar)
    sentences += _provisional(deadline, calendar)
    sentences.append(f"依据工作日历{deadline.calendar_version}版计算。")
    return tuple(sentences)


def _original(deadline: Deadline, calendar: WorkCalendar, event: str) -> Iterator[str]:
    start = local_day(deadline.started_at)
    if deadline.term.unit is Unit.HOURS:
        yield (
            f"自{zh_instant(deadline.started_at)}{event}起算{deadline.term}"
            "（《民法典》第二百零一条第二款：按小时计算的，自起算时刻开始）。"
        )
    else:
        yield (
            f"自{zh_date(start)}{event}之次日起算{deadline.term}"
            "（《民法典》第二百零一条第一款：开始的当日不计入）。"
        )
    yield from _counting(deadline, start, deadline.term, calendar)


def _changed(step: Step, calendar: WorkCalendar) -> Iterator[str]:
    old, new = step.old, step.new
    if isinstance(step.change, Extension):
        term = step.change.term
        origin = "原届满时刻" if term.unit is Unit.HOURS else f"{zh_date(old.due_on)}之次日"
        yield f"经批准延期{term}，自{origin}起算。"
        yield from _counting(new, old.due_on, term, calendar)
        return
    stopped, resumed = step.change.from_at, step.change.until_at
    if step.came_too_late:
        yield f"{_interval(stopped, resumed)}，中止时期限已经届满，届满日不变。"
        return
    yield f"{_interval(stopped, resumed)}，{_left(old, stopped, calendar)}"
    if new.unit is Unit.WORKING_DAYS:
        yield from _working_days(local_day(resumed), new.nominal_on, calendar)
    yield from _rolled(new, calendar)
    yield _ends(new)


def _counting(deadline: Deadline, after: date, term: Term, calendar: WorkCalendar) -> Iterator[str]:
    """Tell how one term is counted after a day, and where it ends."""
    match term.unit:
        case Unit.WORKING_DAYS:
            yield from _working_days(after, deadline.due_on, calendar)
        case Unit.DAYS:
            yield "按日计算，期间内的节假日和周末计入。"
        case Unit.MONTHS:
            yield from _months(deadline, after)
        case _:  # hours have no days to tell about
            pass
    yield from _rolled(deadline, calendar)
    yield _ends(deadline)


def _working_days(after: date, until: date, calendar: WorkCalendar) -> Iterator[str]:
    span = (until - after).days
    days = [calendar.day(after + timedelta(days=number)) for number in range(1, span + 1)]
    off = [
        f"{_range(list(group), after.year)}{name or '休假'}{'放假' if name else ''}"
        for (kind, name), group in groupby(days, key=lambda day: (day.kind, day.name))
        if kind is DayKind.HOLIDAY
    ]
    weekends = sum(day.kind is DayKind.WEEKEND for day in days)
    if weekends:
        off.append(f"周末{weekends}天")
    if off:
        yield f"其间{'、'.join(off)}不计入。"
    worked = [
        f"{_range([day], after.year)}（{zh_weekday(day.on)}）"
        for day in days
        if day.kind is DayKind.MAKE_UP
    ]
    if worked:
        yield f"{'、'.join(worked)}为调休上班日，计入。"


def _months(deadline: Deadline, after: date) -> Iterator[str]:
    last = deadline.nominal_on
    if last.day == after.day:
        yield f"按月计算，到期月的对应日{zh_date(last)}为最后一日（第二百零二条）。"
    else:
        yield (
            f"按月计算，{last.month}月没有对应的{after.day}日，"
            f"月末日{zh_date(last)}为最后一日（第二百零二条）。"
        )


def _rolled(deadline: Deadline, calendar: WorkCalendar) -> Iterator[str]:
    if deadline.nominal_on == deadline.due_on:
        return
    last = calendar.day(deadline.nominal_on)
    weekend = last.kind is DayKind.WEEKEND
    basis = "周末比照第二百零三条第一款办理" if weekend else "第二百零三条第一款"
    what = f"周末（{zh_weekday(last.on)}）" if weekend else reason(last)
    yield (
        f"最后一日{zh_date(last.on)}为{what}，"
        f"顺延至其后第一个工作日{zh_date(deadline.due_on)}（{basis}）。"
    )


def _ends(deadline: Deadline) -> str:
    day = f"{zh_date(deadline.due_on)}（{zh_weekday(deadline.due_on)}）"
    if deadline.unit is Unit.HOURS:
        return f"于{zh_instant(deadline.due_at)}届满，不因节假日顺延。"
    if deadline.policy.closes_at is None:
        return f"于{day}24时届满（第二百零三条第二款）。"
    closing = deadline.policy.closes_at.strftime("%H:%M")
    return f"于{day}{closing}停止业务活动时届满（第二百零三条第二款）。"


def _left(old: Deadline, from_at: datetime, calendar: WorkCalendar) -> str:
    stopped = local_day(from_at)
    if old.unit is Unit.HOURS:
        return "届满时刻按中止的时长顺延。"
    if old.unit is Unit.WORKING_DAYS:
        left, unit = calendar.working_days_between(stopped, old.due_on), "个工作日"
    else:
        last = old.nominal_on if stopped <= old.nominal_on else old.due_on
        left, unit = (last - stopped).days, "日"
    if not left:
        return "中止于最后一日，恢复之日为最后一日。"
    return f"中止时剩余的{left}{unit}自恢复之次日起继续计算。"


def _interval(from_at: datetime, until_at: datetime) -> str:
    return f"期限于{zh_instant(from_at)}中止，{zh_instant(until_at)}恢复"


def _provisional(deadline: Deadline, calendar: WorkCalendar) -> Iterator[str]:
    if deadline.provisional:
        first, last = local_day(deadline.started_at).year, deadline.due_on.year
        years = [year for year in range(first, last + 1) if calendar.is_provisional_year(year)]
        named = "、".join(f"{year}年" for year in years)
        yield (
            f"{named}的放假安排尚未公布，暂按周一至周五为工作日推定，"
            "届满日为暂估，公布后应重新计算。"
        )


def _range(days: Sequence[Day], base_year: int) -> str:
    """Write consecutive days as 9月25日至27日, with the year when it is not the base year."""
    first, last = days[0].on, days[-1].on
    text = zh_date(first, year=first.year != base_year)
    if first == last:
        return text
    if first.month == last.month:
        return f"{text}至{last.day}日"
    return f"{text}至{zh_date(last, year=last.year != first.year)}"


def zh_instant(instant: datetime) -> str:
    """Write an instant in local time as 2026年9月24日10:30."""
    local = instant.astimezone(SHANGHAI)
    return f"{zh_date(local.date())}{local:%H:%M}"
