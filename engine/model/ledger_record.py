"""What the record of a unit or a person says on a day, as known at an instant.

Everything is computed from the entries recorded up to that instant: entries that come later never
change an answer about what was known before, in whatever order they are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.model.influence import Sanction, execute
from engine.model.ledger import Category, EffectKind, EntryKind, OutcomeEntry, RemedyState
from engine.model.outcome_effects import worst

_DAY = timedelta(days=1)
_HEAVIER = ("警告", "记过", "记大过", "降级", "撤职", "开除")
"""政务处分 from the lightest to the heaviest (《公职人员政务处分法》第七条)."""


@dataclass(frozen=True, slots=True)
class HeldEffect:
    """A restriction as it is executed; without `until_on` its end is not known yet."""

    kind: EffectKind
    value: str
    from_on: date
    until_on: date | None
    entry: str

    def covers(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Held:
    """An outcome that stands, and what has been said about it since.

    `until_on` is the last day of its influence period as executed, None when it has none or waits
    to be lifted in writing (`awaits_lift`). `is_executed` is false when a heavier sanction of the
    same decision is executed in its place.
    """

    entry: OutcomeEntry
    until_on: date | None
    effects: tuple[HeldEffect, ...]
    remedy: RemedyState | None = None
    lifted_on: date | None = None
    awaits_lift: bool = False
    is_executed: bool = True

    def holds(self, on: date) -> bool:
        """Say whether the record says it on a day.

        What has an influence period is said until that and every effect is over; what has none is
        a fact and stays.
        """
        entry = self.entry
        if on < entry.effective_on:
            return False
        if entry.until_on is None or self.awaits_lift:
            return True
        until_on = self.until_on or entry.until_on
        return on <= until_on or any(each.covers(on) for each in self.effects)


@dataclass(frozen=True, slots=True)
class Restriction:
    """The combination of equal restrictions: the worst cap, any ban until the latest end."""

    kind: EffectKind
    value: str
    from_on: date
    until_on: date | None
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says on one day."""

    on: date
    held: tuple[Held, ...]
    restrictions: tuple[Restriction, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the entries, in order of effect."""
        return tuple(each.entry.code for each in self.held)

    def restriction(self, kind: EffectKind) -> Restriction | None:
        """Return the restriction of a kind; None when there is none on the day."""
        return next((each for each in self.restrictions if each.kind is kind), None)

    @property
    def grade_cap(self) -> str | None:
        """Return the best grade that may be given; None when any may."""
        found = self.restriction(EffectKind.GRADE_CAP)
        return None if found is None else found.value


def standing(entries: Iterable[OutcomeEntry], known: datetime) -> tuple[Held, ...]:
    """Return the outcomes that stand as known at an instant, in order of effect.

    `entries` are all entries about one unit or one person; those about somebody else would be
    combined with them.
    """
    seen = {each.id: each for each in entries if each.recorded_at <= known}
    about: dict[EntryKind, dict[str, list[OutcomeEntry]]] = {kind: {} for kind in EntryKind}
    for each in sorted(seen.values(), key=lambda entry: (entry.recorded_at, entry.id)):
        if each.refers_to is not None:
            about[EntryKind(each.kind)].setdefault(each.refers_to, []).append(each)
    cancelled = about[EntryKind.REVERSAL]
    outcomes = [each for each in seen.values() if each.is_outcome and each.id not in cancelled]
    executed = _executed(outcomes)
    held = [
        _held(
            each,
            executed,
            about[EntryKind.REMEDY].get(each.id, []),
            about[EntryKind.LIFT].get(each.id, []),
        )
        for each in outcomes
    ]
    return tuple(sorted(held, key=lambda each: (each.entry.effective_on, each.entry.id)))


def record_on(entries: Iterable[OutcomeEntry], on: date, known: datetime) -> Record:
    """Return what the record said on a local day, as known at an instant."""
    held = standing(entries, known)
    active = [effect for each in held for effect in each.effects if effect.covers(on)]
    return Record(on, tuple(each for each in held if each.holds(on)), tuple(combined(active)))


def combined(effects: Sequence[HeldEffect]) -> Iterator[Restriction]:
    """Combine effects that hold at the same time, kind by kind: the heavier prevails.

    Sanctions of different systems (党纪 and 政务) run side by side, and of 组织处理 at the same
    time the longest counts: for each kind that is the latest end.
    """
    for kind in EffectKind:
        equal = [each for each in effects if each.kind is kind]
        value = worst(each.value for each in equal) or ""
        decisive = [each for each in equal if each.value == value]
        if decisive:
            ends = [each.until_on for each in decisive]
            yield Restriction(
                kind,
                value,
                min(each.from_on for each in decisive),
                None if None in ends else max(end for end in ends if end is not None),
                tuple(sorted({each.entry for each in equal})),
            )


def _executed(outcomes: Iterable[OutcomeEntry]) -> Mapping[str, date | None]:
    """Return the last day of the 政务处分 as executed, by entry."""
    sanctions = [
        Sanction(
            each.id,
            each.decision or "",
            each.effective_on,
            each.until_on,
            _HEAVIER.index(each.form) if each.form in _HEAVIER else 0,
            is_set=each.details.get("is_set") is True,
        )
        for each in outcomes
        if each.category is Category.ADMINISTRATIVE and each.until_on is not None
    ]
    return {each.id: each.until_on for each in execute(sanctions)}


def _held(
    entry: OutcomeEntry,
    executed: Mapping[str, date | None],
    remedies: list[OutcomeEntry],
    lifts: list[OutcomeEntry],
) -> Held:
    until_on = executed.get(entry.id, entry.until_on)
    is_executed = until_on is not None or entry.until_on is None
    lifted_on = min((each.effective_on for each in lifts), default=None)
    awaits_lift = entry.must_be_lifted and entry.until_on is not None and lifted_on is None
    if entry.must_be_lifted and lifted_on is not None and until_on is not None:
        until_on = max(until_on, lifted_on - _DAY)
    until_on = None if awaits_lift else until_on
    effects = tuple(
        HeldEffect(
            each.kind,
            each.value,
            entry.effective_on,
            until_on if each.follows else each.until_on,
            entry.id,
        )
        for each in (entry.restrictions if is_executed else ())
    )
    remedy = RemedyState(remedies[-1].text("state")) if remedies else None
    return Held(entry, until_on, effects, remedy, lifted_on, awaits_lift, is_executed)
