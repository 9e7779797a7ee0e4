"""Influence periods (影响期) and how those of several sanctions combine.

A period starts on the day the sanction takes effect. That day is not counted, as in 民法典第二百
零一条 (our reading: no text says how an influence period is counted), so it lasts to the
corresponding day, that day included. It is not rolled forward: nobody has to act on its last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.model.deadline_arithmetic import add_months
from engine.model.deadline_terms import Term, Unit
from engine.model.errors import InvalidArgument

CAP_MONTHS = 48
"""The longest combined period of 政务处分 (《公职人员政务处分法》第十五条)."""


def end_of(effective_on: date, term: Term) -> date:
    """Return the last day of a period; a term that is no days or months raises InvalidArgument."""
    if term.unit is Unit.MONTHS:
        return add_months(effective_on, term.quantity)
    if term.unit is Unit.DAYS:
        return effective_on + timedelta(days=term.quantity)
    raise InvalidArgument(
        f"影响期“{term}”应以月或日计。",
        en=f"Expected an influence period in months or days, found '{term.iso}'.",
        code="invalid_period",
    )


def combined_range(months: Sequence[int]) -> tuple[int, int]:
    """Return the shortest and longest period for several equal sanctions decided together.

    《公职人员政务处分法》第十五条: the same sanction is executed, for a period of at least one of
    them and at most their sum, capped at 48 months. The text says 一个政务处分期以上, and 以上
    includes the figure itself, so one whole period is the shortest; with unequal periods "one of
    them" is read as the longest. The authority chooses within the range. An empty list raises
    ValueError.
    """
    longest = max(months)
    return longest, max(longest, min(sum(months), CAP_MONTHS))


def expect_in_range(chosen: int, months: Sequence[int]) -> int:
    """Return a combined period that an authority chose; raise InvalidArgument out of the range."""
    low, high = combined_range(months)
    if low <= chosen <= high:
        return chosen
    raise InvalidArgument(
        f"合并执行的处分期应为{low}个月以上、{high}个月以下（《公职人员政务处分法》第十五条），"
        f"不能为{chosen}个月。",
        en=f"Expected a combined period of {low} to {high} months, found {chosen}.",
        code="invalid_period",
    )


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction of one system: when it takes effect, its own last day, and how heavy it is.

    `decision` tells which sanctions were decided together; `weight` is the higher the heavier.
    `is_set` says that the authority set the whole period itself, what remained included.
    """

    id: str
    decision: str
    effective_on: date
    until_on: date
    weight: int = 0
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Executed:
    """What is executed of a sanction; None instead of a day when a heavier one is executed."""

    id: str
    until_on: date | None


def execute(sanctions: Iterable[Sanction]) -> tuple[Executed, ...]:
    """Return what is executed of the 政务处分 of one person, in order of effect.

    From the text of 《公职人员政务处分法》第十五条: of several kinds decided together the heaviest
    is executed; no period is longer than 48 months. Our reading: sanctions are decided together
    when they name the same decision; of equal ones decided together the period that the authority
    set is that of the longest (see `combined_range`); a new sanction during an old one lasts for
    its own period and what remained of the old one, counted in days from the day it takes effect,
    and never beyond 48 months from that day unless its own period does. The order in which
    sanctions were recorded makes no difference.
    """
    groups: dict[tuple[date, str], list[Sanction]] = {}
    for each in sanctions:
        groups.setdefault((each.effective_on, each.decision or each.id), []).append(each)
    running: date | None = None
    done: list[Executed] = []
    for (effective_on, _), group in sorted(groups.items()):
        heaviest = max(each.weight for each in group)
        kept = [each for each in group if each.weight == heaviest]
        alone = max(each.until_on for each in kept)
        is_set = any(each.is_set for each in kept)
        until = alone if is_set else _after_old(effective_on, alone, running)
        running = until if running is None else max(running, until)
        done += [Executed(each.id, until if each in kept else None) for each in _by_id(group)]
    return tuple(done)


def _after_old(effective_on: date, alone: date, running: date | None) -> date:
    """Add what remains of an old period to a new one, within the cap."""
    if running is None or running <= effective_on:
        return alone
    whole = alone + (running - effective_on)
    return max(alone, min(whole, add_months(effective_on, CAP_MONTHS)))


def _by_id(group: Iterable[Sanction]) -> list[Sanction]:
    return sorted(group, key=lambda each: each.id)
