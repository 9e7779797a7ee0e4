"""Who held a case how long: the sums with their shares, and every span."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from engine.commands.reading.holdings import HolderTotal, HoldingView, read_holding
from web.areas.cases import framing
from web.areas.cases.area import CASES
from web.asking import look_recorded
from web.language import either, text

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@CASES.page("/<string:case_id>/holding")
def holding(case_id: str) -> ResponseReturnValue:
    """Show who held a case how long."""
    case = framing.read(case_id)
    found = look_recorded(read_holding, case_id=case.id)
    return framing.show(
        case, "cases/holding.html", found=found, lasting=lasting, share=share, who=who
    )


def who(held: HoldingView | HolderTotal) -> str:
    """Say who held a case, or what it waited for where nobody did."""
    named = text("、").join(each.name for each in (*held.people, *held.groups))
    state = either(held.zh, held.en)
    return f"{named} · {state}" if named else state


def share(seconds: float, whole: float) -> float:
    """Return how much of the whole something is, in percent with one decimal."""
    return round(100 * seconds / whole, 1) if whole else 0.0


def lasting(seconds: float) -> str:
    """Say how long something took: in days and hours, or in hours and minutes."""
    whole = int(seconds)
    if whole >= _DAY:
        return text("%(d)s 天 %(h)s 小时", d=whole // _DAY, h=whole % _DAY // _HOUR)
    if whole >= _HOUR:
        return text("%(h)s 小时 %(m)s 分", h=whole // _HOUR, m=whole % _HOUR // _MINUTE)
    return text("%(m)s 分钟", m=whole // _MINUTE) if whole >= _MINUTE else text("不到 1 分钟")
