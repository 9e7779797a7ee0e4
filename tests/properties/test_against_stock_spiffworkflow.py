"""Where SpiffWorkflow's own engine is right, ours does the same: same open tasks, step by step."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.diagram.model import Flow, Node, NodeKind, Scope
from engine.spiff import Compiled, Instance
from tests.execution.drawing import World, compiled, scope
from tests.properties.random_diagrams import Sheet

NS = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PLAIN = ["user", "sequence", "xor", "and", "sub"]


@st.composite
def plain_diagrams(draw: DrawFn) -> Compiled:
    sheet = Sheet([0])
    _fill(draw, sheet, 3)
    return compiled(sheet.nodes, *sheet.flows)


def _fill(draw: DrawFn, sheet: Sheet, depth: int) -> None:
    first, last = _block(draw, sheet, depth)
    sheet.flow(sheet.add("start"), first)
    sheet.flow(last, sheet.add("end"))


def _block(draw: DrawFn, sheet: Sheet, depth: int) -> tuple[str, str]:
    kind = draw(st.sampled_from(PLAIN if depth else PLAIN[:1]))
    if kind == "user":
        name = sheet.add(kind)
        return name, name
    if kind == "sequence":
        first, middle = _block(draw, sheet, depth - 1)
        following, last = _block(draw, sheet, depth - 1)
        sheet.flow(middle, following)
        return first, last
    if kind == "sub":
        inner = Sheet(sheet.names)
        _fill(draw, inner, depth - 1)
        name = sheet.add("sub")
        sheet.nodes[-1] = Node(
            name, NodeKind.SUBPROCESS, scope=scope(name, inner.nodes, *inner.flows)
        )
        return name, name
    split, join = sheet.add(kind), sheet.add(kind)
    for number in range(draw(st.integers(2, 3))):
        first, last = _block(draw, sheet, depth - 1)
        rest = "" if kind == "and" else (f" if step > {number * 300}" if number else " else")
        sheet.flow(split, first, rest)
        sheet.flow(last, join)
    return split, join


def _draw(parent: etree._Element, drawn: Scope) -> None:
    for each in drawn.nodes.values():
        element = etree.SubElement(parent, f"{{{NS}}}{each.kind.value}", id=each.id, name=each.id)
        default = next((name for name in each.outgoing if drawn.flows[name].is_default), None)
        if default:
            element.set("default", default)
        if each.scope is not None:
            _draw(element, each.scope)
    for flow in drawn.flows.values():
        _draw_flow(parent, flow)


def _draw_flow(parent: etree._Element, flow: Flow) -> None:
    element = etree.SubElement(
        parent,
        f"{{{NS}}}sequenceFlow",
        id=flow.id,
        sourceRef=flow.source,
        targetRef=flow.target,
    )
    if flow.condition:
        etree.SubElement(element, f"{{{NS}}}conditionExpression").text = flow.condition


def stock(plan: Compiled) -> BpmnWorkflow:
    """The same diagram, as text, in SpiffWorkflow's own parser and engine."""
    root = etree.Element(f"{{{NS}}}definitions", targetNamespace="t")
    process = etree.SubElement(root, f"{{{NS}}}process", id="p", isExecutable="true")
    _draw(process, plan.root.scope)
    parser = BpmnParser()
    parser.add_bpmn_xml(root, filename="p.bpmn")
    workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    workflow.task_tree.data["step"] = 0
    workflow.do_engine_steps()
    return workflow


def _ready(workflow: BpmnWorkflow) -> Iterator[str]:
    for task in workflow.get_tasks(state=TaskState.READY, manual=True):
        yield task.task_spec.bpmn_id


@settings(max_examples=150, deadline=None)
@given(plan=plain_diagrams(), seed=st.integers(0, 2**32))
def test_the_same_tasks_are_open_after_every_step(plan: Compiled, seed: int) -> None:
    choice = random.Random(seed)
    theirs = stock(plan)
    ours = Instance.start(plan, {"step": 0}, World(), people=("li",))
    while not ours.is_ended:
        open_here = {name: number for number, name, _ in ours.work()}
        assert sorted(open_here) == sorted(_ready(theirs))
        name = choice.choice(sorted(open_here))
        value = choice.randrange(1000)
        ours.complete(open_here[name], {"step": value}, people=("li",))
        task = next(
            each
            for each in theirs.get_tasks(state=TaskState.READY, manual=True)
            if each.task_spec.bpmn_id == name
        )
        for each in theirs.get_tasks():  # one variable for all branches, as ours is
            each.data["step"] = value
        for process in theirs.subprocesses.values():
            for each in process.get_tasks():
                each.data["step"] = value
        task.run()
        theirs.do_engine_steps()
    assert list(_ready(theirs)) == []
    assert theirs.is_completed()
