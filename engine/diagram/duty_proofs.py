"""Which rules nobody can keep: those over activities that only people named may perform.

Members of a group are never too few for the diagram, only for an installation (`dudao doctor`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.diagram.duty_rules import DutyRules, Rule, only_assignee
from engine.feel import is_wrapped, strip_wrapper
from engine.model.division import Apart, Duty, fewest

MOST_STEPS = 100
MOST_FOUND = 5
"""Rules of a process that are named."""


def impossible_rules(duties: DutyRules, *, certain: bool) -> list[Rule]:
    """Return the rules that cannot be kept along with those before them.

    With `certain` that is proven: literal names, and activities that each path passes. Without,
    rules of some path count, and expressions that are written alike are taken to name one person.
    """
    named = {duty.id: duty for duty in _named(duties, certain=certain)}
    allowed = duties.apart(certain=certain)
    tried = [
        (rule, pairs)
        for rule in duties.rules
        if (pairs := _among(duties.pairs(rule) & allowed, named))
    ]
    found = [] if certain else [rule for rule in duties.rules if _is_of_one(rule, duties, named)]
    while len(found) < MOST_FOUND and (rule := _first_impossible(tried, named)) is not None:
        found.append(rule)
        tried = [each for each in tried if each[0] != rule]
    return found


def _first_impossible(tried: Sequence[tuple[Rule, Apart]], named: dict[str, Duty]) -> Rule | None:
    """Return the first rule that cannot be kept along with all before it."""
    if _can_be_kept(named, tried):
        return None
    number = bisect_left(
        range(len(tried)), 1, key=lambda last: 1 - _can_be_kept(named, tried[: last + 1])
    )
    return tried[number][0] if number < len(tried) else None


def _is_of_one(rule: Rule, duties: DutyRules, named: dict[str, Duty]) -> bool:
    """Say whether one person would have every instance of what needs a person for each."""
    if rule.node.id not in duties.uncounted or not rule.is_of_instances:
        return False
    (own,) = duties.duty_of[rule.node.id]
    return own != rule.node.id or (own in named and len(named[own].users) == 1)


def _among(pairs: Apart, named: dict[str, Duty]) -> Apart:
    """Return the pairs of duties that can be impossible: of one person, or of people named."""
    return frozenset(pair for pair in pairs if len(pair) == 1 or all(d in named for d in pair))


def _can_be_kept(named: dict[str, Duty], rules: Sequence[tuple[Rule, Apart]]) -> bool:
    apart = frozenset(pair for _, pairs in rules for pair in pairs)
    concerned = {duty for pair in apart for duty in pair}
    duties = [duty for name, duty in named.items() if name in concerned]
    found = fewest(duties, apart, one_group=False, enough=len(duties), most_steps=MOST_STEPS)
    return found.is_possible or not found.is_exact


def _named(duties: DutyRules, *, certain: bool) -> Iterator[Duty]:
    for duty in duties.duties:
        if duty.users and not duty.groups and not duty.is_open:
            yield duty
        elif not certain and (same := _expression(duties, duty)):
            yield replace(duty, users=(same,), is_open=False)


def _expression(duties: DutyRules, duty: Duty) -> str:
    """Return the expression that alone names the performer, unless it differs in each item."""
    node = duties.nodes.get(duties.activity(duty.id))
    written = only_assignee(node) if node is not None else ""
    if node is None or not is_wrapped(written):
        return ""
    is_each = node.loop is not None and node.loop.element and node.loop.element in written
    return "" if is_each else f"={strip_wrapper(written)}"
