"""Rules about forms: that every field can be filled in, and its default fits."""

from __future__ import annotations

from engine.diagram.model import Node, NodeKind, Process
from engine.diagram.report import Report
from engine.diagram.scopes import all_nodes
from engine.feel import is_wrapped
from engine.model.form_schema import default_value
from engine.model.form_values import Wrong
from engine.model.forms import Field, FieldKind


def lint_forms(process: Process, report: Report) -> None:
    """Check the forms of a process and its subprocesses."""
    for node in all_nodes(process.scope):
        _check_expectations(node, report)
        if node.form is None:
            continue
        if node.kind not in {NodeKind.USER_TASK, NodeKind.START_EVENT}:
            zh, en = "此处的表单没有人填写。", "Nobody fills in a form here."
            report.warn("form_ignored", node.id, zh=zh, en=en)
        for field in node.form.fields:
            _check_field(node, field, report)
            for column in field.fields:
                _check_field(node, column, report)
                _check_column(node, field, column, report)


def _check_field(node: Node, field: Field, report: Report) -> None:
    _check_choices(node, field, report)
    if field.kind is FieldKind.LIST and not field.fields:
        report.error(
            "list_without_columns",
            node.id,
            zh=f"列表字段“{field.name}”没有列；列写作字段“{field.id}.列名”。",
            en=f"The list '{field.name}' has no columns; write them as fields '{field.id}.name'.",
        )
    is_empty = _exceeds(field.minimum, field.maximum) or _exceeds(
        field.min_length, field.max_length
    )
    if is_empty:
        report.error(
            "empty_range",
            node.id,
            zh=f"字段“{field.name}”的下限大于上限，无法填写。",
            en=f"The field '{field.name}' has a lower bound above its upper one.",
        )
    else:
        _check_default(node, field, report)


def _exceeds(low: object, high: object) -> bool:
    return low is not None and high is not None and float(str(low)) > float(str(high))


def _check_choices(node: Node, field: Field, report: Report) -> None:
    if field.kind is FieldKind.ENUM and not field.choices:
        report.error(
            "enum_without_values",
            node.id,
            zh=f"选项字段“{field.name}”没有选项。",
            en=f"The enum field '{field.name}' has no values.",
        )
    elif field.choices and field.kind is not FieldKind.ENUM:
        report.warn(
            "choices_ignored",
            node.id,
            zh=f"字段“{field.name}”不是enum，它的选项不起作用。",
            en=f"The field '{field.name}' is no enum; its values have no effect.",
        )


def _check_default(node: Node, field: Field, report: Report) -> None:
    if not field.default.strip() or is_wrapped(field.default) or field.fields:
        return  # FEEL is checked with the other expressions
    if field.pattern:
        report.matches_left -= 1
        if report.matches_left < 0:
            return
    try:
        default_value(field)
    except Wrong as wrong:
        report.error(
            "bad_default",
            node.id,
            zh=f"默认值“{field.default[:60]}”不符合要求：{wrong.zh}",
            en=f"The default '{field.default[:60]}' does not fit: {wrong.en}",
        )


def _check_column(node: Node, field: Field, column: Field, report: Report) -> None:
    if column.read_only and not field.read_only:
        report.error(
            "read_only_column",
            node.id,
            zh=f"“{field.name}”的列“{column.name}”不能单独设为只读，请把整个列表设为只读。",
            en=f"Column '{column.name}' of '{field.name}' cannot be read-only by itself.",
        )


def _check_expectations(node: Node, report: Report) -> None:
    """Check that what a form must say is about a field of it, and is said in a sentence."""
    fields = {field.id for field in node.form.fields} if node.form is not None else set()
    for name in node.properties:
        kind, colon, field = name.partition(":")
        if not colon or kind not in {"expect", "message"}:
            continue
        if field not in fields:
            report.error(
                "expectation_without_field",
                node.id,
                zh=f"扩展属性“{name}”指的字段“{field}”不在这一环节的表单里。",
                en=f"The property '{name}' is about '{field}', which is no field of this form.",
            )
        elif kind == "expect" and not node.properties.get(f"message:{field}", "").strip():
            report.error(
                "expectation_without_message",
                node.id,
                zh=f"扩展属性“{name}”缺少“message:{field}”：写明填写不符时告诉填表人的话。",
                en=f"The property '{name}' needs 'message:{field}', told to whoever fills it in.",
            )
        elif kind == "message" and f"expect:{field}" not in node.properties:
            report.warn(
                "message_without_expectation",
                node.id,
                zh=f"扩展属性“{name}”不起作用：没有“expect:{field}”。",
                en=f"The property '{name}' has no effect without 'expect:{field}'.",
            )
