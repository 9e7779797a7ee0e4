"""How the steps of a diagram are told: who, until when, who may not, what comes after."""

from __future__ import annotations

from collections.abc import Iterator

from engine.commands.reading.steps import DoesView, RuleView, StepView, WhoView
from engine.diagram.report import START
from engine.model.deadline_terms import Unit, parse_term
from engine.model.durations import parse_elapsed
from engine.model.errors import InvalidArgument
from engine.model.forms import Field, FieldKind
from web.areas.processes.staffing_words import quoted
from web.language import text

__all__ = [
    "apart_words",
    "does_words",
    "field_words",
    "is_written",
    "quoted",
    "rule_words",
    "short_rule",
    "term_words",
    "who_words",
]

_DAY = 24 * 60


def term_words(value: object) -> str:
    """Write a term, several of them, or an elapsed time; as it is written where it is neither."""
    if isinstance(value, list):
        return text("、").join(map(term_words, value))
    written = str(value)
    try:
        term = parse_term(written)
    except InvalidArgument:
        return _elapsed_words(written)
    units = {
        Unit.HOURS: text("%(n)s 小时", n=term.quantity),
        Unit.DAYS: text("%(n)s 日", n=term.quantity),
        Unit.WORKING_DAYS: text("%(n)s 个工作日", n=term.quantity),
        Unit.MONTHS: text("%(n)s 个月", n=term.quantity),
    }
    return units[term.unit]


def rule_words(view: RuleView) -> str:
    """Say when something is due; an expression of no known shape is said to be one."""
    rule = view.rule
    if rule.shape == "term":
        return term_words(rule.written)
    if rule.shape == "setting":
        if view.value is None:
            return text("按参数 %(name)s", name=rule.name)
        return text(
            "%(term)s（参数“%(name)s”）", term=term_words(view.value), name="".join(view.names)
        )
    if rule.shape == "variable":
        return _variable_words(view)
    return _made_words(view)


def short_rule(view: RuleView | None) -> str:
    """Say when something is due in the few letters that a drawing has room for."""
    if view is None or view.rule.shape not in {"term", "setting"}:
        return ""
    return term_words(view.rule.written if view.rule.shape == "term" else view.value)


def is_written(view: RuleView) -> bool:
    """Say whether the words leave something open, so that the rule is shown as written as well."""
    is_open = view.rule.shape == "expression" or (view.rule.shape == "variable" and not view.names)
    return is_open or view.rule.shape == "either" or any(map(is_written, view.parts))


def who_words(step: StepView) -> str:
    """Say who may perform an activity, or open a case."""
    said = [] if step.who is None else list(_who(step.who))
    if said:
        return text("或").join(said)
    return text("有权立案的人") if step.kind == "startEvent" else text("未限定")


def apart_words(step: StepView) -> Iterator[str]:
    """Say who may not perform an activity because of what they performed before."""
    others = [text("立案") if each == START else each for each in step.apart if each != step.name]
    if others:
        yield text("办理过%(what)s的人不得办理。", what=quoted(others))
    if step.name in step.apart:
        yield text("每一次须由不同的人办理。")
    if step.excluded == "case.unit":
        yield text("被督导单位及其下级单位的人不得办理。")
    elif step.excluded:
        yield text("案件所涉单位的人不得办理。")


def does_words(does: DoesView) -> str:
    """Say what the system does by itself."""
    name = does.says[-1] if does.says else ""
    if does.handler == "notify":
        who = text("、").join(does.says)
        return text("系统通知%(who)s。", who=who) if who else text("系统发出通知。")
    if does.handler in {"open_linked_case", "decision", "call"} and name:
        return {
            "open_linked_case": text("系统另立“%(name)s”案件。", name=name),
            "decision": text("系统按决策表“%(name)s”核定。", name=name),
            "call": text("转入流程“%(name)s”。", name=name),
        }[does.handler]
    return {
        "issue_document": text("系统签发公文。"),
        "open_linked_case": text("系统另立案件。"),
        "record_outcome": text("系统记入结果台账。"),
        "reverse_outcomes": text("系统冲销结果台账中的记录。"),
        "note_remedy": text("系统在结果台账中注明救济情况。"),
        "allocate_number": text("系统编发文号。"),
        "extend_deadline": text("系统顺延期限。"),
        "move_deadline": text("系统变更期限。"),
        "publish": text("系统对外公开。"),
        "close_publication": text("系统结束公开。"),
        "answer_objection": text("系统答复异议。"),
    }.get(does.handler, text("由系统自动办理。"))


def field_words(field: Field) -> str:
    """Say what a field takes, and whether it must be filled in."""
    kinds = {
        FieldKind.STRING: text("文字"),
        FieldKind.TEXT: text("多行文字"),
        FieldKind.INTEGER: text("整数"),
        FieldKind.DECIMAL: text("数"),
        FieldKind.BOOLEAN: text("是或否"),
        FieldKind.DATE: text("日期"),
        FieldKind.DATETIME: text("日期和时间"),
        FieldKind.ENUM: text("选择一项"),
        FieldKind.FILE: text("附件"),
        FieldKind.UNIT: text("单位"),
        FieldKind.PERSON: text("人员"),
        FieldKind.LIST: text("表格"),
    }
    said = kinds[field.kind]
    if field.kind is FieldKind.ENUM:
        said = text("、").join(label or value for value, label in field.choices) or said
    if field.kind is FieldKind.LIST:
        said = text("表格：%(columns)s", columns=text("、").join(e.name for e in field.fields))
    return said


def _variable_words(view: RuleView) -> str:
    name = view.rule.name
    if name == "case.opened_at":
        return text("立案之日")
    if not view.names:
        return text("按案件中的“%(name)s”", name=name)
    return text("由%(what)s确定", what=quoted(view.names))


def _made_words(view: RuleView) -> str:
    said = [rule_words(each) for each in view.parts]
    if view.rule.shape == "counted":
        if len(said) == 1:
            return text("自此时起 %(term)s", term=said[0])
        return text("%(term)s，起算日%(since)s", term=said[0], since=said[1])
    if view.rule.shape == "before" and len(said) > 1:
        return text("到期前 %(term)s（到期日%(due)s）", term=said[1], due=said[0])
    if view.rule.shape == "repeated":
        return text("每隔 %(term)s", term=said[0])
    if view.rule.shape == "either":
        return text("视情况：%(one)s；或者：%(other)s", one=said[0], other=said[1])
    return text("按公式计算")


def _who(who: WhoView) -> Iterator[str]:
    if who.performer is not None:
        yield {
            "opener": text("立案人"),
            "performer": text("办理%(what)s的人", what=quoted([who.activity])),
            "expression": text("案件中指定的人"),
        }[who.performer.shape]
    yield from (each.name for each in who.groups)
    yield from who.users
    if who.expressions:
        yield text("按规则核定的人员")


def _elapsed_words(written: str) -> str:
    try:
        elapsed = parse_elapsed(written)
    except InvalidArgument:
        return written
    if elapsed.months:
        months = text("%(n)s 个月", n=elapsed.months)
        return months if not elapsed.seconds else written
    minutes, rest = divmod(elapsed.seconds, 60)
    if rest:
        return written
    if minutes % _DAY == 0:
        return text("%(n)s 日", n=minutes // _DAY)
    if minutes % 60 == 0:
        return text("%(n)s 小时", n=minutes // 60)
    return text("%(n)s 分钟", n=minutes)
