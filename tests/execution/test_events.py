"""Timers, messages and event-based gateways, saved and loaded at every step."""

from datetime import timedelta

from engine.model.effects import Ending, TimerEnded, TimerSet, WaitEnded, WorkChanged, WorkEnded
from engine.spiff import Instance
from tests.execution.drawing import (
    NINE,
    World,
    again,
    aid,
    compiled,
    cycle,
    do,
    each,
    message,
    node,
    open_nodes,
    started,
    sub,
    timer,
)


def due(run: Instance, name: str) -> list[float]:
    """The due instants of the timers set at a node, in days from the start."""
    return [
        (effect.due_at - NINE) / timedelta(days=1)
        for effect in run.effects
        if isinstance(effect, TimerSet) and effect.node == name
    ]


def fire(run: Instance, name: str, position: int = 0, *, after: float = 0) -> Instance:
    loaded = again(run)
    loaded.fire(aid(loaded, name, position), NINE + timedelta(days=after))
    return loaded


WATCHED = (
    [
        node("start", "s"),
        node("user", "a"),
        node("boundary", "warn", timer("P2D"), attached_to="a", is_interrupting=False),
        node("boundary", "late", timer("P5D"), attached_to="a"),
        node("user", "warned"),
        node("user", "overdue"),
        node("user", "b"),
    ],
    "s > a",
    "a > b",
    "warn > warned",
    "late > overdue",
)


def test_a_warning_leaves_the_task_and_an_interruption_takes_it() -> None:
    run = started(compiled(*WATCHED))
    assert (due(run, "warn"), due(run, "late")) == ([2], [5])
    run = fire(run, "warn")
    assert open_nodes(run) == ["a", "warned"]
    run = fire(run, "late")
    assert open_nodes(run) == ["overdue", "warned"]
    assert WorkEnded(3, "a", 1, Ending.CANCELED) in run.effects
    assert not run.timers()


def test_completing_the_task_cancels_its_timers() -> None:
    run = do(started(compiled(*WATCHED)), "a")
    assert open_nodes(run) == ["b"]
    canceled = [effect.node for effect in run.effects if isinstance(effect, TimerEnded)]
    assert canceled == ["warn", "late"]
    assert not run.timers()


def test_a_cycle_counts_from_the_instant_it_was_due_and_not_from_when_it_fired() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a"),
            node("boundary", "urge", cycle("R3/P1D"), attached_to="a", is_interrupting=False),
            node("task", "shout"),
        ],
        "s > a",
        "urge > shout",
    )
    world = World()
    run = started(plan, world)
    assert due(run, "urge") == [1]
    world.now = NINE + timedelta(days=30)
    run = fire(run, "urge", after=1)
    assert due(run, "urge") == [2]
    run = fire(run, "urge", after=2)
    assert due(run, "urge") == [3]
    run = fire(run, "urge", after=3)
    assert due(run, "urge") == []
    assert not run.timers()
    assert open_nodes(run) == ["a"]


def test_timers_inside_items_belong_to_their_item() -> None:
    plan = compiled(
        [
            node("start", "s"),
            sub(
                "items",
                [
                    node("start", "s1"),
                    node("user", "fix"),
                    node("boundary", "late", timer("${item}"), attached_to="fix"),
                    node("user", "explain"),
                ],
                "s1 > fix",
                "late > explain",
                loop=each("list"),
            ),
            node("boundary", "all", timer("P9D"), attached_to="items"),
            node("user", "stop"),
            node("user", "done"),
        ],
        "s > items",
        "items > done",
        "all > stop",
    )
    run = started(plan, list=["P1D", "P2D"])
    assert due(run, "late") == [1, 2]
    assert due(run, "all") == [9]
    run = fire(run, "late", 1)
    assert open_nodes(run) == ["explain", "fix"]
    stopped = fire(run, "all")
    assert open_nodes(stopped) == ["stop"]
    assert not stopped.timers()
    run = do(do(run, "explain"), "fix")
    assert open_nodes(run) == ["done"]
    assert not run.timers()


RACE = (
    [
        node("start", "s"),
        node("race", "first"),
        node("catch", "answer", message("答复")),
        node("catch", "soon", timer("P5D")),
        node("catch", "later", timer("P10D")),
        node("user", "a"),
        node("user", "b"),
        node("user", "c"),
    ],
    "s > first",
    "first > answer",
    "first > soon",
    "first > later",
    "answer > a",
    "soon > b",
    "later > c",
)


def test_of_the_events_after_a_gateway_the_first_decides_and_the_rest_are_gone() -> None:
    run = started(compiled(*RACE))
    assert (due(run, "soon"), due(run, "later")) == ([5], [10])
    fired = fire(run, "soon")
    assert open_nodes(fired) == ["b"]
    assert not fired.timers()
    assert not fired.waits()
    answered = again(run)
    assert answered.deliver("答复", {"text": "可"}) == 1
    assert open_nodes(answered) == ["a"]
    assert answered.variables()["text"] == "可"
    assert answered.deliver("答复", {}) == 0


def test_a_message_goes_to_one_wait_the_one_with_its_key() -> None:
    plan = compiled(
        [
            node("start", "s"),
            sub(
                "items",
                [
                    node("start", "s1"),
                    node("receive", "w", message("到"), properties={"correlation": "${item}"}),
                    node("user", "a"),
                ],
                "s1 > w",
                "w > a",
                loop=each("list"),
            ),
        ],
        "s > items",
    )
    run = again(started(plan, list=["甲", "乙"]))
    assert run.deliver("到", {"n": 1}, "乙") == 1
    assert [run.variables(scope)["item"] for _, _, scope in run.work()] == ["乙"]
    assert run.deliver("到", {"n": 1}, "丙") == 0


def test_a_message_at_the_border_can_come_again_and_again() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a"),
            node("boundary", "ask", message("问"), attached_to="a", is_interrupting=False),
            node("user", "reply"),
        ],
        "s > a",
        "ask > reply",
    )
    run = started(plan)
    for count in (1, 2):
        run = again(run)
        assert run.deliver("问", {}) == 1
        assert open_nodes(run) == ["a"] + ["reply"] * count
    run = do(run, "a")
    assert any(isinstance(effect, WaitEnded) for effect in run.effects)
    assert not run.waits()


def test_a_changed_deadline_moves_what_is_computed_from_it() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a", due_date="${limit}"),
            node("boundary", "late", timer("${limit}"), attached_to="a"),
            node("boundary", "other", timer("P1D"), attached_to="a"),
            node("user", "b"),
        ],
        "s > a",
        "late > b",
        "other > b",
    )
    run = again(started(plan, limit=NINE + timedelta(days=3)))
    run.set_variable(1, "limit", NINE + timedelta(days=8))
    run.reschedule({"limit"})
    moved = [effect for effect in run.effects if isinstance(effect, WorkChanged)]
    assert [effect.due_at for effect in moved] == [NINE + timedelta(days=8)]
    assert due(run, "late") == [8]
    assert due(run, "other") == []


def test_a_timer_that_gives_no_instant_holds_its_activity_with_an_incident() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a"),
            node("boundary", "late", timer("${nothing}"), attached_to="a"),
            node("user", "b"),
        ],
        "s > a",
        "late > b",
    )
    run = again(started(plan))
    assert not run.work()
    run.set_variable(1, "nothing", "P1D")
    run.retry(aid(run, "a"))
    assert open_nodes(run) == ["a"]
    assert len(run.timers()) == 1


def test_cancelling_a_case_leaves_nothing_waiting() -> None:
    run = again(started(compiled(*WATCHED)))
    run.cancel()
    assert run.is_ended
    assert not run.work()
    assert not run.timers()
