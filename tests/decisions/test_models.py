"""Whole models: requirements, knowledge, services, boxed expressions, types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.decisions import DecisionError, Decisions, read_decisions
from engine.feel import FeelLimitError, Function, Limits
from tests.decisions.tables import decision, definitions, input_data, literal, table, text


def read(*parts: str) -> Decisions:
    return read_decisions(definitions(*parts))


def test_a_decision_uses_the_decisions_it_requires() -> None:
    decisions = read(
        input_data("逾期 天数", "number"),
        decision("late", literal("逾期 天数 > 0"), inputs=["逾期 天数"], name="是否 逾期"),
        decision("step", literal('if 是否 逾期 then "催办" else "无"'), decisions=["late"]),
    )
    result = decisions.evaluate("step", {"逾期 天数": 3})
    assert result.value == "催办"
    assert result.inputs == {"逾期 天数": Decimal(3)}
    assert decisions.ids == ("late", "step")
    assert decisions.input_names("step") == ("逾期 天数",)
    assert decisions.evaluate("是否 逾期", {"逾期 天数": 0}).value is False


def test_an_unknown_decision_is_an_error() -> None:
    with pytest.raises(DecisionError):
        read(decision("d", literal("1"))).evaluate("e", {})


def test_a_missing_input_is_null_and_named() -> None:
    result = read(
        input_data("n", "number"), decision("d", literal("n + 1"), inputs=["n"])
    ).evaluate("d", {})
    assert result.value is None
    assert result.messages[0].zh == "缺少输入“n”。"


def test_an_input_of_another_type_counts_as_null() -> None:
    decisions = read(input_data("n", "number"), decision("d", literal("n"), inputs=["n"]))
    assert decisions.evaluate("d", {"n": "5"}).value is None
    assert decisions.evaluate("d", {"n": [5]}).value == 5


BKM = (
    '<businessKnowledgeModel id="b" name="折半 天数"><encapsulatedLogic>'
    '<formalParameter name="总 天数" typeRef="number"/>'
    "<literalExpression><text>总 天数 / 2</text></literalExpression>"
    "</encapsulatedLogic></businessKnowledgeModel>"
)


def test_knowledge_is_called_as_a_function_and_by_invocation() -> None:
    invocation = (
        "<invocation><literalExpression><text>折半 天数</text></literalExpression>"
        '<binding><parameter name="总 天数"/>' + literal("9") + "</binding></invocation>"
    )
    decisions = read(
        BKM,
        decision("call", literal("折半 天数(10)"), knowledge=["b"]),
        decision("named", literal("折半 天数(总 天数: 8)"), knowledge=["b"]),
        decision("invoke", invocation, knowledge=["b"]),
        decision("wrong", literal('折半 天数("x")'), knowledge=["b"]),
    )
    assert [decisions.evaluate(i, {}).value for i in decisions.ids] == [5, 4, Decimal("4.5"), None]


def test_knowledge_may_call_itself_but_not_for_ever() -> None:
    def model(body: str) -> Decisions:
        knowledge = (
            '<businessKnowledgeModel id="b" name="f"><encapsulatedLogic>'
            f'<formalParameter name="n"/>{literal(body)}'
            "</encapsulatedLogic></businessKnowledgeModel>"
        )
        return read(knowledge, decision("d", literal("f(5)"), knowledge=["b"]))

    assert model("if n = 0 then 1 else n * f(n - 1)").evaluate("d", {}).value == 120
    with pytest.raises(FeelLimitError):
        model("f(n + 1)").evaluate("d", {})
    with pytest.raises(FeelLimitError):
        model("f(n - 1) + f(n - 1)").evaluate("d", {})


def test_a_service_is_called_with_its_inputs() -> None:
    service = (
        '<decisionService id="s" name="svc"><outputDecision href="#double"/>'
        '<inputData href="#i_n"/></decisionService>'
    )
    decisions = read(
        input_data("n", "number"),
        decision("double", literal("n * 2"), inputs=["n"]),
        decision("d", literal("svc(4) + 1"), knowledge=["s"]),
        service,
    )
    assert decisions.evaluate("d", {}).value == 9


def entry(name: str, logic: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{logic}</contextEntry>'


def test_a_context_sees_its_earlier_entries_and_may_end_in_a_result() -> None:
    entries = entry("应 交", literal("2")) + entry("b", literal("应 交 * 10"))
    decisions = read(
        decision("whole", f"<context>{entries}</context>"),
        decision(
            "last", f"<context>{entries}<contextEntry>{literal('b + 1')}</contextEntry></context>"
        ),
    )
    assert decisions.evaluate("whole", {}).value == {"应 交": 2, "b": 20}
    assert decisions.evaluate("last", {}).value == 21


def test_lists_relations_and_functions_are_boxed_expressions() -> None:
    relation = (
        '<relation><column name="a"/><column name="b"/>'
        f"<row>{literal('1')}{literal('2')}</row><row>{literal('3')}{literal('4')}</row></relation>"
    )
    function = (
        "<context>"
        + entry(
            "f",
            '<functionDefinition><formalParameter name="x" typeRef="number"/>'
            + literal("x + 1")
            + "</functionDefinition>",
        )
        + f"<contextEntry>{literal('f(1)')}</contextEntry></context>"
    )
    decisions = read(
        decision("list", f"<list>{literal('1')}{literal('2')}</list>"),
        decision("relation", relation),
        decision("function", function),
    )
    assert decisions.evaluate("list", {}).value == [1, 2]
    assert decisions.evaluate("relation", {}).value == [{"a": 1, "b": 2}, {"a": 3, "b": 4}]
    assert decisions.evaluate("function", {}).value == 2


def test_conditionals_iterators_and_filters_are_boxed_expressions() -> None:
    def loop(kind: str, body: str) -> str:
        part = "return" if kind == "for" else "satisfies"
        domain = f"<in>{literal('[1, 2, 3]')}</in>"
        return f'<{kind} iteratorVariable="x">{domain}<{part}>{literal(body)}</{part}></{kind}>'

    decisions = read(
        decision(
            "if",
            f"<conditional><if>{literal('n > 1')}</if><then>{literal('1')}</then>"
            f"<else>{literal('2')}</else></conditional>",
        ),
        decision("for", loop("for", "x * n")),
        decision("some", loop("some", "x > 2")),
        decision("every", loop("every", "x > 2")),
        decision("unsure", loop("every", "null")),
        decision(
            "filter",
            f"<filter><in>{literal('[{a: 1}, {a: 5}]')}</in>"
            f"<match>{literal('a > 2')}</match></filter>",
        ),
    )
    values = {i: decisions.evaluate(i, {"n": 2}).value for i in decisions.ids}
    assert values == {
        "if": 1,
        "for": [2, 4, 6],
        "some": True,
        "every": False,
        "unsure": None,
        "filter": [{"a": 5}],
    }


TYPES = (
    '<itemDefinition name="tLevel"><typeRef>string</typeRef>'
    + text("allowedValues", '"高","低"')
    + "</itemDefinition>"
    '<itemDefinition name="tLevels" isCollection="true"><typeRef>tLevel</typeRef></itemDefinition>'
    '<itemDefinition name="tItem"><itemComponent name="级别"><typeRef>tLevel</typeRef>'
    '</itemComponent><itemComponent name="天数"><typeRef>number</typeRef></itemComponent>'
    "</itemDefinition>"
)


@pytest.mark.parametrize(
    "kind, given, expected",
    [
        ("tLevel", "高", "高"),
        ("tLevel", "中", None),
        ("tLevel", ["高"], "高"),
        ("tLevel", None, None),
        ("tLevels", ["高", "低"], ["高", "低"]),
        ("tLevels", "高", ["高"]),
        ("tLevels", ["高", "中"], None),
        ("tItem", {"级别": "高", "天数": 3}, {"级别": "高", "天数": 3}),
        ("tItem", {"级别": "中"}, None),
        ("tItem", {"天数": "3"}, None),
        ("tItem", "高", None),
        ("Any", 1, 1),
        ("unknown", 1, 1),
    ],
)
def test_a_value_is_held_against_its_type(kind: str, given: object, expected: object) -> None:
    decisions = read(TYPES, input_data("x", kind), decision("d", literal("x"), inputs=["x"]))
    assert decisions.evaluate("d", {"x": given}).value == expected


def test_the_result_is_held_against_the_type_of_the_decision() -> None:
    decisions = read(
        TYPES,
        decision("wrong", literal('"中"'), kind="tLevel"),
        decision("moment", literal('date("2026-09-01")'), kind="date and time"),
        decision("one", literal('"高"'), kind="tLevels"),
    )
    assert decisions.evaluate("wrong", {}).value is None
    assert str(decisions.evaluate("moment", {}).value) == "2026-09-01 00:00:00+00:00"
    assert decisions.evaluate("one", {}).value == ["高"]


def test_the_priority_may_come_from_the_type_of_the_output() -> None:
    logic = table(["n"], [("x", "tLevel")], [["-", '"低"'], ["-", '"高"']], policy="PRIORITY")
    assert read(TYPES, decision("d", logic)).evaluate("d", {"n": 1}).value == "高"
    component = table(
        ["n"], ["级别", "天数"], [["-", '"低"', "1"], ["-", '"高"', "2"]], policy="PRIORITY"
    )
    owned = read(TYPES, decision("d", component, kind="tItem"))
    assert owned.evaluate("d", {"n": 1}).value == {"级别": "高", "天数": 2}


def test_types_that_refer_to_themselves_end_somewhere() -> None:
    circle = (
        '<itemDefinition name="tA"><typeRef>tB</typeRef></itemDefinition>'
        '<itemDefinition name="tB"><typeRef>tA</typeRef></itemDefinition>'
        '<itemDefinition name="tTree"><itemComponent name="kids" isCollection="true">'
        "<typeRef>tTree</typeRef></itemComponent></itemDefinition>"
    )
    tree = {"kids": [{"kids": []}, {"kids": [{"kids": []}]}]}
    for kind, value in (("tA", 1), ("tTree", tree)):
        decisions = read(circle, input_data("x", kind), decision("d", literal("x"), inputs=["x"]))
        assert decisions.evaluate("d", {"x": value}).value == value
    logic = table([("x", "tA")], ["y"], [["1", "1"], ["-", "2"]], policy="FIRST")
    assert read(circle, decision("d", logic)).evaluate("d", {"x": 1}).value == 1


def test_an_input_that_is_no_feel_value_is_null_with_the_reason() -> None:
    decisions = read(input_data("x"), decision("d", literal("x"), inputs=["x"]))
    result = decisions.evaluate("d", {"x": object()})
    assert result.value is None
    assert "object" in result.messages[0].en


def invoked(callee: str, *bindings: tuple[str, str]) -> str:
    bound = "".join(
        f'<binding><parameter name="{name}"/>{literal(value)}</binding>' for name, value in bindings
    )
    return f"<invocation>{literal(callee)}{bound}</invocation>"


@pytest.mark.parametrize(
    "logic, expected",
    [
        (invoked("function(a, b) a - b", ("b", "1"), ("a", "5")), 4),
        (invoked("function(a: number) a", ("a", '"x"')), None),
        (invoked("function(a) a", ("c", "1")), None),
        (invoked("5", ("c", "1")), None),
        (invoked("half", ("n", "8")), 4),
        (invoked("half", ("n", '"x"')), None),
        (invoked("abs"), None),
    ],
)
def test_an_invocation_calls_any_function_or_is_null(logic: str, expected: object) -> None:
    functions = {"half": Function("half", ("n",), lambda n: n / 2)}
    result = read(decision("d", logic)).evaluate("d", {}, functions)
    assert result.value == expected
    assert bool(result.messages) == (expected is None)


def test_knowledge_without_logic_is_an_error_when_asked() -> None:
    parts = '<businessKnowledgeModel id="b" name="f"/>'
    with pytest.raises(DecisionError):
        read(parts, decision("d", literal("f(1)"), knowledge=["b"])).evaluate("d", {})


def test_a_service_with_decisions_given_and_several_answers_makes_a_context() -> None:
    service = (
        '<decisionService id="s" name="svc"><outputDecision href="#x"/><outputDecision href="#y"/>'
        '<inputDecision href="#k"/><inputData href="#i_n"/></decisionService>'
    )
    decisions = read(
        input_data("n", "number"),
        decision("k", literal("1 / 0")),
        decision("x", literal("k + 1"), decisions=["k"]),
        decision("y", literal("k + n + nothing"), decisions=["k"], inputs=["n"]),
        decision("d", literal("svc(4, 10)"), knowledge=["s"]),
        service,
    )
    result = decisions.evaluate("d", {})
    assert result.value == {"x": 11, "y": None}
    assert "nothing" in result.messages[0].zh


def test_boxed_loops_over_nothing_one_value_or_too_many() -> None:
    def loop(domain: str) -> str:
        return (
            f'<for iteratorVariable="x"><in>{literal(domain)}</in>'
            f"<return>{literal('x')}</return></for>"
        )

    decisions = read(
        decision("none", loop("null")),
        decision("one", loop("5")),
        decision("many", loop("for i in 1..20 return i")),
        decision(
            "filter",
            f"<filter><in>{literal('[1, 5]')}</in><match>{literal('item > 2')}</match></filter>",
        ),
        decision(
            "all",
            '<every iteratorVariable="x"><in>'
            + literal("[1]")
            + "</in><satisfies>"
            + literal("true")
            + "</satisfies></every>",
        ),
    )
    assert decisions.evaluate("none", {}).value == []
    assert decisions.evaluate("one", {}).value == [5]
    assert decisions.evaluate("filter", {}).value == [5]
    assert decisions.evaluate("all", {}).value is True
    with pytest.raises(FeelLimitError):
        decisions.evaluate("many", {}, limits=Limits(max_list=10))
    given = read(
        input_data("xs"),
        decision(
            "d",
            '<for iteratorVariable="x"><in>'
            + literal("xs")
            + "</in><return>"
            + literal("x")
            + "</return></for>",
            inputs=["xs"],
        ),
    )
    with pytest.raises(FeelLimitError):
        given.evaluate("d", {"xs": [1] * 20}, limits=Limits(max_list=10))


def test_a_table_may_stand_inside_a_context() -> None:
    inner = table(["n"], ["x"], [["> 1", '"a"'], ["<= 1", '"b"']])
    logic = f'<context><contextEntry><variable name="t"/>{inner}</contextEntry></context>'
    assert read(decision("d", logic)).evaluate("d", {"n": 5}).value == {"t": "a"}


def test_decisions_that_share_a_requirement_ask_it_once() -> None:
    decisions = read(
        input_data("n"),
        decision("base", literal("n * 2"), inputs=["n"]),
        decision("left", literal("base + 1"), decisions=["base"]),
        decision("right", literal("base + 2"), decisions=["base"]),
        decision("d", literal("left + right"), decisions=["left", "right"]),
    )
    assert decisions.evaluate("d", {"n": 1}).value == 7
    assert decisions.input_names("d") == ("n",)


def test_functions_of_the_caller_reach_every_expression() -> None:
    functions = {"today": Function("today", (), lambda: "2026")}
    logic = table(["today()"], ["x"], [['"2026"', "today()"]])
    assert read(decision("d", logic)).evaluate("d", {}, functions).value == "2026"


def test_the_time_of_all_expressions_together_is_bounded() -> None:
    ticks = iter(range(10_000))
    limits = Limits(stopwatch=lambda: float(next(ticks)), max_seconds=20)
    logic = table(["n"], ["x"], [[f"> {i}", "1"] for i in range(100)], policy="COLLECT")
    with pytest.raises(FeelLimitError):
        read(decision("d", logic)).evaluate("d", {"n": 1}, limits=limits)


def test_a_decision_without_logic_is_an_error_when_asked() -> None:
    with pytest.raises(DecisionError):
        read(decision("d", "")).evaluate("d", {})
