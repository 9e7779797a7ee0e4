"""The duties of a process: who may perform what, and what binds whom (`separate_from`).

What an expression decides is not known before a case runs: it proves nothing and refuses nothing.
Two expressions are understood: `case.opened_by` and `performer("…")` say that somebody performs
two activities, so these count as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import combinations, islice, product

from engine.diagram.duty_places import Place, Places
from engine.diagram.lint_activities import listed
from engine.diagram.model import NOTHING, Node, NodeKind, Process
from engine.diagram.report import START
from engine.feel import is_wrapped, strip_wrapper
from engine.model.division import Apart, Duty

_PERFORMER = re.compile(r"""performer\(\s*"([^"]+)"\s*\)""")
_NUMBER = re.compile(r"\d{1,3}")
_SETTING = re.compile(r"""setting\(\s*"([^"]+)"\s*\)""")
Values = Mapping[str, object]
MOST_DUTIES = 200
"""People of a process that are counted, instances of one activity included."""
MOST_RULES = 4_000
"""Activities named in the rules of a process that are looked at."""


class Binding(Enum):
    """Whether a rule ever binds."""

    ALWAYS = "always"
    """What it names was performed before, on every path."""
    SOMETIMES = "sometimes"
    """On some path; without it being performed there is nobody to be separate from."""
    REPEATED = "repeated"
    """It names its own activity, which is performed again and again: another person each time."""
    UNSEEN = "unseen"
    """What it names is performed in a called process, which is not seen from here."""
    LATER = "later"
    """What it names never comes before."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One activity named by `separate_from` of another."""

    node: Node
    names: str
    binding: Binding

    @property
    def binds(self) -> bool:
        """Say whether it ever binds anybody."""
        return self.binding not in {Binding.UNSEEN, Binding.LATER}

    @property
    def is_of_instances(self) -> bool:
        """Say whether it keeps the instances of one activity apart."""
        return self.names == self.node.id and self.node.loop is not None


@dataclass(frozen=True, slots=True)
class DutyRules:
    """The duties of a process and its rules; of what one person does anyway, one duty.

    `nodes` is activity → node, without the opening of the case. `duty_of` is activity → its
    duties: several where every instance needs another person. `is_complete` is False when the
    process is too large to be looked at as a whole. `scopes` tells how much was looked into.
    `uncounted` are activities of which every instance needs another person and nobody knows how
    many there will be: they count once.
    """

    duties: tuple[Duty, ...]
    rules: tuple[Rule, ...]
    nodes: Mapping[str, Node] = field(default_factory=dict)
    duty_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_complete: bool = True
    scopes: int = 0
    uncounted: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the activities whose performers only an expression names."""
        unclear = {duty.id for duty in self.duties if duty.is_open}
        return tuple(n for n in self.nodes if self.duty_of[n][0] == n and n in unclear)

    def apart(self, *, certain: bool = False) -> Apart:
        """Return the pairs of duties for different people; only those of every path if `certain`."""
        found: set[frozenset[str]] = set()
        for rule in self.rules:
            if rule.binding is Binding.ALWAYS if certain else rule.binds:
                found |= self.pairs(rule)
        return frozenset(found)

    def pairs(self, rule: Rule) -> Apart:
        """Return the pairs of duties that a rule keeps apart."""
        own, others = self.duty_of[rule.node.id], self.duty_of[rule.names]
        if rule.names == rule.node.id:
            is_one_person = self.activity(own[0]) != rule.node.id
            return frozenset(map(frozenset, [own] if is_one_person else combinations(own, 2)))
        return frozenset(frozenset(pair) for pair in product(own, others))

    def activity(self, duty: str) -> str:
        """Return the activity that a duty is one instance of."""
        return duty.partition("#")[0]


def duty_rules(
    process: Process, processes: Mapping[str, Process], *, settings: Values = NOTHING
) -> DutyRules:
    """Read the duties of a process with what it calls in `processes`.

    `settings` has the values of `setting("…")`, which may say how many instances there are.
    """
    places = Places(process, processes)
    opening = {START, *_openings(process)}
    nodes = {name: place.node for name, place in places.all.items()}
    rules = (
        list(islice(_rules(places, opening, settings), MOST_RULES + 1)) if places.is_whole else []
    )
    copies = {name: _instances(place.node, settings) for name, place in places.all.items()}
    is_too_much = sum(map(len, copies.values())) > MOST_DUTIES or len(rules) > MOST_RULES
    if is_too_much or not places.is_whole:
        return DutyRules((), (), is_complete=False, scopes=places.scopes)
    duty_of = {START: (START,), **{name: _own(name, nodes, copies) for name in nodes}}
    duties = [_opening(process)]
    for name, node in nodes.items():
        if duty_of[name] == copies[name]:
            duties += [_duty(each, node) for each in copies[name]]
    return DutyRules(
        tuple(duties),
        tuple(rules),
        nodes,
        duty_of,
        scopes=places.scopes,
        uncounted=tuple(
            rule.names
            for rule in rules
            if rule.is_of_instances and rule.binding is Binding.SOMETIMES
        ),
    )


def name_of(activity: str, nodes: Mapping[str, Node]) -> str:
    """Return what people call an activity."""
    if activity == START:
        return "立案"
    node = nodes.get(activity)
    return node.name or activity if node is not None else activity


def only_assignee(node: Node) -> str:
    """Return the assignee of a task that nobody else may perform, as it is written."""
    others = node.candidate_groups.strip() or node.candidate_users.strip()
    return "" if others else node.assignee.strip()


def _openings(process: Process) -> Iterator[str]:
    for node in process.scope.nodes.values():
        if node.kind is NodeKind.START_EVENT:
            yield node.id


def _rules(places: Places, opening: set[str], settings: Values) -> Iterator[Rule]:
    for place in places.all.values():
        for name in dict.fromkeys(listed(place.node.properties.get("separate_from", ""))):
            if name in opening:
                yield Rule(place.node, START, Binding.ALWAYS)
            elif name == place.node.id:
                yield Rule(place.node, name, _itself(places, place, settings))
            elif name in places.all:
                yield Rule(place.node, name, _binding(places, places.all[name], place))


def _itself(places: Places, place: Place, settings: Values) -> Binding:
    if place.node.loop is None:
        return Binding.REPEATED if places.may_precede(place, place) else Binding.LATER
    number = _count(place.node, settings)
    if number is None:
        return Binding.SOMETIMES
    return Binding.ALWAYS if number > 1 else Binding.LATER


def _count(node: Node, settings: Values) -> int | None:
    """Return how many instances there will be; None when that is not known before."""
    written = strip_wrapper(node.loop.cardinality) if node.loop is not None else ""
    named = _SETTING.fullmatch(written)
    text = str(settings.get(named.group(1), "")) if named is not None else written
    return int(text) if _NUMBER.fullmatch(text) else None


def _binding(places: Places, first: Place, then: Place) -> Binding:
    if not first.is_seen_from(then):
        return Binding.UNSEEN
    if places.must_precede(first, then):
        return Binding.ALWAYS
    return Binding.SOMETIMES if places.may_precede(first, then) else Binding.LATER


def _instances(node: Node, settings: Values) -> tuple[str, ...]:
    """Return a duty for each instance that needs a person of its own."""
    if node.id not in listed(node.properties.get("separate_from", "")):
        return (node.id,)
    number = 2 if node.loop is None else _count(node, settings) or 1
    return (node.id, *(f"{node.id}#{n}" for n in range(2, number + 1)))


def _own(
    name: str, nodes: Mapping[str, Node], copies: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the duties of an activity: those of another where one person has both."""
    seen = {name}
    while (other := _same_as(nodes[name])) and other not in seen:
        if other == START:
            return (START,)
        if other not in nodes or len(copies[other]) > 1:
            break
        seen.add(other)
        name = other
    return copies[name]


def _same_as(node: Node) -> str:
    """Return the activity whose performer is the only one who may perform this."""
    written = only_assignee(node)
    text = strip_wrapper(written)
    if not is_wrapped(written):
        return ""
    if text == "case.opened_by":
        return START
    found = _PERFORMER.fullmatch(text)
    return found.group(1) if found else ""


def _opening(process: Process) -> Duty:
    groups, users = _literal(process.starter_groups), _literal(process.starter_users)
    return Duty(START, groups, users, is_open=not groups and not users)


def _duty(name: str, node: Node) -> Duty:
    groups = _literal(node.candidate_groups)
    users = (*_literal(node.candidate_users), *_literal(node.assignee))
    texts = (node.candidate_groups, node.candidate_users, node.assignee)
    is_computed = any(is_wrapped(text) for text in texts)
    return Duty(name, groups, users, is_open=not groups and (is_computed or not users))


def _literal(text: str) -> tuple[str, ...]:
    return () if is_wrapped(text) else tuple(dict.fromkeys(listed(text)))
