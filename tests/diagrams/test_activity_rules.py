"""The linter on activities: performers, handlers, decisions, calls, repetition, duties, forms."""

from __future__ import annotations

import pytest

from engine.diagram import Known
from tests.diagrams.findings import errors, findings, found, warnings
from tests.support import diagrams as draw

KNOWN = Known(
    handlers={"notify": ("to", "excluded_units"), "count": ()},
    groups=frozenset({"leader", "case_officer"}),
    decisions=frozenset({"due_term"}),
    processes=frozenset({"interview"}),
    calls={"interview": frozenset({"p"})},
)


def alone(node: str, name: str = "x", *, root: str = "") -> bytes:
    ends = (draw.start(), draw.end(), draw.path("start", name, "end"))
    return draw.bpmn(*ends, node, root=root)


def test_a_task_that_nobody_can_perform_is_a_warning() -> None:
    assert errors(alone(draw.user("x"))) == []
    assert ("nobody_can_perform", "x") in warnings(alone(draw.user("x")))
    assert found(alone(draw.user("x", users="li"))) == []


def test_unknown_groups_are_refused_with_a_suggestion() -> None:
    (finding,) = findings(alone(draw.user("x", groups="leader, case_oficer")), KNOWN)
    assert (finding.code, finding.element_id) == ("unknown_group", "x")
    assert "case_officer" in finding.zh
    assert "case_officer" in finding.en
    assert found(alone(draw.user("x", groups="${whoever}")), KNOWN) == []


def test_unknown_starter_groups_are_refused() -> None:
    data = draw.definitions(
        draw.process("p", draw.start(), draw.end(), draw.path("start", "end"),
                     camunda_candidateStarterGroups="nobody"),
    )  # fmt: skip
    assert errors(data, KNOWN) == [("unknown_group", "p")]


def test_a_service_task_names_a_known_handler() -> None:
    assert errors(alone(draw.service("x", ""))) == [("handler_missing", "x")]
    assert errors(alone(draw.service("x", "notfy")), KNOWN) == [("unknown_handler", "x")]
    assert found(alone(draw.service("x", "count")), KNOWN) == []


def test_a_send_task_names_a_message_or_a_handler() -> None:
    assert errors(alone(draw.send("x", ""))) == [("handler_missing", "x")]
    assert found(alone(draw.send("x", "m"), root=draw.message("m", "hello"))) == []


def test_an_input_that_is_almost_documented_is_pointed_out() -> None:
    task = draw.service("x", "notify", draw.parameters({"exclude_units": "=u", "to": "leader"}))
    assert found(alone(task), KNOWN) == [("unknown_input", "x")]


@pytest.mark.parametrize(
    "attributes",
    [
        {"camunda_class": "java.lang.Runtime"},
        {"camunda_expression": "${runtime.exec('x')}"},
        {"camunda_type": "shell"},
    ],
)
def test_code_in_a_service_task_is_refused(attributes: dict[str, str]) -> None:
    data = alone(draw.element("serviceTask", id="x", **attributes))
    assert ("script", "x") in errors(data)


@pytest.mark.parametrize(
    "extension",
    [
        '<camunda:executionListener event="start" class="a.B"/>',
        '<camunda:executionListener event="end" expression="${x}"/>',
        "<camunda:taskListener event='create'><camunda:script>1</camunda:script></camunda:taskListener>",
        "<camunda:connector/>",
        '<a:executionListener xmlns:a="http://activiti.org/bpmn" class="a.B"/>',
        '<s:preScript xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">import os</s:preScript>',
        "<camunda:inputOutput><camunda:inputParameter><camunda:script/></camunda:inputParameter></camunda:inputOutput>",
    ],
)
def test_code_in_extensions_is_refused(extension: str) -> None:
    data = alone(draw.user("x", draw.Extension(extension), groups="g"))
    assert ("script", "x") in errors(data)


def test_conditions_in_other_languages_are_refused() -> None:
    data = alone(
        "<exclusiveGateway id='x'/><sequenceFlow id='f' sourceRef='x' targetRef='end'>"
        "<conditionExpression language='javascript'>a</conditionExpression></sequenceFlow>"
    )
    assert ("script", "f") in errors(data)


def test_extensions_of_other_engines_are_pointed_out_once() -> None:
    zeebe = '<z:taskDefinition xmlns:z="http://camunda.org/schema/zeebe/1.0" type="a"/>'
    data = alone(draw.service("x", "count", draw.Extension(zeebe * 3)))
    assert found(data) == [("foreign_extension", "x")]


def test_extensions_that_have_no_effect_are_pointed_out() -> None:
    data = alone(draw.element("userTask", id="x", camunda_assignee="li", camunda_formKey="f.html"))
    assert found(data) == [("not_read", "x")]


def test_a_decision_is_named_and_known() -> None:
    assert errors(alone(draw.rule("x", ""))) == [("decision_missing", "x")]
    assert errors(alone(draw.rule("x", "due_trem", result="r")), KNOWN) == [
        ("unknown_decision", "x")
    ]
    assert errors(alone(draw.rule("x", "${d}", result="r"))) == [("decision_computed", "x")]
    assert found(alone(draw.rule("x", "due_term")), KNOWN) == []


def test_the_result_of_a_decision_has_a_shape_and_a_place() -> None:
    assert errors(alone(draw.rule("x", "d", result="r", shape="single"))) == [
        ("bad_result_shape", "x")
    ]
    assert found(alone(draw.rule("x", "d", shape="singleEntry"))) == [("result_lost", "x")]
    assert found(alone(draw.rule("x", "d", result="r", shape="singleEntry"))) == []


def test_a_call_activity_names_a_known_process() -> None:
    assert errors(alone(draw.call("x", ""))) == [("process_missing", "x")]
    assert errors(alone(draw.call("x", "intervew")), KNOWN) == [("unknown_process", "x")]
    assert errors(alone(draw.call("x", "${p}"))) == [("process_computed", "x")]


def test_calls_that_come_back_are_refused() -> None:
    assert errors(alone(draw.call("x", "p"))) == [("recursive_call", "x")]
    assert errors(alone(draw.call("x", "interview")), KNOWN) == [("recursive_call", "x")]
    inside = (draw.start("s2"), draw.subprocess("sub", draw.call("y", "p")))
    circle = draw.definitions(
        draw.process("p", draw.start(), draw.call("x", "q"), draw.path("start", "x")),
        draw.process("q", *inside, draw.path("s2", "sub")),
    )
    assert errors(circle) == [("recursive_call", "x"), ("recursive_call", "y")]


def test_a_delegate_names_a_handler_and_calls_nothing() -> None:
    for text in ("${bean.run(1)}", "a b"):
        data = alone(draw.element("serviceTask", id="x", camunda_delegateExpression=text))
        assert errors(data) == [("bad_handler", "x")]


@pytest.mark.parametrize(
    "inside",
    [
        "<camunda:inputParameter>1</camunda:inputParameter>",
        '<camunda:inputParameter name="a"><camunda:list/></camunda:inputParameter>',
        '<camunda:inputParameter name="a"/>' * 2,
    ],
)
def test_parameters_have_a_name_and_are_text(inside: str) -> None:
    extension = draw.Extension(f"<camunda:inputOutput>{inside}</camunda:inputOutput>")
    assert errors(alone(draw.service("x", "count", extension))) == [("bad_parameter", "x")]


def test_properties_have_a_name_of_their_own() -> None:
    for names in (
        (draw.properties(phase="a"), draw.properties(phase="b")),
        ('<camunda:properties><camunda:property value="x"/></camunda:properties>',),
    ):
        node = draw.task("x", *(draw.Extension(name) for name in names))
        assert errors(alone(node)) == [("bad_property", "x")]


def test_mappings_have_two_ends() -> None:
    data = alone(draw.call("x", "q", draw.mapping("in", source="a")))
    assert errors(data) == [("bad_mapping", "x")]


def test_repetition_needs_a_list_or_a_number_within_bounds() -> None:
    assert errors(alone(draw.task("x", draw.many()))) == [("loop_without_collection", "x")]
    for number in ("1001", "=-1"):
        data = alone(draw.task("x", draw.many(cardinality=number)))
        assert errors(data) == [("bad_cardinality", "x")]
    assert found(alone(draw.task("x", draw.many(cardinality="=1000")))) == []


@pytest.mark.parametrize(
    "node",
    [
        draw.service("x", "count", result="a b"),
        draw.service("x", "count", draw.parameters(outputs={"case": "=1"})),
        draw.task("x", draw.many(collection="=a", element_variable="1a")),
        draw.task("x", draw.properties(output_collection="a-b"), draw.many(collection="=a")),
        draw.call("x", "q", draw.mapping("out", source="a", target="a.b")),
    ],
)
def test_what_is_written_has_the_name_of_a_variable(node: str) -> None:
    assert errors(alone(node)) == [("bad_variable", "x")]


# ------------------------------------------------------------------------------------- duties


def pair(first: str, second: str) -> bytes:
    return draw.bpmn(draw.start(), first, second, draw.end(), draw.path("start", "a", "b", "end"))


def separated(name: str, *others: str, **assignment: str) -> str:
    rule = draw.properties(separate_from=", ".join(others))
    return draw.user(name, rule, **assignment)


def test_duties_name_tasks_that_exist() -> None:
    first = draw.user("a", groups="g")
    assert found(pair(first, separated("b", "a", "start", groups="g"))) == []
    (finding,) = findings(pair(draw.user("a", groups="g"), separated("b", "aa", groups="g")))
    assert (finding.code, finding.element_id) == ("unknown_activity", "b")
    assert errors(pair(draw.service("a", "n"), separated("b", "a", groups="g"))) == [
        ("unknown_activity", "b")
    ]


def test_duties_bind_user_tasks_only() -> None:
    task = draw.service("b", "n", draw.properties(separate_from="a"))
    assert errors(pair(draw.user("a", groups="g"), task)) == [("duty_without_task", "b")]


def test_duties_that_cannot_be_kept_are_pointed_out() -> None:
    same = pair(draw.user("a", assignee="${head}"), separated("b", "a", assignee="=head"))
    assert found(same) == [("duty_unsatisfiable", "b")]
    opener = separated("b", "start", assignee="${case.opened_by}")
    assert found(pair(draw.user("a", groups="g"), opener)) == [("duty_unsatisfiable", "b")]
    other = pair(draw.user("a", assignee="${head}"), separated("b", "a", assignee="=deputy"))
    assert found(other) == []
    more = draw.user("a", assignee="${head}", groups="g")
    assert found(pair(more, separated("b", "a", assignee="=head"))) == []
    more = separated("b", "a", assignee="=head", groups="g")
    assert found(pair(draw.user("a", assignee="${head}"), more)) == []


def test_a_task_separated_from_itself_needs_several_people() -> None:
    loop = draw.many(cardinality="=2")
    rule = draw.properties(separate_from="x")
    assert found(alone(draw.user("x", rule, loop, assignee="li"))) == [("duty_unsatisfiable", "x")]
    assert found(alone(draw.user("x", rule, loop, groups="g"))) == []
    each = draw.many(collection="=people", element_variable="person")
    assert found(alone(draw.user("x", rule, each, assignee="${person}"))) == []


def test_properties_that_are_almost_ours_are_pointed_out() -> None:
    data = alone(draw.user("x", draw.properties(seperate_from="y", colour="red"), groups="g"))
    assert found(data) == [("unknown_property", "x")]
    assert found(alone(draw.user("x", draw.properties(notify="off"), groups="g"))) == [
        ("bad_property", "x")
    ]


# -------------------------------------------------------------------------------------- forms


def with_form(*fields: str) -> bytes:
    return alone(draw.user("x", draw.form(*fields), groups="g"))


@pytest.mark.parametrize(
    "field,code",
    [
        (draw.field("f", "picture"), "unknown_field_type"),
        (draw.field("f", ""), "unknown_field_type"),
        (draw.field("a b"), "bad_field_id"),
        (draw.field(""), "bad_field_id"),
        (draw.field("case"), "bad_field_id"),
        (draw.field("f", "enum"), "enum_without_values"),
        (draw.field("f", "enum", choices={"": "无"}), "bad_choice"),
        (draw.field("f", "enum", choices={"a": "甲"}, default="b"), "bad_default"),
        (draw.field("f", "long", constraints={"min": "many"}), "bad_constraint"),
        (draw.field("f", "long", constraints={"minlength": "1"}), "bad_constraint"),
        (draw.field("f", constraints={"min": "1"}), "bad_constraint"),
        (draw.field("f", constraints={"maxlength": "-1"}), "bad_constraint"),
        (draw.field("f", constraints={"required": "perhaps"}), "bad_constraint"),
        (draw.field("f", constraints={"validator": "a.B"}), "bad_constraint"),
        (draw.field("f", "long", constraints={"min": "5", "max": "1"}), "empty_range"),
        (draw.field("f", constraints={"minlength": "5", "maxlength": "1"}), "empty_range"),
        (draw.field("f", "long", default="x"), "bad_default"),
        (draw.field("f", "long", default="9", constraints={"max": "5"}), "bad_default"),
        (draw.field("f", "boolean", default="yes"), "bad_default"),
        (draw.field("f", "date", default="01.09.2026"), "bad_default"),
        (draw.field("f", "date", default="=1 +"), "bad_expression"),
        (draw.field("f", hints={"pattern": "("}), "bad_pattern"),
        (draw.field("f", "list"), "list_without_columns"),
        (draw.field("f.a"), "column_without_list"),
        (draw.field("f") + draw.field("f.a"), "column_without_list"),
        (draw.field("f") + draw.field("f", "long"), "duplicate_field"),
    ],
)
def test_a_form_that_cannot_be_filled_in_is_refused(field: str, code: str) -> None:
    assert errors(with_form(field)) == [(code, "x")]


def test_a_form_has_a_bounded_number_of_fields() -> None:
    data = with_form(*(draw.field(f"f{number}") for number in range(201)))
    assert errors(data) == [("too_many_fields", "x")]


def test_a_column_is_not_read_only_by_itself() -> None:
    column = draw.field("f.a", constraints={"readonly": ""})
    assert errors(with_form(draw.field("f", "list"), column)) == [("read_only_column", "x")]
    whole = draw.field("f", "list", constraints={"readonly": ""})
    assert errors(with_form(whole, column)) == []


def test_a_form_with_every_kind_of_field_is_accepted() -> None:
    kinds = [
        "string",
        "text",
        "integer",
        "long",
        "decimal",
        "double",
        "boolean",
        "date",
        "datetime",
        "file",
        "unit",
        "person",
    ]
    plain = (draw.field(f"f_{kind}", kind) for kind in kinds)
    data = with_form(
        *plain,
        draw.field("level", "enum", choices={"a": "甲"}, default="a"),
        draw.field("rows", "list", constraints={"minlength": "1"}),
        draw.field("rows.title", constraints={"required": "true"}),
        draw.field("on", "date", default="${today()}"),
        draw.field("yes", "boolean", default="true"),
        draw.field("n", "decimal", default="1.50", constraints={"min": "0", "max": "9.5"}),
    )
    assert found(data) == []


def test_forms_where_nobody_fills_them_in_are_pointed_out() -> None:
    data = alone(draw.service("x", "count", draw.form(draw.field("a"))))
    assert warnings(data) == [("form_ignored", "x")]


def test_values_of_a_field_that_is_no_choice_are_pointed_out() -> None:
    assert warnings(with_form(draw.field("f", choices={"a": "甲"}))) == [("choices_ignored", "x")]
