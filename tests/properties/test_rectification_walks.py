"""Random walks through rectification, by the real commands, end; trimming changes nothing.

After every command the desk compares the projections with the running case and verifies the chain
of its history; every command loads the case from its saved state.
"""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpmn.catalogue import catalogue
from engine import commands
from engine.commands import step as steps
from engine.definitions import Handlers
from engine.diagram import read_diagram
from engine.diagram.scopes import all_nodes
from engine.model.errors import EngineError
from engine.model.forms import Field, FieldKind, Form
from engine.spiff import Instance
from engine.store import Store
from engine.store.rows import WorkRow
from tests.cases.desk import PEOPLE, Desk, local
from tests.cases.drawing import catch, diagram, end, path, start, timer
from tests.support.clock import HandClock
from workflows.rectification import HANDLERS, SETTINGS

SHIPPED = catalogue()["rectification"]
FORMS = {
    node.id: node.form or Form()
    for process in read_diagram(SHIPPED.diagrams["rectification.bpmn"]).processes
    for node in all_nodes(process.scope)
}
LINKED = tuple(
    diagram(
        key,
        start(),
        catch("held", timer("P10D")),
        end("over"),
        path("start", "held", "over"),
    )
    for key in ("interview", "accountability")
)
"""The cases that an escalation opens, ten days long: the walk is about the case that waits."""
WANDERING = 40
STEPS = 500
PLAIN: dict[FieldKind, object] = {
    FieldKind.INTEGER: 1,
    FieldKind.DECIMAL: 1,
    FieldKind.DATE: "2026-09-30",
    FieldKind.LIST: [],
    FieldKind.UNIT: "430621",
    FieldKind.PERSON: "li",
}
SEVERITIES = ("重大", "较大", "一般", "一般·长期")


class Walker:
    """One case on one desk; the same seed does the same."""

    def __init__(self, seed: int, clock: HandClock) -> None:
        clock.move_to(local("2026-09-01T09:00:00"))
        self.choice = random.Random(seed)
        self.desk = Desk(
            Store.memory(),
            clock,
            handlers=Handlers.of(HANDLERS),
            settings=SETTINGS,
        )
        self.desk.furnish()
        self.desk.deploy(*LINKED, *SHIPPED.diagrams.values(), *SHIPPED.tables.values())
        items = [{"title": f"问题{number}"} for number in range(self.choice.randint(1, 2))]
        form = {"severity": self.choice.choice(SEVERITIES), "items": items}
        self.case_id = self.desk.open("rectification", form).case_id
        self.number = 0

    @property
    def is_open(self) -> bool:
        return self.desk.case(self.case_id).status in ("open", "suspended")

    def step(self) -> None:
        self.number += 1
        acts = [self.work, self.work, self.work, self.wait]
        if self.number < WANDERING:
            acts += [self.pause, self.take_back]
        self.choice.choice(acts)()

    def work(self) -> None:
        """Let the first person who may complete a random open task."""
        found = sorted(self.desk.work(self.case_id), key=lambda row: row.aid)
        if not found:
            self.wait()
            return
        row = self.choice.choice(found)
        for person in self.choice.sample(sorted(PEOPLE), len(PEOPLE)):
            try:
                self.desk.complete(person, row.id, self.form(row))
            except EngineError as refused:
                if row.node == "request_extension" and refused.code == "invalid_form":
                    return  # too late, though its timer has not fired yet
                if refused.code not in ("not_permitted", "held_by_other", "not_assignee"):
                    raise
            else:
                return

    def form(self, row: WorkRow) -> dict[str, object]:
        return {
            field.id: self.value(field)
            for field in FORMS[row.node].fields
            if not field.read_only
            and field.kind is not FieldKind.FILE
            and (field.required or self.choice.random() < 0.3)
        }

    def value(self, field: Field) -> object:
        if field.kind is FieldKind.BOOLEAN:
            if self.number > WANDERING:
                return field.id != "relapse"
            return self.choice.random() < 0.6
        if field.kind is FieldKind.ENUM:
            return self.choice.choice(field.choices)[0]
        return PLAIN.get(field.kind, "5日" if "term" in field.id else "已办理")

    def wait(self) -> None:
        """Go to the next timer, or three days on, and fire what is due."""
        due = [row.due_at for row in self.desk.timers(self.case_id) if not row.paused]
        now = self.desk.clock()
        self.desk.clock.move_to(max(now, min(due, default=now + timedelta(days=3))))
        self.desk.sweep()
        self.desk.check(self.case_id)

    def pause(self) -> None:
        give = partial(self.desk.give, case_id=self.case_id)
        give(commands.suspend_case, "wang", reason="等待核实")
        self.desk.clock.advance(timedelta(days=self.choice.randint(0, 20)))
        self.desk.sweep()
        give(commands.resume_case, "wang")

    def take_back(self) -> None:
        """Withdraw the last completion, if that is still possible."""
        done = self.desk.events(self.case_id, "task_completed")
        if not done:
            return
        last = done[-1]
        data = last["data"]
        assert isinstance(data, dict)
        try:
            self.desk.withdraw(str(last["person"]), f"{self.case_id}.{data['aid']}")
        except EngineError as refused:
            assert refused.en  # noqa: PT017 - somebody has acted since, or it cannot be undone


def walk(seed: int, clock: HandClock) -> list[tuple[str, str | None]]:
    walker = Walker(seed, clock)
    while walker.is_open and walker.number < STEPS:
        walker.step()
    assert not walker.is_open, walker.desk.nodes(walker.case_id)
    assert not walker.desk.incidents(walker.case_id)
    return [(event.type, event.node) for event in walker.desk.history(walker.case_id)]


class Untrimmed(Instance):
    """A case that keeps the tokens it is done with."""

    def __init__(self, *args: object, trim: bool = False, **named: object) -> None:
        del trim
        super().__init__(*args, trim=False, **named)  # type: ignore[arg-type]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_every_walk_ends_and_keeping_what_is_done_changes_nothing(
    seed: int, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    trimmed = walk(seed, clock)
    with monkeypatch.context() as patched:
        patched.setattr(steps, "Instance", Untrimmed)
        assert walk(seed, clock) == trimmed
