"""The record as known at an instant: always the same answer, whatever is added later."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.model.deadline_arithmetic import add_months
from engine.model.ledger import Effect, EffectKind, EntryKind, OutcomeEntry
from engine.model.ledger_record import Record, record_on, standing
from tests.store.samples import entry

START = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2026, 1, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    recorded: int
    effective: int
    months: int | None
    category: str
    form: str


shapes = st.lists(
    st.builds(
        Shape,
        st.integers(0, 400),
        st.integers(0, 700),
        st.sampled_from([None, 6, 12, 24]),
        st.sampled_from(["政务处分", "党纪处分", "组织处理", "事业单位处分"]),
        st.sampled_from(["警告", "记过", "撤职"]),
    ),
    max_size=6,
)
reversals = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), max_size=4)


def outcome(number: int, shape: Shape) -> OutcomeEntry:
    effective_on = FIRST + shape.effective * DAY
    until_on = None if shape.months is None else add_months(effective_on, shape.months)
    effect = Effect(EffectKind.PROMOTION_BAN, until_on or effective_on, until_on is not None)
    return entry(
        f"o{number}",
        code=f"c{number}",
        person="李某",
        form=shape.form,
        decided_on=effective_on,
        effective_on=effective_on,
        until_on=until_on,
        effects=[effect.record()],
        recorded_at=START + shape.recorded * HOUR,
        details={
            "category": shape.category,
            "lift": "书面解除" if shape.category == "事业单位处分" else None,
        },
    )


def ledger(rows: list[Shape], reversed_: list[tuple[int, int]]) -> list[OutcomeEntry]:
    entries = {f"o{n}": outcome(n, shape) for n, shape in enumerate(rows)}
    for number, later in reversed_:
        old = entries.get(f"o{number}")
        if old is not None:
            new = reversal(old, old.recorded_at + later * HOUR)
            entries.setdefault(new.id, new)
    return list(entries.values())


def reversal(old: OutcomeEntry, at: datetime) -> OutcomeEntry:
    return replace(
        old,
        id=f"{old.id}.reversal",
        kind=EntryKind.REVERSAL.value,
        effects=None,
        until_on=None,
        refers_to=old.id,
        recorded_at=at,
        details={"reason": "撤销"},
    )


days = st.integers(-10, 1500).map(lambda n: FIRST + n * DAY)
instants = st.integers(-5, 900).map(lambda n: START + n * HOUR)


@given(shapes, reversals, days, instants, st.randoms(use_true_random=False))
def test_the_order_of_insertion_makes_no_difference(
    rows: list[Shape],
    reversed_: list[tuple[int, int]],
    on: date,
    known: datetime,
    chance: random.Random,
) -> None:
    entries = ledger(rows, reversed_)
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert record_on(shuffled, on, known) == record_on(entries, on, known)


@given(shapes, reversals, days, instants)
def test_what_was_known_never_changes_when_entries_are_added(
    rows: list[Shape], reversed_: list[tuple[int, int]], on: date, known: datetime
) -> None:
    entries = ledger(rows, reversed_)
    then = [each for each in entries if each.recorded_at <= known]
    assert record_on(entries, on, known) == record_on(then, on, known)


@given(shapes, reversals, st.integers(0, 5), days)
def test_a_reversal_restores_exactly_and_is_not_known_before_it_was(
    rows: list[Shape], reversed_: list[tuple[int, int]], chosen: int, on: date
) -> None:
    entries = ledger(rows, reversed_)
    late = START + 2000 * HOUR
    new = outcome(99, Shape(1500, chosen * 100, 12, "政务处分", "记过"))
    cancelled = reversal(new, START + 1600 * HOUR)
    before: Record = record_on(entries, on, late)
    assert record_on([*entries, new, cancelled], on, late) == before
    between = START + 1550 * HOUR
    assert record_on([*entries, new, cancelled], on, between) == record_on(
        [*entries, new], on, between
    )
    known = standing([*entries, new, cancelled], between)
    assert new.id in {each.entry.id for each in known}


@given(shapes, days)
def test_a_ban_holds_as_long_as_any_single_one_would(rows: list[Shape], on: date) -> None:
    entries = ledger(rows, [])
    late = START + 5000 * HOUR
    record = record_on(entries, on, late)
    ban = record.restriction(EffectKind.PROMOTION_BAN)
    executed = {each.entry.id for each in standing(entries, late) if each.is_executed}
    ends = [
        each.until_on
        for each in entries
        if each.id in executed
        and each.until_on is not None
        and each.effective_on <= on <= each.until_on
    ]
    if ends:
        assert ban is not None
        assert ban.until_on is None or ban.until_on >= max(ends)


def test_late_knowledge_changes_the_past_only_as_known_afterwards() -> None:
    late = outcome(1, Shape(recorded=2400, effective=9, months=6, category="党纪处分", form="警告"))
    on = date(2026, 2, 1)
    assert record_on([late], on, START + 2399 * HOUR).codes == ()
    assert record_on([late], on, START + 2400 * HOUR).codes == ("c1",)
