"""Random lives of a deadline: extended, suspended and resumed in any order."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from engine.model.calendar import WorkCalendar
from engine.model.deadlines import Deadline, Term, Unit, extend, resume

CALENDAR = WorkCalendar.published()

Change = Term | tuple[int, int]
"""An extension, or days until the clock stops and days it then stands still."""

terms = st.builds(Term, st.integers(1, 60), st.sampled_from(Unit))
changes = st.lists(st.one_of(terms, st.tuples(st.integers(0, 40), st.integers(0, 40))), max_size=4)


def changed(old: Deadline, steps: list[Change]) -> Deadline:
    """Apply extensions and suspensions, the latter one after another."""
    free_from = old.started_at
    for step in steps:
        if isinstance(step, Term):
            old = extend(old, step, cap=None, calendar=CALENDAR)
        else:
            stopped = free_from + timedelta(days=step[0])
            free_from = stopped + timedelta(days=step[1])
            old = resume(old, stopped, free_from, calendar=CALENDAR)
    return old
