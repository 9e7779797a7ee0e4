"""Extending a deadline, within the cap the rules of the case type set."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from engine.model.calendar import WorkCalendar
from engine.model.counts import counted
from engine.model.deadline_arithmetic import adjust, recompute
from engine.model.deadline_terms import Term, zh_number
from engine.model.deadline_values import Deadline, Extension, local_day
from engine.model.errors import InvalidArgument

Cap = Fraction | Term
"""The most all extensions together may add: a part of the original term, or a term."""


def extend(
    deadline: Deadline,
    term: Term,
    *,
    cap: Cap | None,
    calendar: WorkCalendar,
    times: int | None = None,
) -> Deadline:
    """Extend a deadline by a term counted from its old due day.

    ``cap`` bounds all extensions together and ``times`` their number; above either this raises
    InvalidArgument (``extension_above_cap``, ``extension_count``). When everything is in the
    unit of the original term, quantities are compared. Otherwise days are: a fraction is taken
    of the natural days of the original period, a term is counted from the first due day.
    """
    granted = [change.term for change in deadline.adjustments if isinstance(change, Extension)]
    if times is not None and len(granted) >= times:
        raise InvalidArgument(
            f"最多延期{times}次，已延期{len(granted)}次。",
            en=f"Expected at most {counted(times, 'extension')}; granted already: {len(granted)}.",
            code="extension_count",
        )
    if cap is not None:
        _expect_within(deadline, [*granted, term], cap, calendar)
    return adjust(deadline, Extension(term), calendar)


def _expect_within(deadline: Deadline, terms: list[Term], cap: Cap, calendar: WorkCalendar) -> None:
    units = {term.unit for term in (deadline.term, *terms)}
    if isinstance(cap, Term):
        units.add(cap.unit)
    if len(units) == 1:
        most = cap.quantity if isinstance(cap, Term) else int(cap * deadline.term.quantity)
        is_within = sum(term.quantity for term in terms) <= most
        limit = f"{most}{deadline.term.unit.zh}"
    else:
        is_within, limit = _compare_days(deadline, terms, cap, calendar)
    if not is_within:
        asked, granted = terms[-1], "、".join(str(term) for term in terms[:-1])
        raise InvalidArgument(
            f"{_zh(cap)}（{limit}），{f'已延长{granted}，' if granted else ''}申请延长{asked}。",
            en=f"Expected all extensions together to stay within {_en(cap)}, "
            f"but {' + '.join(term.iso for term in terms)} was asked for.",
            code="extension_above_cap",
        )


def _compare_days(
    deadline: Deadline, terms: list[Term], cap: Cap, calendar: WorkCalendar
) -> tuple[bool, str]:
    """Compare in natural days what extensions in different units add to the original period."""
    original = _original(deadline, calendar)
    extended = original
    for term in terms:
        extended = adjust(extended, Extension(term), calendar)
    added = (extended.due_on - original.due_on).days
    if isinstance(cap, Term):
        most = (adjust(original, Extension(cap), calendar).due_on - original.due_on).days
    else:
        most = int(cap * (original.nominal_on - local_day(original.started_at)).days)
    return added <= most, f"{most}天"


def _original(deadline: Deadline, calendar: WorkCalendar) -> Deadline:
    """Return the deadline as it was before any change."""
    return recompute(replace(deadline, adjustments=()), calendar)


def _zh(cap: Cap) -> str:
    if isinstance(cap, Term):
        return f"最多延长{cap}"
    part = f"{zh_number(cap.denominator)}分之{zh_number(cap.numerator)}"
    return "最多延长与原期限相同的期限" if cap == 1 else f"最多延长原期限的{part}"


def _en(cap: Cap) -> str:
    return cap.iso if isinstance(cap, Term) else f"{cap} of the original term"
