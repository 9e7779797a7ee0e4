"""Stretches of local days, both ends included; one without an end goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both included; None when the end is not known yet."""

    from_on: date
    until_on: date | None

    def touches(self, from_on: date, until_on: date) -> bool:
        """Say whether any of its days lies between two days, both included."""
        return self.from_on <= until_on and (self.until_on is None or self.until_on >= from_on)

    @property
    def zh(self) -> str:
        """Say it in Chinese."""
        return f"{self.from_on}至{self.until_on or '解除之日'}"

    @property
    def en(self) -> str:
        """Say it in English."""
        return f"{self.from_on} to {self.until_on or 'the day it is lifted'}"


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or follow each other without a gap, in order of their beginning."""
    done: list[Span] = []
    for each in sorted(spans, key=lambda span: span.from_on):
        last = done[-1] if done else None
        if last is None or (last.until_on is not None and last.until_on + _DAY < each.from_on):
            done.append(each)
        else:
            done[-1] = Span(last.from_on, _later(last.until_on, each.until_on))
    return tuple(done)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
