"""Who performed an activity is known wherever it may be asked, in any diagram, saved or not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagram.model import Scope
from engine.spiff import Compiled, Instance
from tests.execution.drawing import NINE, World
from tests.properties.random_diagrams import diagrams

PEOPLE = ("li", "wang", "zhao")
STEPS = 60

Around = tuple[tuple[str, int], ...]
"""The items around something, outermost first: (multi-instance, scope of the item)."""


@dataclass(frozen=True, slots=True)
class Done:
    """One completion: of what, by whom, in which items."""

    node: str
    person: str
    around: Around


def drawn_in(scope: Scope, around: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every node with the multi-instances that it is drawn in."""
    for node in scope.nodes.values():
        yield node.id, around
        if node.scope is not None:
            yield from drawn_in(node.scope, (*around, node.id) if node.loop else around)


def items_around(run: Instance, number: int) -> Around:
    found = []
    scope = run.scopes[number]
    while scope.host is not None:
        if scope.item is not None:
            found.append((scope.host.spec.node.id, scope.number))
        scope = scope.host.scope
    return tuple(reversed(found))


def seen(done: list[Done], node: str, within: tuple[str, ...], here: Around) -> list[str]:
    """Return the people of every completion in the items that both are in, the latest last."""
    shared = []
    for outer, item in zip(within, here, strict=False):
        if outer != item[0]:
            break
        shared.append(item)
    return [
        each.person
        for each in done
        if each.node == node and list(each.around[: len(shared)]) == shared
    ]


@settings(max_examples=200, deadline=None)
@given(plan=diagrams(), seed=st.integers(0, 2**32), trim=st.booleans())
def test_whoever_performed_in_the_items_that_both_are_in_is_seen(
    plan: Compiled, seed: int, trim: bool
) -> None:
    choice = random.Random(seed)
    within = dict(drawn_in(plan.root.scope))
    run = Instance.start(plan, {"step": 0}, World(), people=("li",), trim=trim)
    done: list[Done] = []
    for _ in range(STEPS):
        if run.is_ended:
            break
        run = Instance.load(plan, run.dump(), run.surroundings, trim=trim)
        work = {aid: (node, scope) for aid, node, scope in run.work()}
        timers = [each[0] for each in run.timers()]
        aid = choice.choice([*work, *work, *timers, *(each[0] for each in run.waits())])
        value = {"step": choice.randrange(1000)}
        if aid in work:
            node, scope = work[aid]
            person = choice.choice(PEOPLE)
            done.append(Done(node, person, items_around(run, scope)))
            run.complete(aid, value, people=(person,))
        elif aid in timers:
            run.fire(aid, NINE)
        else:
            run.receive(aid, value)
        for number in run.scopes:
            here = items_around(run, number)
            for node in {each.node for each in done}:
                people = seen(done, node, within[node], here)
                assert run.times(number, node) == len(people)
                latest_last = tuple(reversed(dict.fromkeys(reversed(people))))
                assert run.performers(number, node) == latest_last
