"""Every outcome ever recorded about somebody, with what has become of it since.

A record says what holds on a day; here what was reversed, corrected, lifted or is over stands too,
so that whoever reads it sees that it was there and why it counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from engine.model.ledger import EntryKind, OutcomeEntry
from engine.model.ledger_record import Held, standing


class LineState(Enum):
    """What has become of an outcome by a day."""

    COMING = "coming"
    """It takes effect later."""
    IN_FORCE = "in_force"
    """It has an influence period, or restricts something, that is not over."""
    FACT = "fact"
    """It has no influence period: a fact that stays."""
    AWAITS_LIFT = "awaits_lift"
    """Its period is over, and it waits to be lifted in writing."""
    LIFTED = "lifted"
    """It was lifted in writing."""
    OVER = "over"
    """Its period is over."""
    CORRECTED = "corrected"
    """It was wrong; another entry stands in its place."""
    REVERSED = "reversed"
    """It was cancelled from the beginning."""


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome; `held` is what it says, None when it was reversed or corrected.

    `replaced_by` and `replaces` are ids of the entries that stand in place of it, or in whose
    place it stands.
    """

    entry: OutcomeEntry
    state: LineState
    held: Held | None
    reversal: OutcomeEntry | None = None
    lift: OutcomeEntry | None = None
    replaced_by: str | None = None
    replaces: str | None = None

    @property
    def until_on(self) -> date | None:
        """Return the last day on which it says something; None when there is none, or not yet."""
        if self.held is None:
            return self.entry.until_on
        ends = [each.until_on for each in self.held.effects]
        if self.held.awaits_lift or None in ends:
            return None
        known = [each for each in (self.held.until_on, *ends) if each is not None]
        return max(known, default=None)

    def may_be_lifted(self, on: date) -> bool:
        """Say whether it can be lifted on a day (《事业单位人事管理条例》第三十一条)."""
        until_on = self.entry.until_on
        return self.waits_to_be_lifted and until_on is not None and on > until_on

    @property
    def waits_to_be_lifted(self) -> bool:
        """Say whether it must be lifted in writing some day and was not."""
        return self.held is not None and self.held.awaits_lift

    def touches(self, since: date | None, until: date | None) -> bool:
        """Say whether it has to do with a span of days."""
        if until is not None and self.entry.effective_on > until:
            return False
        end = self.until_on
        return since is None or end is None or end >= since


def lines_of(entries: Sequence[OutcomeEntry], on: date, known: datetime) -> tuple[Line, ...]:
    """Return every outcome as it stands on a day, as known at an instant; the newest first."""
    seen = [each for each in entries if each.recorded_at <= known]
    held = {each.entry.id: each for each in standing(seen, known)}
    reversals, lifts = _about(seen, EntryKind.REVERSAL), _about(seen, EntryKind.LIFT)
    ids = {each.id for each in seen}
    corrected = {each: f"{each}.correction" for each in ids if f"{each}.correction" in ids}
    original = {new: old for old, new in corrected.items()}
    lines = [
        Line(
            each,
            _state(each, held.get(each.id), on, is_replaced=each.id in corrected),
            held.get(each.id),
            reversals.get(each.id),
            lifts.get(each.id),
            corrected.get(each.id),
            original.get(each.id),
        )
        for each in seen
        if each.is_outcome
    ]
    return tuple(sorted(lines, key=lambda line: (line.entry.effective_on, line.entry.id))[::-1])


def _about(seen: Iterable[OutcomeEntry], kind: EntryKind) -> dict[str, OutcomeEntry]:
    return {
        each.refers_to: each
        for each in seen
        if each.kind == kind.value and each.refers_to is not None
    }


def _state(entry: OutcomeEntry, held: Held | None, on: date, *, is_replaced: bool) -> LineState:
    if held is None:
        return LineState.CORRECTED if is_replaced else LineState.REVERSED
    if on < entry.effective_on:
        return LineState.COMING
    if entry.until_on is None and not any(each.until_on for each in held.effects):
        return LineState.FACT
    if held.awaits_lift:
        return LineState.AWAITS_LIFT if on > (entry.until_on or on) else LineState.IN_FORCE
    if held.lifted_on is not None and on >= held.lifted_on:
        return LineState.LIFTED
    return LineState.IN_FORCE if _lasts(held, on) else LineState.OVER


def _lasts(held: Held, on: date) -> bool:
    """Say whether its period or one of its restrictions covers a day."""
    until_on = held.until_on or held.entry.until_on
    in_period = until_on is not None and on <= until_on
    return in_period or any(each.covers(on) for each in held.effects)
