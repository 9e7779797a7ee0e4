"""How many people a diagram needs at least: a fact about it, no finding.

The number is that of the smallest fixed division of the work with which no `separate_from` stands
in anybody's way, whichever path a case takes. On some paths fewer would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.diagram.duty_rules import DutyRules, Values, duty_rules, name_of
from engine.diagram.findings import DiagramError
from engine.diagram.model import NOTHING, Diagram, Process
from engine.diagram.reader import read_diagram
from engine.diagram.report import START
from engine.model.division import Division, all_apart, fewest

MOST_PROCESSES = 20
"""Processes of a file that are counted."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Activities of a group that need a person each, and the rules that say so.

    `group` is "" where all groups are meant. `rules` are (activity, what it is separated from).
    """

    group: str
    activities: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PeopleNeeded:
    """The fewest people for one process.

    `one_group` is the division when everybody belongs to one group, `several` when people may
    belong to several; None when the process is too large to be counted. `unknown` are activities
    whose performers only an expression names: anybody counts as able to perform them. `uncounted`
    are activities of which each instance needs another person, as many as there will be: they
    count once.
    """

    process: str
    name: str
    one_group: Division | None
    several: Division | None
    reasons: tuple[Reason, ...] = ()
    unknown: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()
    names: Mapping[str, str] | None = None

    @property
    def is_known(self) -> bool:
        """Say whether there is a number."""
        return self.one_group is not None and self.one_group.is_possible

    def zh(self, groups: Mapping[str, str]) -> str:
        """Return the fact as a sentence; `groups` is group → what people call it."""
        if self.one_group is None or self.several is None:
            return "环节过多，没有计算至少需要几人。"
        if not self.one_group.is_possible:
            return "职责分离的规定无法满足，多少人都不够。"
        counted = "、".join(
            f"{groups.get(group, group) or '由表达式指定的人'}{number}"
            for group, number in self.one_group.by_group.items()
        )
        said = f"至少需要{self.one_group.people}人：{counted}"
        if self.several.people < self.one_group.people:
            said += f"；一人可兼数个候选组时，至少{self.several.people}人"
        said += "".join(f"。{self._because(each, groups)}" for each in self.reasons)
        if not (self.one_group.is_exact and self.several.is_exact):
            said += "。组合过多，未能算尽：也许更少的人也够"
        said += "".join(
            f"。“{self._name(each)}”的每个实例须由不同的人办理，每多一个实例多1人"
            for each in self.uncounted
        )
        if self.unknown:
            listed = "".join(f"“{self._name(each)}”" for each in self.unknown)
            said += f"。{listed}由表达式指定办理人，不能静态判断"
        return said + "。"

    def _because(self, reason: Reason, groups: Mapping[str, str]) -> str:
        whose = f"{groups.get(reason.group, reason.group)}中，" if reason.group else ""
        listed = "".join(f"“{self._name(each)}”" for each in reason.activities)
        if len(set(reason.activities)) == 1:
            return f"{whose}“{self._name(reason.activities[0])}”的每个实例须由不同的人办理"
        return f"{whose}{listed}须由不同的人办理"

    def _name(self, activity: str) -> str:
        return (self.names or {}).get(activity, activity)


def people_needed(data: bytes, *, settings: Values = NOTHING) -> tuple[PeopleNeeded, ...]:
    """Return the fewest people for each process of a file; () for a file that is no diagram."""
    try:
        diagram = read_diagram(data)
    except DiagramError:
        return ()
    return tuple(
        needed_by(each, diagram, settings=settings) for each in diagram.processes[:MOST_PROCESSES]
    )


def needed_by(process: Process, diagram: Diagram, *, settings: Values = NOTHING) -> PeopleNeeded:
    """Return the fewest people for a process, with the processes of the file that it calls."""
    in_file = {each.id: each for each in diagram.processes}
    duties = duty_rules(process, in_file, settings=settings)
    name = process.name or process.id
    if not duties.is_complete:
        return PeopleNeeded(process.id, name, None, None)
    apart = duties.apart()
    one_group = fewest(duties.duties, apart, one_group=True)
    several = fewest(duties.duties, apart, one_group=False)
    return PeopleNeeded(
        process.id,
        name,
        one_group,
        several,
        reasons=tuple(_reasons(duties, one_group, several)) if one_group.is_possible else (),
        unknown=duties.unknown,
        uncounted=duties.uncounted,
        names={each: name_of(each, duties.nodes) for each in (START, *duties.nodes)},
    )


def _reasons(duties: DutyRules, one_group: Division, several: Division) -> Iterable[Reason]:
    """Yield what keeps people of one group apart, and what keeps people apart at all."""
    for group, number in one_group.by_group.items():
        if number > 1 and group:
            shares = [share for share in one_group.shares if share.group == group]
            yield _reason(duties, group, [duty for share in shares for duty in share.duties])
    if several.people > 1:
        yield _reason(duties, "", [duty.id for duty in duties.duties])


def _reason(duties: DutyRules, group: str, among: Iterable[str]) -> Reason:
    clique = all_apart(among, duties.apart())
    kept = {frozenset((one, other)) for one in clique for other in clique}
    rules = [
        (rule.node.id, rule.names)
        for rule in duties.rules
        if rule.binds and not duties.pairs(rule).isdisjoint(kept)
    ]
    return Reason(group, tuple(map(duties.activity, clique)), tuple(rules))
