"""Gateways, loops and subprocesses run as BPMN says, saved and loaded at every step."""

from dataclasses import replace

from engine.model.effects import CaseEnded, IncidentRaised, WorkCreated
from engine.model.surroundings import ActivityFailed, BusinessError
from tests.execution.drawing import (
    TERMINATE,
    World,
    again,
    aid,
    calls,
    compiled,
    do,
    each,
    error,
    escalation,
    node,
    open_nodes,
    process,
    started,
    sub,
)


def test_a_sequence_of_tasks_runs_to_its_end() -> None:
    plan = compiled(
        [node("start", "s"), node("user", "a"), node("user", "b"), node("end", "e")],
        "s > a",
        "a > b",
        "b > e",
    )
    run = started(plan)
    assert open_nodes(run) == ["a"]
    run = do(run, "a")
    assert open_nodes(run) == ["b"]
    run = do(run, "b")
    assert run.is_ended
    assert run.effects[-1] == CaseEnded("e", "")


def test_an_exclusive_gateway_takes_the_first_true_flow_or_the_default() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a"),
            node("xor", "x"),
            node("user", "yes"),
            node("user", "no"),
        ],
        "s > a",
        "a > x",
        "x > yes if 金额 > 10",
        "x > no else",
    )
    assert open_nodes(do(started(plan), "a", 金额=11)) == ["yes"]
    assert open_nodes(do(started(plan), "a", 金额=10)) == ["no"]


def test_a_condition_that_is_neither_true_nor_false_is_an_incident_that_can_be_retried() -> None:
    plan = compiled(
        [node("start", "s"), node("user", "a"), node("xor", "x"), node("user", "yes")],
        "s > a",
        "a > x",
        "x > yes if 金额 > 10",
    )
    run = do(started(plan), "a")
    assert any(isinstance(effect, IncidentRaised) for effect in run.effects)
    run = again(run)
    run.set_variable(1, "金额", 11)
    run.retry(aid(run, "x"))
    assert open_nodes(run) == ["yes"]
    assert not run.incidents()


PARALLEL = (
    [
        node("start", "s"),
        node("xor", "begin"),
        node("and", "split"),
        node("user", "a"),
        node("user", "b"),
        node("and", "join"),
        node("user", "c"),
        node("xor", "again"),
        node("end", "e"),
    ],
    "s > begin",
    "begin > split",
    "split > a",
    "split > b",
    "a > join",
    "b > join",
    "join > c",
    "c > again",
    "again > begin if more",
    "again > e else",
)


def test_a_parallel_join_waits_for_both_branches_also_the_second_time_round() -> None:
    run = started(compiled(*PARALLEL))
    for more in (True, False):
        assert open_nodes(run) == ["a", "b"]
        run = do(run, "b")
        assert open_nodes(run) == ["a"]
        run = do(run, "a")
        assert open_nodes(run) == ["c"]
        run = do(run, "c", more=more)
    assert run.is_ended


def test_a_hundred_and_one_rounds_leave_a_state_as_small_as_one() -> None:
    run = started(compiled(*PARALLEL))
    sizes = []
    for _ in range(101):
        for name in ("a", "b"):
            run = do(run, name)
        run = do(run, "c", more=True)
        sizes.append(len(run.dump()))
    assert sizes[100] - sizes[0] < 10


INCLUSIVE = (
    [
        node("start", "s"),
        node("user", "choose"),
        node("or", "split"),
        node("user", "a"),
        node("user", "b"),
        node("user", "c"),
        node("or", "join"),
        node("user", "z"),
    ],
    "s > choose",
    "choose > split",
    "split > a if n > 0",
    "split > b if n > 1",
    "split > c else",
    "a > join",
    "b > join",
    "c > join",
    "join > z",
)


def test_an_inclusive_join_waits_for_those_that_can_still_come_and_no_others() -> None:
    both = do(started(compiled(*INCLUSIVE)), "choose", n=2)
    assert open_nodes(both) == ["a", "b"]
    assert open_nodes(do(both, "a")) == ["b"]
    assert open_nodes(do(do(both, "a"), "b")) == ["z"]
    one = do(started(compiled(*INCLUSIVE)), "choose", n=1)
    assert open_nodes(do(one, "a")) == ["z"]
    none = do(started(compiled(*INCLUSIVE)), "choose", n=0)
    assert open_nodes(none) == ["c"]


def test_a_subprocess_shares_its_variables_and_ends_when_all_in_it_has() -> None:
    plan = compiled(
        [
            node("start", "s"),
            sub(
                "u",
                [node("start", "s1"), node("and", "f"), node("user", "a"), node("user", "b")],
                "s1 > f",
                "f > a",
                "f > b",
            ),
            node("xor", "x"),
            node("user", "c"),
        ],
        "s > u",
        "u > x",
        "x > c if found = 1",
    )
    run = do(started(plan), "a", found=1)
    assert open_nodes(run) == ["b"]
    assert open_nodes(do(run, "b")) == ["c"]


def test_items_run_side_by_side_each_with_its_own_variables() -> None:
    plan = compiled(
        [
            node("start", "s"),
            sub(
                "items",
                [node("start", "s1"), node("user", "fix"), node("xor", "x"), node("user", "more")],
                "s1 > fix",
                "fix > x",
                "x > more if deep",
                loop=each("list", output_collection="results", output_element="[item.t, deep]"),
            ),
            node("user", "done"),
        ],
        "s > items",
        "items > done",
    )
    run = started(plan, list=[{"t": "甲"}, {"t": "乙"}])
    created = [effect for effect in run.effects if isinstance(effect, WorkCreated)]
    numbers = [(effect.node, effect.item, effect.part) for effect in created]
    assert numbers == [("fix", None, 1), ("fix", None, 2)]
    run = do(run, "fix", 0, deep=True)
    assert open_nodes(run) == ["fix", "more"]
    scope = next(number for _, name, number in run.work() if name == "more")
    assert run.variables(scope)["item"] == {"t": "甲"}
    run = do(run, "more", 0)
    run = do(run, "fix", 0, deep=True)
    run = do(run, "more", 0)
    assert open_nodes(run) == ["done"]
    assert run.variables()["results"] == [["甲", True], ["乙", True]]


def test_items_one_after_another_and_a_completion_condition() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "vote", loop=each("list", one_by_one=True, completion="refused = true")),
            node("user", "done"),
        ],
        "s > vote",
        "vote > done",
    )
    run = started(plan, list=["一", "二", "三"])
    assert open_nodes(run) == ["vote"]
    run = do(run, "vote", refused=False)
    assert run.variables(run.work()[0][2])["item"] == "二"
    run = do(run, "vote", refused=True)
    assert open_nodes(run) == ["done"]


def test_no_items_at_all_is_done_at_once() -> None:
    plan = compiled(
        [node("start", "s"), node("user", "vote", loop=each("list")), node("user", "done")],
        "s > vote",
        "vote > done",
    )
    assert open_nodes(started(plan, list=[])) == ["done"]


def test_a_called_process_gets_what_is_mapped_and_gives_back_what_is_mapped() -> None:
    other = process(
        [node("start", "s2"), node("user", "inner"), node("end", "e2")],
        "s2 > inner",
        "inner > e2",
        key="other",
    )
    plan = compiled(
        [
            node("start", "s"),
            calls("c", "other", inputs=(("x + 1", "y"),), outputs=(("y + z", "sum"),)),
            node("user", "after"),
        ],
        "s > c",
        "c > after",
        others=(other,),
    )
    run = started(plan, x=1)
    assert run.variables(run.work()[0][2]) == {"y": 2}
    run = do(run, "inner", z=40)
    assert run.variables() == {"x": 1, "sum": 42}


SIBLINGS = (
    [
        node("start", "s"),
        node("and", "f"),
        sub(
            "left",
            [
                node("start", "s1"),
                node("user", "a"),
                node("xor", "x"),
                node("end", "bad", error("E1")),
                node("end", "good"),
            ],
            "s1 > a",
            "a > x",
            "x > bad if fail",
            "x > good else",
        ),
        sub("right", [node("start", "s2"), node("user", "b")], "s2 > b"),
        node("boundary", "left_error", error("E1"), attached_to="left"),
        node("boundary", "right_error", error(""), attached_to="right"),
        node("user", "left_help"),
        node("user", "right_help"),
        node("end", "e"),
    ],
    "s > f",
    "f > left",
    "f > right",
    "left > e",
    "right > e",
    "left_error > left_help",
    "right_error > right_help",
)


def test_an_error_reaches_its_own_scope_and_never_the_sibling() -> None:
    run = do(started(compiled(*SIBLINGS)), "a", fail=True)
    assert open_nodes(run) == ["b", "left_help"]


def test_an_error_of_a_handler_is_caught_at_its_task_or_held_as_an_incident() -> None:
    world = World(handlers={"h": BusinessError("E9")})
    nodes = [node("start", "s"), node("user", "a"), node("service", "h", handler="h")]
    plain = compiled(nodes, "s > a", "a > h")
    run = do(started(plain, world), "a")
    assert [name for _, name, _ in run.incidents()] == ["h"]
    caught = compiled(
        [*nodes, node("boundary", "catch", error("E9"), attached_to="h"), node("user", "help")],
        "s > a",
        "a > h",
        "catch > help",
    )
    assert open_nodes(do(started(caught, world), "a")) == ["help"]


def test_a_failing_handler_holds_the_case_where_it_is_until_it_works() -> None:
    world = World(handlers={"h": ActivityFailed("handler", "坏了", "broken")})
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a"),
            node("service", "h", handler="h", inputs=(("n", "${a + 1}"), ("w", "字"))),
            node("user", "b"),
        ],
        "s > a",
        "a > h",
        "h > b",
    )
    run = do(started(plan, world), "a", a=1)
    assert not run.work()
    world.handlers["h"] = {"result": 7}
    run = again(run)
    run.retry(aid(run, "h"))
    assert open_nodes(run) == ["b"]
    assert run.variables()["result"] == 7
    assert world.calls[-1].inputs == {"n": 2, "w": "字"}


def test_an_incident_resolved_by_hand_goes_on_with_the_given_result() -> None:
    world = World(handlers={"h": ActivityFailed("handler", "坏了", "broken")})
    plan = compiled(
        [node("start", "s"), node("service", "h", handler="h"), node("user", "b")],
        "s > h",
        "h > b",
    )
    run = again(started(plan, world))
    run.skip(aid(run, "h"), {"result": 3})
    assert open_nodes(run) == ["b"]
    assert run.variables()["result"] == 3


def test_an_escalation_is_heard_by_the_nearest_catcher_while_the_thrower_goes_on() -> None:
    plan = compiled(
        [
            node("start", "s"),
            sub(
                "u",
                [
                    node("start", "s1"),
                    node("user", "a"),
                    node("throw", "t", escalation("late")),
                    node("user", "b"),
                ],
                "s1 > a",
                "a > t",
                "t > b",
            ),
            node("boundary", "heard", escalation("late"), attached_to="u", is_interrupting=False),
            node("user", "help"),
            node("end", "e"),
        ],
        "s > u",
        "u > e",
        "heard > help",
    )
    run = do(started(plan), "a")
    assert open_nodes(run) == ["b", "help"]


def test_a_terminate_end_takes_away_everything_in_its_scope_only() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("and", "f"),
            sub(
                "u",
                [
                    node("start", "s1"),
                    node("and", "f1"),
                    node("user", "a"),
                    node("user", "b"),
                    node("end", "stop", TERMINATE),
                ],
                "s1 > f1",
                "f1 > a",
                "f1 > b",
                "a > stop",
            ),
            node("user", "outside"),
            node("user", "after"),
        ],
        "s > f",
        "f > u",
        "f > outside",
        "u > after",
    )
    assert open_nodes(do(started(plan), "a")) == ["after", "outside"]


def test_a_diagram_that_spins_is_stopped_with_an_incident() -> None:
    plan = compiled(
        [node("start", "s"), node("xor", "a"), node("task", "b")], "s > a", "a > b", "b > a"
    )
    run = started(plan)
    assert len(run.incidents()) == 1


def test_two_tokens_on_one_flow_of_a_join_are_both_used() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("and", "f"),
            node("user", "a"),
            node("user", "b"),
            node("user", "c"),
            node("user", "d"),
            node("xor", "m"),
            node("xor", "n"),
            node("and", "j"),
            node("user", "z"),
        ],
        "s > f",
        "f > a",
        "f > b",
        "f > c",
        "f > d",
        "a > m",
        "b > m",
        "c > n",
        "d > n",
        "m > j",
        "n > j",
        "j > z",
    )
    run = started(plan)
    run = do(do(run, "a"), "b")
    assert open_nodes(run) == ["c", "d"]
    run = do(run, "c")
    assert open_nodes(run) == ["d", "z"]
    run = do(run, "d")
    assert open_nodes(run) == ["z", "z"]


def test_who_performed_an_activity_is_known_the_latest_last_and_how_often() -> None:
    plan = compiled(
        [node("start", "s"), node("xor", "m"), node("user", "a"), node("xor", "x")],
        "s > m",
        "m > a",
        "a > x",
        "x > m if true",
    )
    run = started(plan)
    for person in ("li", "wang", "li"):
        run = again(run)
        run.complete(aid(run, "a"), {}, people=(person,))
    assert run.performers(1, "a") == ("wang", "li")
    assert run.times(1, "a") == 3
    assert run.performers(1, "start") == ("li",)


def test_who_performed_inside_a_called_process_is_known_there_and_not_outside() -> None:
    other = process(
        [node("start", "s2"), node("user", "a"), node("user", "inner"), node("user", "last")],
        "s2 > a",
        "a > inner",
        "inner > last",
        key="other",
    )
    plan = compiled(
        [node("start", "s"), node("user", "a"), replace(calls("c", "other"), loop=each("list"))],
        "s > a",
        "a > c",
        others=(other,),
    )
    run = again(started(plan, list=[1]))
    run.complete(aid(run, "a"), {}, people=("wang",))
    run = do(do(run, "a"), "inner")
    ((_, _, within),) = run.work()
    assert run.performers(within, "inner") == ("li",)
    assert run.performers(within, "a") == ("li",)  # the nearest activity of that name
    assert run.performers(within, "start") == ("li",)
    assert run.performers(1, "a") == ("wang",)
    assert run.performers(1, "inner") == ()
    assert run.times(1, "inner") == 0


def test_in_an_item_of_a_single_task_the_case_around_is_seen() -> None:
    plan = compiled(
        [
            node("start", "s"),
            node("user", "a"),
            node("user", "vote", loop=each("list")),
            node("user", "b"),
        ],
        "s > a",
        "a > vote",
        "vote > b",
    )
    run = do(do(started(plan, list=[1, 2]), "a"), "vote")
    ((_, _, item),) = run.work()
    assert run.performers(item, "a") == ("li",)
    assert run.times(item, "vote") == run.times(1, "vote") == 1
