"""Whether there are people enough for the published procedures, in the reach of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dudao.composition import GROUPS
from dudao.health.checks import Check
from engine.commands.engine import Engine
from engine.commands.staffing import Staff
from engine.definitions.published import Published
from engine.model.case import Clock
from engine.store import Session
from engine.store.definitions import list_definitions

MOST_NAMED = 5
"""Units that one sentence names."""
_NAME = "人员配备"


def check_people(session: Session, engine: Engine, clock: Clock) -> Iterator[Check]:
    """Expect people enough for every procedure against every unit below its office."""
    published = [engine.library.published(session, each.id) for each in list_definitions(session)]
    lacking = list(too_few(Staff(session, engine=engine, clock=clock), published))
    for sentence in lacking:
        yield Check(_NAME, "warning", sentence)
    if not lacking:
        yield Check(_NAME, "ok", f"{len(published)}个流程都有足够的人员办理。")


def too_few(staff: Staff, published: Iterable[Published]) -> Iterator[str]:
    """Yield a sentence for each shortage, with the units in which it is the same."""
    for each in published:
        units = staff.units_for(each)
        if not units:
            yield f"流程“{each.name}”没有可以立案的单位：候选组没有成员，或其下没有单位。"
        where: dict[str, list[str]] = {}
        for unit in units:
            found = staff.against(each, unit)
            for shortage in found.shortages:
                where.setdefault(shortage.zh(GROUPS), []).append(staff.unit_name(unit))
            if not found.is_exact:
                where.setdefault("组合过多，未能算尽", []).append(staff.unit_name(unit))
        for sentence, names in where.items():
            yield f"流程“{each.name}”在{_listed(names, len(units))}：{sentence}。"


def _listed(names: list[str], everywhere: int) -> str:
    if len(names) == everywhere and everywhere > 1:
        return "所有单位"
    more = f"等{len(names)}个单位" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
