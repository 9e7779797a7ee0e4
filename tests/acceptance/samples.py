"""Files that somebody outside the repository might have: a diagram, a table, a scenario."""

from __future__ import annotations

from pathlib import Path

DIAGRAM = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="outside">
  <bpmn:process id="answer" name="限期答复" isExecutable="true" camunda:candidateStarterGroups="desk_clerk">
    <bpmn:startEvent id="asked" name="发函">
      <bpmn:extensionElements>
        <camunda:formData>
          <camunda:formField id="urgency" label="缓急" type="string" />
        </camunda:formData>
      </bpmn:extensionElements>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="to_rate" sourceRef="asked" targetRef="rate" />
    <bpmn:businessRuleTask id="rate" name="定期限" camunda:decisionRef="answer_term"
        camunda:resultVariable="term" camunda:mapDecisionResult="singleEntry" />
    <bpmn:sequenceFlow id="to_reply" sourceRef="rate" targetRef="reply" />
    <bpmn:userTask id="reply" name="答复" camunda:candidateGroups="respondent"
        camunda:dueDate="${term}">
      <bpmn:extensionElements>
        <camunda:formData>
          <camunda:formField id="text" label="答复" type="string">
            <camunda:validation><camunda:constraint name="required" /></camunda:validation>
          </camunda:formField>
        </camunda:formData>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="late" name="逾期" attachedToRef="reply" cancelActivity="false">
      <bpmn:timerEventDefinition>
        <bpmn:timeDuration>${term}</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="late_to_urge" sourceRef="late" targetRef="urge" />
    <bpmn:serviceTask id="urge" name="催办" camunda:type="external" camunda:topic="notify">
      <bpmn:extensionElements>
        <camunda:inputOutput>
          <camunda:inputParameter name="to">respondent, desk_clerk</camunda:inputParameter>
          <camunda:inputParameter name="kind">urge</camunda:inputParameter>
          <camunda:inputParameter name="text">请答复</camunda:inputParameter>
        </camunda:inputOutput>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="urge_to_end" sourceRef="urge" targetRef="urged" />
    <bpmn:endEvent id="urged" />
    <bpmn:sequenceFlow id="to_accept" sourceRef="reply" targetRef="accept" />
    <bpmn:userTask id="accept" name="审核" camunda:candidateGroups="desk_clerk">
      <bpmn:extensionElements>
        <camunda:formData>
          <camunda:formField id="accepted" label="是否认可" type="boolean">
            <camunda:validation><camunda:constraint name="required" /></camunda:validation>
          </camunda:formField>
        </camunda:formData>
        <camunda:properties>
          <camunda:property name="separate_from" value="reply" />
        </camunda:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="to_decided" sourceRef="accept" targetRef="decided" />
    <bpmn:exclusiveGateway id="decided" name="认可？" default="back" />
    <bpmn:sequenceFlow id="back" sourceRef="decided" targetRef="reply" />
    <bpmn:sequenceFlow id="done" sourceRef="decided" targetRef="answered">
      <bpmn:conditionExpression>${accepted}</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:endEvent id="answered" name="办结" />
  </bpmn:process>
</bpmn:definitions>
"""

TABLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="terms" name="期限"
    namespace="outside">
  <inputData id="urgency_input" name="urgency" />
  <decision id="answer_term" name="答复期限">
    <informationRequirement id="needs"><requiredInput href="#urgency_input" />
    </informationRequirement>
    <decisionTable id="table" hitPolicy="UNIQUE">
      <input id="in"><inputExpression id="ie" typeRef="string"><text>urgency</text>
      </inputExpression></input>
      <output id="out" name="term" typeRef="string" />
      <rule id="fast"><inputEntry id="i1"><text>"急"</text></inputEntry>
        <outputEntry id="o1"><text>"24小时"</text></outputEntry></rule>
      <rule id="slow"><inputEntry id="i2"><text>not("急")</text></inputEntry>
        <outputEntry id="o2"><text>"5工作日"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""

SCENARIO = """\
scenario: 逾期催办，补答复后办结
process: answer
clock: 2026-09-24T09:00:00+08:00
people:
  zhang: {groups: [desk_clerk], unit: 450100}
  chen:  {groups: [respondent], unit: 450102}
steps:
  - open: {as: zhang, unit: 450102, title: 答复函, form: {urgency: 缓}}
  - expect: {status: open, open_tasks: [reply], due: {reply: 2026-10-09}, notified: [chen]}
  - refuse: {as: zhang, task: reply, form: {text: 代答}, code: not_permitted}
  - advance: P20D
  - expect:
      light: red
      notified: [chen, zhang]
      history: [case_opened, decision_made, task_created, timer_fired]
  - complete: {as: chen, task: reply, form: {text: 已整改}}
  - complete: {as: zhang, task: accept, form: {accepted: false}}
  - complete: {as: chen, task: reply, form: {text: 补充如下}}
  - complete: {as: zhang, task: accept, form: {accepted: true}}
  - expect: {status: closed, light: green, open_tasks: [], end: answered, outcomes: []}
"""

CALENDAR = """\
日期,是否上班,名称
2026-10-09,否,校庆
"""


def write_outside(folder: Path) -> Path:
    """Write diagram, table and a scenario as somebody would lay them out; return the folder."""
    (folder / "scenarios").mkdir(parents=True)
    (folder / "限期 答复.bpmn").write_text(DIAGRAM, "utf-8")
    (folder / "期限.dmn").write_text(TABLE, "utf-8")
    (folder / "scenarios" / "逾期.yml").write_text(SCENARIO, "utf-8")
    return folder
