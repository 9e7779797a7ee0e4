"""In which language a workbook speaks; what people wrote themselves stays as it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.model.case import CaseStatus
from engine.model.deadlines import Light
from engine.model.items import ItemStatus
from engine.model.ledger import EffectKind, RemedyState

Say = Callable[[str, str], str]
"""Choose between a text in Chinese and the same in English."""


def chinese(zh: str, en: str) -> str:
    """Choose the Chinese text: in workbooks that nobody asked for in another language."""
    del en
    return zh


def english(zh: str, en: str) -> str:
    """Choose the English text."""
    del zh
    return en


def listed(parts: Iterable[str], say: Say) -> str:
    """Write several things in a row."""
    return say("、", ", ").join(parts)


def clauses(parts: Iterable[str], say: Say) -> str:
    """Write several statements in a row."""
    return say("；", "; ").join(parts)


_STATES = {
    CaseStatus.OPEN: ("在办", "Open"),
    CaseStatus.SUSPENDED: ("已中止", "Suspended"),
    CaseStatus.CLOSED: ("已办结", "Closed"),
    CaseStatus.CANCELED: ("已撤销", "Cancelled"),
}
_ITEMS = {
    ItemStatus.DRAFT: "Draft",
    ItemStatus.ISSUED: "Issued",
    ItemStatus.DELIVERED: "Served, plan expected",
    ItemStatus.PLAN_SUBMITTED: "Plan under review",
    ItemStatus.PLAN_RETURNED: "Plan returned",
    ItemStatus.IN_PROGRESS: "Being put right",
    ItemStatus.REPORT_SUBMITTED: "Reported, to be verified",
    ItemStatus.VERIFYING: "Being verified",
    ItemStatus.RETURNED: "Returned, to be redone",
    ItemStatus.VERIFIED: "To be struck off",
    ItemStatus.OPEN: "Open",
    ItemStatus.CLOSED: "Struck off",
    ItemStatus.CANCELED: "Cancelled",
}
_COLOURS = {
    Light.GREEN: ("绿 正常", "Green: on time"),
    Light.YELLOW: ("黄 临期", "Yellow: near due"),
    Light.RED: ("红 逾期", "Red: late"),
    Light.GREY: ("灰 中止", "Grey: suspended"),
}
_EFFECTS = {
    EffectKind.GRADE_CAP: "Best grade of the assessment: ",
    EffectKind.AWARD_BAN: "No awards",
    EffectKind.PROMOTION_BAN: "No promotion",
    EffectKind.PAY_STEP_BAN: "No rise of the pay step",
    EffectKind.POST_RESTRICTION: "No lead post",
    EffectKind.RESOURCE_LIMIT: "Resources limited",
    EffectKind.VETO: "Veto",
}


def case_state(status: str, say: Say) -> str:
    """Return what the state of a case is called."""
    return say(*_STATES[CaseStatus(status)])


def item_state(status: str, say: Say) -> str:
    """Return what the state of a problem item is called."""
    found = ItemStatus(status)
    return say(found.zh, _ITEMS[found])


def light_word(light: Light, say: Say) -> str:
    """Return a colour with what it means, so that no colour is needed to read it."""
    return say(*_COLOURS[light])


def effect_word(kind: EffectKind, say: Say) -> str:
    """Return what a restriction is called."""
    return say(kind.value, _EFFECTS[kind])


def remedy_word(state: RemedyState, say: Say) -> str:
    """Return where a review or an appeal stands."""
    return say(state.value, state.en)


def outcome_word(code: str, say: Say) -> str:
    """Return a result; the ledger keeps it by its code, in Chinese workbooks as it is kept."""
    head, colon, rest = code.partition(":")
    known = {"accountability": "Accountability", "interviewed": "Interview"}
    return say(code, f"{known.get(head, head)}{': ' if colon else ''}{rest}")
