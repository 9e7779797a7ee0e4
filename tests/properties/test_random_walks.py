"""Random walks through random diagrams end; saving, loading and trimming change nothing."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.effects import (
    Effect,
    IncidentRaised,
    TimerEnded,
    TimerSet,
    WaitEnded,
    WaitSet,
    WorkCreated,
    WorkEnded,
)
from engine.spiff import Compiled, Instance
from tests.execution.drawing import NINE, World
from tests.properties.random_diagrams import diagrams

WANDERING = 40
STEPS = 400


class Projection:
    """What the tables of open work, timers and waits would hold, from the effects alone."""

    def __init__(self) -> None:
        self.work: set[int] = set()
        self.timers: set[int] = set()
        self.waits: set[int] = set()

    def apply(self, effects: list[Effect]) -> None:
        for effect in effects:
            assert not isinstance(effect, IncidentRaised), effect
            for rows, begun, ended in (
                (self.work, WorkCreated, WorkEnded),
                (self.timers, TimerSet, TimerEnded),
                (self.waits, WaitSet, WaitEnded),
            ):
                if isinstance(effect, begun):
                    rows.add(effect.aid)
                elif isinstance(effect, ended):
                    rows.remove(effect.aid)

    def check(self, run: Instance) -> None:
        assert self.work == {each[0] for each in run.work()}
        assert self.timers == {each[0] for each in run.timers()}
        assert self.waits == {each[0] for each in run.waits()}


def step(run: Instance, choice: random.Random, number: int) -> None:
    """Do one of the things that can be done now."""
    choices = [("work", each[0]) for each in run.work()]
    choices += [("timer", each[0]) for each in run.timers()]
    choices += [("wait", each[0]) for each in run.waits()]
    kind, aid = choice.choice(choices)
    value = choice.randrange(1000) if number < WANDERING else 1  # 1 leaves every loop
    if kind == "work":
        run.complete(aid, {"step": value}, people=("li",))
    elif kind == "timer":
        run.fire(aid, NINE)
    else:
        run.receive(aid, {"step": value})


def walk(plan: Compiled, seed: int, *, reload: bool, trim: bool) -> list[list[Effect]]:
    choice = random.Random(seed)
    projection = Projection()
    run = Instance.start(plan, {"step": 0}, World(), people=("li",), trim=trim)
    told = [list(run.effects)]
    projection.apply(run.effects)
    projection.check(run)
    for number in range(1, STEPS):
        if run.is_ended:
            break
        if reload:
            run = Instance.load(plan, run.dump(), run.surroundings, trim=trim)
        else:
            run.effects.clear()
        step(run, choice, number)
        told.append(list(run.effects))
        projection.apply(run.effects)
        projection.check(run)
    assert run.is_ended, "the walk did not end"
    assert not projection.work | projection.timers | projection.waits
    return told


@settings(max_examples=200, deadline=None)
@given(plan=diagrams(), seed=st.integers(0, 2**32))
def test_every_walk_ends_and_saving_loading_and_trimming_change_nothing(
    plan: Compiled, seed: int
) -> None:
    kept = walk(plan, seed, reload=False, trim=False)
    assert walk(plan, seed, reload=True, trim=True) == kept
    assert walk(plan, seed, reload=True, trim=False) == kept
    assert walk(plan, seed, reload=False, trim=True) == kept
