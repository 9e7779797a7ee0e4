"""The yearly assessment sheet (年度考核结果运用表): figures with the entries and cases behind them.

《教育督导条例》第二十四条 makes the results of supervision an important basis of the assessment of
a unit and of those who lead it. Every figure names what it was counted from, and the whole sheet
is computed as known at an instant, so that it can be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.model.calendar import WorkCalendar
from engine.model.deadline_terms import Term
from engine.model.deadline_values import RESOLUTION, instant_on, local_day
from engine.model.ledger import EffectKind, OutcomeEntry
from engine.model.ledger_record import Held, HeldEffect, standing
from engine.model.outcome_effects import worst
from engine.model.spans import Span, joined

NOTICES = ("通报批评", "公开批评", "督导通报")
"""The forms that count as 通报."""
_NEXT = timedelta(microseconds=1)
_OF_UNITS = frozenset(
    {
        EffectKind.GRADE_CAP,
        EffectKind.AWARD_BAN,
        EffectKind.RESOURCE_LIMIT,
        EffectKind.VETO,
    }
)
_OF_PERSONS = frozenset(set(EffectKind) - {EffectKind.RESOURCE_LIMIT, EffectKind.VETO})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a figure: an entry, a case, an item or a task.

    `case` is the id of the case, `reference` what people call it. `en` is what it says once more
    in English, where words of ours are in it.
    """

    kind: str
    id: str
    case: str
    reference: str
    on: date
    zh: str
    en: str = ""


FIGURES_EN: Mapping[str, str] = {
    "interviews": "Interviews",
    "notices": "Circulars",
    "accountability": "Accountability decisions",
    "sanctions": "Sanctions and other measures",
    "grade_cap": "Best grade of the assessment",
    "award_ban": "No awards",
    "promotion_ban": "No promotion",
    "pay_step_ban": "No rise of the pay step",
    "post_restriction": "No lead post",
    "resource_limit": "Resources limited",
    "veto": "Veto",
    "remedies_pending": "Reviews and appeals pending",
    "rectification_cases": "Rectification cases (opened this year)",
    "rectification_items": "Problem items (begun this year)",
    "rectified_items": "Of these struck off",
    "rectification_rate": "Share rectified",
    "overdue": "Times overdue",
    "on_time_rate": "Share on time",
    "light_red": "Cases with a red light at the end of the year",
    "light_yellow": "Cases with a yellow light at the end of the year",
    "light_green": "Cases with a green light at the end of the year",
    "light_grey": "Suspended cases at the end of the year",
}
"""What the lines of a sheet are called in English."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the sheet; None where there was nothing to count.

    `value_en` is a value in words once more, in English. `more` things stand behind it that are
    not named.
    """

    key: str
    zh: str
    value: int | Decimal | str | None
    evidence: tuple[Evidence, ...] = ()
    value_en: str = ""
    more: int = 0

    @property
    def en(self) -> str:
        """Return what the line is called in English."""
        return FIGURES_EN[self.key]

    @property
    def shown_en(self) -> str:
        """Return the value for people who read English."""
        return self.value_en or self.shown

    @property
    def shown(self) -> str:
        """Return the value for people."""
        if self.value is None:
            return "—"
        return f"{self.value * 100:.1f}%" if isinstance(self.value, Decimal) else str(self.value)


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """The sheet of a unit or a person for a year, as known at an instant."""

    subject: str
    name: str
    is_person: bool
    year: int
    known: datetime
    figures: tuple[Figure, ...]

    def figure(self, key: str) -> Figure:
        """Return a figure by its key; raise KeyError for one that the sheet does not have."""
        return {each.key: each for each in self.figures}[key]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of assessment, and what may be known of it.

    `until` is the first instant that is not counted: the end of the year, or when it is known.
    """

    number: int
    known: datetime

    @property
    def first(self) -> date:
        """Return January 1st."""
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        """Return December 31st."""
        return date(self.number, 12, 31)

    @property
    def until(self) -> datetime:
        """Return the first instant that is not counted any more."""
        return min(instant_on(self.last) + RESOLUTION, self.known + _NEXT)

    @property
    def at(self) -> datetime:
        """Return the last instant that is counted."""
        return self.until - _NEXT

    def has(self, at: datetime) -> bool:
        """Say whether an instant lies in the part of the year that is counted."""
        return local_day(at).year == self.number and at < self.until


@dataclass(frozen=True, slots=True)
class Counting:
    """By what a sheet is counted: calendar and near term for lights, whose work is due."""

    calendar: WorkCalendar
    near: Term
    respondents: str


def assess(
    entries: Iterable[OutcomeEntry],
    *,
    subject: str,
    name: str,
    is_person: bool,
    year: int,
    known: datetime,
    reference: Callable[[str], str],
    rectified: Iterable[Figure] = (),
) -> AssessmentSheet:
    """Make a sheet; `rectified` is what was counted of the rectification cases of a unit."""
    period = Year(number=year, known=known)
    held = standing(entries, known)
    figures = list(_counted(held, period, reference, is_person=is_person))
    figures += rectified
    figures += _limits(held, period, reference, _OF_PERSONS if is_person else _OF_UNITS)
    figures += _pending(held, reference)
    return AssessmentSheet(subject, name, is_person, year, known, tuple(figures))


# ------------------------------------------------------------------------------ from the ledger


def _counted(
    held: Sequence[Held], year: Year, reference: Callable[[str], str], *, is_person: bool
) -> Iterator[Figure]:
    decided = [each for each in held if each.entry.decided_on.year == year.number]
    for key, zh, is_meant in (
        ("interviews", "约谈次数", _is_interview),
        ("notices", "通报次数", _is_notice),
        ("accountability", "问责次数", _is_accountability),
        ("sanctions", "处分处理次数", _is_sanction),
    ):
        if key == "sanctions" and not is_person:
            continue
        meant = [each for each in decided if is_meant(each.entry)]
        yield Figure(key, zh, len(meant), _entries(meant, reference))


def _is_interview(entry: OutcomeEntry) -> bool:
    return entry.form == "约谈" or entry.code.startswith("interviewed")


def _is_notice(entry: OutcomeEntry) -> bool:
    return entry.form in NOTICES


def _is_accountability(entry: OutcomeEntry) -> bool:
    return entry.code.startswith("accountability")


def _is_sanction(entry: OutcomeEntry) -> bool:
    return entry.until_on is not None and entry.person is not None


def _limits(
    held: Sequence[Held],
    year: Year,
    reference: Callable[[str], str],
    always: frozenset[EffectKind],
) -> Iterator[Figure]:
    """List the restrictions: those usual for such a subject always, others where there are any."""
    by_id = {each.entry.id: each for each in held}
    effects = [
        effect
        for each in held
        for effect in each.effects
        if Span(effect.from_on, effect.until_on).touches(year.first, year.last)
    ]
    for kind in EffectKind:
        equal = [each for each in effects if each.kind is kind]
        if not equal and kind not in always:
            continue
        behind = [by_id[each] for each in sorted({effect.entry for effect in equal})]
        zh, en = _limit(kind, equal)
        yield Figure(kind.name.lower(), kind.value, zh, _entries(behind, reference), en)


def _limit(kind: EffectKind, effects: Sequence[HeldEffect]) -> tuple[str | None, str]:
    if not effects:
        return None, ""
    if kind is EffectKind.GRADE_CAP:
        grade = worst(each.value for each in effects)
        return f"不得高于“{grade}”", f"not above “{grade}”"
    spans = joined(Span(each.from_on, each.until_on) for each in effects)
    return "；".join(each.zh for each in spans), "; ".join(each.en for each in spans)


def _pending(held: Sequence[Held], reference: Callable[[str], str]) -> Iterator[Figure]:
    pending = [each for each in held if each.remedy is not None and each.remedy.is_pending]
    yield Figure("remedies_pending", "复核申诉未结", len(pending), _entries(pending, reference))


def _entries(held: Iterable[Held], reference: Callable[[str], str]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            "entry",
            each.entry.id,
            each.entry.case_id,
            reference(each.entry.case_id),
            each.entry.decided_on,
            *_said(each),
        )
        for each in held
    )


def _said(held: Held) -> tuple[str, str]:
    """Say what an entry is in Chinese, and in English with its code as it is kept."""
    entry = held.entry
    parts = [entry.code, entry.form, entry.decision]
    remedy = ("", "") if held.remedy is None else (held.remedy.value, held.remedy.en)
    zh, en = (dict.fromkeys(part for part in (*parts, each) if part) for each in remedy)
    return "，".join(zh), ", ".join(en)
