"""From a row of the decision table `outcome_effects` to the influence period and the effects.

The table is an office's own (docs/ledger.md): what a cell may say is checked here, because a typing
mistake in a table must not become a sanction without effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from engine.model.deadline_terms import Term, parse_term
from engine.model.errors import InvalidArgument
from engine.model.influence import end_of
from engine.model.ledger import Category, Effect, EffectKind, LiftMode
from engine.model.values import Value

TABLE = "outcome_effects"
"""The id of the decision."""
UNIT_IDENTITY = "单位"
"""What the table is asked as 身份 for a form that is given to a unit."""
IDENTITIES = ("公务员", "参公", "事业", "民办", "党员")
"""What a person may be; the identity decides which system of rules holds."""
DISCLOSURES = ("公开", "内部", "不公开")
"""Who may be told."""

PERIOD, THIS_YEAR = "影响期", "当年"
NOTHING = (None, "", "无")
GRADES: Mapping[str, int] = {
    "优秀": 4, "良好": 3, "称职": 3, "合格": 3,
    "基本称职": 2, "基本合格": 2, "不确定等次": 1, "不称职": 0, "不合格": 0,
}  # fmt: skip
"""The grades of yearly assessments, the better the higher; those of cadres and units side by side.

良好 and 合格 never meet in one assessment, so that both being 3 decides nothing.
"""
_BANS = tuple(kind for kind in EffectKind if kind is not EffectKind.GRADE_CAP)

Choice = TypeVar("Choice", Category, LiftMode)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a form means for one subject from the day it takes effect.

    `until_on` is the last day of the influence period, None when the form has none.
    """

    category: Category
    period: str
    until_on: date | None
    effects: tuple[Effect, ...]
    lift: LiftMode | None
    source: str


def outlook_of(
    result: Value, *, form: str, identity: str, effective_on: date, period: str | None = None
) -> Outlook:
    """Read the result of the table; `period` is one that the authority set itself.

    Raises InvalidArgument when the table does not know the form, or when a cell does not say what
    it should.
    """
    if not isinstance(result, Mapping):
        raise InvalidArgument(
            f"结果影响表（{TABLE}）没有形式“{form}”、身份“{identity or '未填'}”这一行。",
            en=f"Expected a row for the form '{form}' and identity '{identity}' in {TABLE}.",
            code="unknown_form",
        )
    term = _term(period or result.get(PERIOD))
    until_on = None if term is None else end_of(effective_on, term)
    return Outlook(
        category=_choice(Category, "类别", result.get("类别")),
        period="" if term is None else str(term),
        until_on=until_on,
        effects=tuple(_effects(result, effective_on, until_on)),
        lift=None if result.get("解除方式") in NOTHING else _lift(result),
        source=str(result.get("依据") or ""),
    )


def _lift(result: Mapping[str, Value]) -> LiftMode:
    return _choice(LiftMode, "解除方式", result.get("解除方式"))


def _choice(kind: type[Choice], column: str, cell: Value) -> Choice:
    for each in kind:
        if each.value == cell:
            return each
    raise _wrong(column, cell, "、".join(each.value for each in kind))


def _term(cell: Value) -> Term | None:
    if cell in NOTHING:
        return None
    if not isinstance(cell, str):
        raise _wrong(PERIOD, cell, "期限，如 12个月")
    return parse_term(cell)


def _effects(
    result: Mapping[str, Value], effective_on: date, until_on: date | None
) -> Iterable[Effect]:
    year_end = date(effective_on.year, 12, 31)
    cap = result.get(EffectKind.GRADE_CAP.value)
    if cap not in NOTHING:
        if not isinstance(cap, str) or cap not in GRADES:
            raise _wrong(EffectKind.GRADE_CAP.value, cap, "、".join(GRADES))
        yield Effect(EffectKind.GRADE_CAP, until_on or year_end, until_on is not None, cap)
    for kind in _BANS:
        cell = result.get(kind.value)
        if cell in NOTHING:
            continue
        if cell == PERIOD and until_on is not None:
            yield Effect(kind, until_on, follows=True)
        elif cell == THIS_YEAR:
            yield Effect(kind, year_end, follows=False)
        elif isinstance(cell, str) and cell != PERIOD:
            yield Effect(kind, end_of(effective_on, parse_term(cell)), follows=False)
        else:
            raise _wrong(kind.value, cell, "影响期（该行有影响期时）、当年，或期限如 12个月")


def _wrong(column: str, cell: Value, expected: str) -> InvalidArgument:
    return InvalidArgument(
        f"结果影响表（{TABLE}）的“{column}”一格应为{expected}，现为“{cell}”。",
        en=f"Expected the cell '{column}' of {TABLE} to be one of {expected}, found '{cell}'.",
        code="invalid_outcome_effects",
    )


def worst(grades: Iterable[str]) -> str | None:
    """Return the lowest of several grades; None of none."""
    return min(grades, key=lambda grade: (GRADES.get(grade, 0), grade), default=None)
