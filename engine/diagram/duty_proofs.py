"""Which rules nobody can keep: those over activities that only people named may perform.

Members of a group are never too few for the diagram, only for an installation (`dudao doctor`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.diagram.duty_rules import DutyRules, Rule, only_assignee
from engine.feel import is_wrapped, strip_wrapper
from engine.model.division import Apart, Duty, fewest

MOST_STEPS = 100
MOST_TRIED = 12
"""Rules that are tried one by one when all together cannot be kept."""


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
    if _can_be_kept(named, frozenset().union(*(pairs for _, pairs in tried))):
        return found
    kept: Apart = frozenset()
    for rule, pairs in tried[:MOST_TRIED]:
        if _can_be_kept(named, kept | pairs):
            kept |= pairs
        else:
            found.append(rule)
    return found


def _is_of_one(rule: Rule, duties: DutyRules, named: dict[str, Duty]) -> bool:
    """Say whether one person would have every instance of what needs a person for each."""
    if rule.node.id not in duties.uncounted or not rule.is_of_instances:
        return False
    (own,) = duties.duty_of[rule.node.id]
    return own != rule.node.id or (own in named and len(named[own].users) == 1)


def _among(pairs: Apart, named: dict[str, Duty]) -> Apart:
    """Return the pairs of duties that can be impossible: of one person, or of people named."""
    return frozenset(pair for pair in pairs if len(pair) == 1 or all(d in named for d in pair))


def _can_be_kept(named: dict[str, Duty], apart: Apart) -> bool:
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
