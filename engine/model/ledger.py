"""The entries of the outcome ledger (结果台账): what is kept of a unit's or a person's assessment.

Entries are appended and never changed. Each carries two times: the local days on which it holds,
`effective_on` to `until_on`, and `recorded_at`, since when it is known. A wrong entry is cancelled
by a reversal that refers to it; what was known before stays known as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from engine.model.values import Value


class EntryKind(Enum):
    """What an entry does; all but an outcome refer to an outcome."""

    OUTCOME = "outcome"
    """Says something about a unit or a person."""
    REVERSAL = "reversal"
    """Cancels an outcome from the beginning, by a decision."""
    REMEDY = "remedy"
    """Says where a review or an appeal of an outcome stands."""
    LIFT = "lift"
    """Ends a sanction that must be lifted in writing."""

    @property
    def zh(self) -> str:
        """Return the Chinese name."""
        return _KINDS_ZH[self]


_KINDS_ZH = {
    EntryKind.OUTCOME: "结果",
    EntryKind.REVERSAL: "冲销",
    EntryKind.REMEDY: "救济",
    EntryKind.LIFT: "解除",
}


class RemedyState(Enum):
    """Where 复核 and 申诉 stand (《教育督导问责办法》第四章); execution is not suspended by them."""

    REVIEWING = "复核中"
    """A review was asked for and is not decided."""
    REVIEW_UPHELD = "复核维持"
    """The review left the decision as it was."""
    APPEALING = "申诉中"
    """An appeal was made and is not decided."""
    APPEAL_UPHELD = "申诉维持"
    """The appeal left the decision as it was."""
    REVOKED = "撤销"
    """The decision was revoked; a reversal cancels its entries."""
    CHANGED = "变更"
    """The decision was changed: a reversal and new entries."""

    @property
    def en(self) -> str:
        """Return the state in English."""
        return _REMEDIES_EN[self]

    @property
    def is_pending(self) -> bool:
        """Say whether a decision is still to come."""
        return self in (RemedyState.REVIEWING, RemedyState.APPEALING)


_REMEDIES_EN = {
    RemedyState.REVIEWING: "review pending",
    RemedyState.REVIEW_UPHELD: "upheld on review",
    RemedyState.APPEALING: "appeal pending",
    RemedyState.APPEAL_UPHELD: "upheld on appeal",
    RemedyState.REVOKED: "revoked",
    RemedyState.CHANGED: "changed",
}


class EffectKind(Enum):
    """What an outcome may restrict; the values are the outputs of the table `outcome_effects`."""

    GRADE_CAP = "考核等次上限"
    """The best grade that a yearly assessment may give."""
    AWARD_BAN = "评优限制"
    """No award, no 评优."""
    PROMOTION_BAN = "提拔限制"
    """No promotion, 晋升 or 转任重要职务."""
    PAY_STEP_BAN = "晋档限制"
    """No rise of the pay step (晋升工资档次)."""
    POST_RESTRICTION = "职务限制"
    """No lead post."""
    RESOURCE_LIMIT = "资源限制"
    """Grants, policies or enrolment plans are limited."""
    VETO = "一票否决"
    """The unit cannot be graded well this year, whatever else it did."""


class LiftMode(Enum):
    """How a sanction ends (解除方式)."""

    AUTOMATIC = "自动解除"
    """By itself when its period is over (《公职人员政务处分法》第二十六条)."""
    IN_WRITING = "书面解除"
    """By a written decision of the unit (《事业单位人事管理条例》第三十一条)."""


class Category(Enum):
    """The system of rules a form belongs to (类别): how periods of one system combine."""

    ADMINISTRATIVE = "政务处分"
    """Sanctions of public servants (《公职人员政务处分法》)."""
    INSTITUTION = "事业单位处分"
    """Sanctions of staff of public institutions (《事业单位人事管理条例》)."""
    PARTY = "党纪处分"
    """Sanctions of the Party."""
    ORGANISATIONAL = "组织处理"
    """诫勉, 停职检查, 调整职务, 责令辞职, 免职, 降职."""
    ACCOUNTABILITY = "问责"
    """责令检查, 约谈, 通报批评: no influence period of their own."""
    UNIT = "单位问责"
    """Forms for units: 公开批评, 约谈, 督导通报, 资源调整."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One restriction.

    It holds from the entry's `effective_on` to `until_on`, both included. `follows` says that it
    lasts as long as the influence period, whatever that comes to when periods are combined;
    `until_on` is then that of the period alone. `value` is a grade for a cap, else "".
    """

    kind: EffectKind
    until_on: date
    follows: bool
    value: str = ""

    def record(self) -> dict[str, Value]:
        """Return what the store keeps."""
        return {
            "kind": self.kind.value,
            "until_on": self.until_on,
            "follows": self.follows,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """One entry as it is stored.

    A person's entry has `person`, a reference that need not be a user's; `unit` is then the unit
    whose case it is. `person` is None in a unit's own entries. `details` hold what no query asks
    for: authority, basis, facts_on, disclosure, person_unit, post, identity, note, category,
    period, lift, state, reason and the like.
    """

    id: str
    case_id: str
    kind: str
    code: str
    unit: str | None
    person: str | None
    form: str | None
    decision: str | None
    decided_on: date
    effective_on: date
    until_on: date | None
    effects: Value
    refers_to: str | None
    table_version: str | None
    recorded_at: datetime
    recorded_by: str
    details: Mapping[str, Value]

    @property
    def subject(self) -> str:
        """Return whom the entry is about."""
        return self.person or self.unit or ""

    @property
    def is_outcome(self) -> bool:
        """Say whether this is an outcome and not about one."""
        return self.kind == EntryKind.OUTCOME.value

    @property
    def restrictions(self) -> tuple[Effect, ...]:
        """Return what it restricts."""
        listed = self.effects if isinstance(self.effects, list | tuple) else ()
        return tuple(_effect(each) for each in listed if isinstance(each, Mapping))

    @property
    def category(self) -> Category | None:
        """Return the system of rules its form belongs to; None without a form."""
        found = self.details.get("category")
        return Category(found) if isinstance(found, str) else None

    @property
    def must_be_lifted(self) -> bool:
        """Say whether it goes on after its period until it is lifted in writing."""
        return self.details.get("lift") == LiftMode.IN_WRITING.value

    def text(self, name: str) -> str:
        """Return a detail as text, "" when there is none."""
        value = self.details.get(name)
        return "" if value is None else str(value)


def _effect(record: Mapping[str, Value]) -> Effect:
    until_on = record["until_on"]
    if not isinstance(until_on, date):
        raise TypeError("an effect ends on a day")
    return Effect(
        EffectKind(record["kind"]), until_on, record["follows"] is True, str(record["value"])
    )
