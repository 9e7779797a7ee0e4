"""What a diagram says is read into plain values."""

from __future__ import annotations

import pytest

from engine.diagram import DiagramError, read_diagram
from engine.diagram.model import Call, Event, EventKind, Loop, Node, NodeKind, TimerKind
from engine.model.forms import Field, FieldKind
from tests.support import diagrams as draw


def node_of(data: bytes, id_: str) -> Node:
    (process,) = read_diagram(data).processes
    return process.scope.nodes[id_]


def test_a_user_task_is_read_with_its_assignment_and_due_date() -> None:
    node = node_of(
        draw.bpmn(draw.user("u", groups="a, b", assignee="${x}", users="li", due="15工作日")), "u"
    )
    assert node.kind is NodeKind.USER_TASK
    assert (node.assignee, node.candidate_groups, node.candidate_users) == ("${x}", "a, b", "li")
    assert node.due_date == "15工作日"
    assert node.name == "办理u"


def test_flows_know_their_ends_conditions_and_defaults() -> None:
    data = draw.bpmn(
        draw.start(),
        draw.exclusive("g", default="f_g_b"),
        draw.end("a"),
        draw.end("b"),
        draw.path("start", "g"),
        draw.flow("g", "a", "=x > 1"),
        draw.flow("g", "b"),
    )
    (process,) = read_diagram(data).processes
    flows = process.scope.flows
    assert flows["f_g_a"].condition == "=x > 1"
    assert [name for name, flow in flows.items() if flow.is_default] == ["f_g_b"]
    assert process.scope.nodes["g"].outgoing == ("f_g_a", "f_g_b")
    assert process.scope.nodes["g"].incoming == ("f_start_g",)


@pytest.mark.parametrize(
    "definition,expected",
    [
        (draw.timer(duration="P1D"), Event(EventKind.TIMER, "", TimerKind.DURATION, "P1D")),
        (draw.timer(cycle="R/P5D"), Event(EventKind.TIMER, "", TimerKind.CYCLE, "R/P5D")),
        (draw.of_message("m"), Event(EventKind.MESSAGE, "plan_sent")),
        (draw.of_error("e"), Event(EventKind.ERROR, "E1")),
        (draw.of_error(), Event(EventKind.ERROR, "")),
        (draw.of_escalation("s"), Event(EventKind.ESCALATION, "late")),
    ],
)
def test_event_definitions_are_resolved_to_names_and_codes(
    definition: str, expected: Event
) -> None:
    root = draw.message("m", "plan_sent") + draw.error("e", "E1") + draw.escalation("s", "late")
    data = draw.bpmn(draw.task("t"), draw.boundary("b", "t", definition), root=root)
    event = node_of(data, "b").event
    assert event is not None
    assert (event.kind, event.reference, event.timer, event.expression) == (
        expected.kind,
        expected.reference,
        expected.timer,
        expected.expression,
    )


def test_prefixes_do_not_matter_and_qualified_references_are_followed() -> None:
    data = (
        b'<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t" '
        b'targetNamespace="urn:t"><b:message id="m" name="hello"/><b:process id="p">'
        b'<b:receiveTask id="r" messageRef="t:m"/></b:process></b:definitions>'
    )
    event = node_of(data, "r").event
    assert event is not None
    assert event.reference == "hello"


def test_an_event_definition_may_be_referred_to() -> None:
    root = '<timerEventDefinition id="d"><timeDuration>P2D</timeDuration></timerEventDefinition>'
    data = draw.bpmn(draw.catch("c", "<eventDefinitionRef>d</eventDefinitionRef>"), root=root)
    event = node_of(data, "c").event
    assert event is not None
    assert event.expression == "P2D"


def test_boundary_events_interrupt_unless_told_otherwise() -> None:
    data = draw.bpmn(
        draw.task("t"),
        draw.boundary("yes", "t", draw.timer(duration="P1D")),
        draw.boundary("no", "t", draw.timer(duration="P1D"), interrupts=False),
    )
    assert node_of(data, "yes").is_interrupting
    assert not node_of(data, "no").is_interrupting
    assert node_of(data, "no").attached_to == "t"


def test_multi_instance_is_read_with_its_output() -> None:
    data = draw.bpmn(
        draw.subprocess(
            "s",
            draw.properties(output_collection="results", output_element="=result"),
            draw.many(collection="=items", element_variable="item", completion="=done"),
            draw.task("t"),
        )
    )
    node = node_of(data, "s")
    assert node.loop == Loop(False, "=items", "item", "", "=done", "results", "=result")
    assert node.scope is not None
    assert list(node.scope.nodes) == ["t"]


def test_a_service_task_names_its_handler_by_topic_or_delegate() -> None:
    data = draw.bpmn(
        draw.service("a", "notify", draw.parameters({"to": "leader"}, {"sent": "=true"})),
        draw.element("serviceTask", id="b", camunda_delegateExpression="${rectification.count}"),
    )
    assert node_of(data, "a").handler == "notify"
    assert node_of(data, "a").inputs == (("to", "leader"),)
    assert node_of(data, "a").outputs == (("sent", "=true"),)
    assert node_of(data, "b").handler == "rectification.count"


def test_a_call_without_mappings_hands_everything_in_and_out() -> None:
    assert node_of(draw.bpmn(draw.call("c", "q")), "c").call == Call("q", all_in=True, all_out=True)


def test_a_call_with_mappings_hands_over_what_they_say() -> None:
    data = draw.bpmn(
        draw.call(
            "c",
            "q",
            draw.mapping("in", source="unit", target="where"),
            draw.mapping("in", sourceExpression="${a + 1}", target="n"),
            draw.mapping("in", businessKey="#{x}"),
            draw.mapping("out", variables="all"),
        )
    )
    assert node_of(data, "c").call == Call(
        "q", inputs=(("unit", "where"), ("${a + 1}", "n")), all_out=True
    )


def test_forms_are_read_with_their_constraints_and_columns() -> None:
    data = draw.bpmn(
        draw.user(
            "u",
            draw.form(
                draw.field("n", "long", constraints={"required": "", "min": "1", "max": "5"}),
                draw.field("items", "list", label="问题", constraints={"maxlength": "9"}),
                draw.field("items.title", hints={"help": "简短", "pattern": "[^x]+"}),
                draw.field("level", "enum", choices={"a": "甲", "b": "乙"}, default="a"),
            ),
        )
    )
    form = node_of(data, "u").form
    assert form is not None
    number, items, level = form.fields
    assert (number.kind, number.required) == (FieldKind.INTEGER, True)
    assert (str(number.minimum), str(number.maximum)) == ("1", "5")
    assert items.max_length == 9
    column = Field("title", "", FieldKind.STRING, help="简短", pattern="[^x]+")
    assert items.fields == (column,)
    assert level.choices == (("a", "甲"), ("b", "乙"))


def test_lanes_and_other_decoration_are_read_past() -> None:
    lanes = (
        "<laneSet><lane id='l' name='督导科'><flowNodeRef>t</flowNodeRef>"
        "<childLaneSet><lane id='k' name='科长'><flowNodeRef>u</flowNodeRef></lane></childLaneSet>"
        "</lane></laneSet><textAnnotation id='x'><text>note</text></textAnnotation>"
        "<dataObject id='d'/><association id='as' sourceRef='t' targetRef='x'/>"
    )
    diagram = read_diagram(
        draw.definitions(
            "<collaboration id='c'><participant id='q' name='公众'/></collaboration>",
            draw.process("p", lanes, draw.task("t"), draw.task("u")),
        )
    )
    assert diagram.findings == ()
    assert dict(diagram.processes[0].lanes) == {"t": "督导科", "u": "科长"}
    assert set(diagram.processes[0].scope.nodes) == {"t", "u"}


@pytest.mark.parametrize(
    "xml,code",
    [
        ("<scriptTask id='x'><script>1</script></scriptTask>", "script"),
        ("<complexGateway id='x'/>", "unsupported_element"),
        ("<transaction id='x'/>", "unsupported_element"),
        ("<adHocSubProcess id='x'/>", "unsupported_element"),
        ("<subProcess id='x' triggeredByEvent='true'/>", "unsupported_element"),
        ("<task id='x' isForCompensation='true'/>", "unsupported_element"),
        ("<task id='x'><standardLoopCharacteristics/></task>", "unsupported_element"),
        ("<receiveTask id='x' messageRef='m' instantiate='true'/>", "unsupported_element"),
        ("<eventBasedGateway id='x' eventGatewayType='Parallel'/>", "unsupported_element"),
        ("<callChoreography id='x'/>", "unsupported_element"),
    ],
)
def test_what_is_not_executed_is_a_node_of_no_kind_and_a_finding(xml: str, code: str) -> None:
    diagram = read_diagram(draw.bpmn(xml, root=draw.message("m", "m")))
    (finding,) = diagram.findings
    assert (finding.severity, finding.code, finding.element_id) == ("error", code, "x")
    assert diagram.processes[0].scope.nodes["x"].kind is NodeKind.UNSUPPORTED


def test_global_tasks_are_findings() -> None:
    diagram = read_diagram(draw.bpmn(root="<globalScriptTask id='g'/><globalTask id='h'/>"))
    assert [(f.code, f.element_id) for f in diagram.findings] == [
        ("script", "g"),
        ("unsupported_element", "h"),
    ]


def test_findings_and_nodes_know_their_line() -> None:
    diagram = read_diagram(draw.bpmn("\n\n<complexGateway id='x'/>"))
    assert diagram.lines["x"] == 4
    assert diagram.findings[0].line == 4


def test_the_process_says_who_may_start_it_and_what_it_is_for() -> None:
    diagram = read_diagram(
        draw.definitions(
            draw.process(
                "p",
                draw.properties(reference_series="岳教督整"),
                "<documentation>整改</documentation>",
                camunda_candidateStarterGroups="case_officer",
            )
        )
    )
    (process,) = diagram.processes
    assert process.starter_groups == "case_officer"
    assert process.documentation == "整改"
    assert dict(process.properties) == {"reference_series": "岳教督整"}
    assert diagram.process("p") is process
    assert diagram.process("q") is None


@pytest.mark.parametrize(
    "data,code",
    [
        (b"", "not_xml"),
        (b"<a/>", "not_bpmn"),
        (b"<definitions/>", "not_bpmn"),
        (draw.bpmn(draw.task("t"))[:-40], "not_xml"),
        (b'<!DOCTYPE definitions [<!ENTITY a "b">]><definitions>&a;</definitions>', "dtd"),
        (
            b"<?xml version='1.0'?><!-- x --><?y?> <!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
            "dtd",
        ),
        (draw.bpmn("&lol;"), "not_xml"),
        (draw.bpmn("\x00"), "not_xml"),
    ],
)
def test_what_is_no_diagram_is_refused_with_findings(data: bytes, code: str) -> None:
    with pytest.raises(DiagramError) as refusal:
        read_diagram(data)
    (finding,) = refusal.value.findings
    assert finding.code == code
    assert finding.severity == "error"


def test_includes_and_instructions_are_ignored() -> None:
    data = draw.bpmn(
        "<?php system('x') ?>",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
        draw.task("t"),
    )
    (process,) = read_diagram(data).processes
    assert list(process.scope.nodes) == ["t"]
