"""The unit of work: a rectification with three user tasks.

A; then B with an interrupting boundary timer; a gateway that sends the case back to A unless B
approves; then C, which nobody may perform who performed A.
"""

from __future__ import annotations

KEY = "bench_rectification"

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             targetNamespace="urn:dudao:bench">
  <process id="bench_rectification" name="责令限期整改" isExecutable="true">
    <startEvent id="start" name="立案">
      <extensionElements>
        <camunda:formData>
          <camunda:formField id="grounds" label="立案依据" type="string"/>
        </camunda:formData>
      </extensionElements>
    </startEvent>
    <userTask id="a" name="拟制整改通知书" camunda:candidateGroups="case_officer"
              camunda:dueDate="3工作日">
      <extensionElements>
        <camunda:formData>
          <camunda:formField id="notice" label="通知书正文" type="string">
            <camunda:validation><camunda:constraint name="required"/></camunda:validation>
          </camunda:formField>
        </camunda:formData>
      </extensionElements>
    </userTask>
    <userTask id="b" name="审核整改通知书" camunda:candidateGroups="leader"
              camunda:dueDate="P10D">
      <extensionElements>
        <camunda:formData>
          <camunda:formField id="approved" label="是否同意" type="boolean">
            <camunda:validation><camunda:constraint name="required"/></camunda:validation>
          </camunda:formField>
          <camunda:formField id="opinion" label="审核意见" type="string"/>
        </camunda:formData>
      </extensionElements>
    </userTask>
    <boundaryEvent id="b_late" name="逾期未审核" attachedToRef="b" cancelActivity="true">
      <timerEventDefinition><timeDuration>P10D</timeDuration></timerEventDefinition>
    </boundaryEvent>
    <exclusiveGateway id="decision" name="是否同意" default="f_back"/>
    <userTask id="c" name="验收整改结果" camunda:candidateGroups="director"
              camunda:dueDate="15工作日">
      <extensionElements>
        <camunda:formData>
          <camunda:formField id="result" label="验收结论" type="string"/>
        </camunda:formData>
        <camunda:properties>
          <camunda:property name="separate_from" value="a"/>
        </camunda:properties>
      </extensionElements>
    </userTask>
    <endEvent id="end" name="销号"/>
    <endEvent id="end_late" name="逾期移交"/>
    <sequenceFlow id="f_start" sourceRef="start" targetRef="a"/>
    <sequenceFlow id="f_a" sourceRef="a" targetRef="b"/>
    <sequenceFlow id="f_b" sourceRef="b" targetRef="decision"/>
    <sequenceFlow id="f_late" sourceRef="b_late" targetRef="end_late"/>
    <sequenceFlow id="f_on" sourceRef="decision" targetRef="c">
      <conditionExpression xsi:type="tFormalExpression">approved = true</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="f_back" sourceRef="decision" targetRef="a"/>
    <sequenceFlow id="f_c" sourceRef="c" targetRef="end"/>
  </process>
</definitions>
""".encode()
