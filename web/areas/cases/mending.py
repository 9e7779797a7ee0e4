"""Deeds of those who keep cases running: another instant for a timer, and incidents."""

from __future__ import annotations

from datetime import datetime

from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.views import CaseView, IncidentView
from engine.model.calendar import SHANGHAI
from engine.model.errors import NotFound
from web.areas.cases import acting, framing
from web.areas.cases.acting import Words
from web.areas.cases.area import CASES
from web.filling import Filled
from web.formatting import instant
from web.language import text
from web.pages import goto
from web.saying import say


@CASES.form("/<string:case_id>/timer")
def timer(case_id: str) -> ResponseReturnValue:
    """Let a timer of a case fire at another instant."""
    form = Filled.of_request()
    if form.is_sent and _move(form, case_id):
        say(text("定时已调整。"))
        return goto("pages-cases.case", case_id=case_id)
    case = framing.read(case_id)
    if not form.is_sent:
        acting.expect("move_timer" in case.may, case, "move_timer")
    words = Words(
        text("调整定时"),
        (
            text("到了新的时间，流程自动走下一步，比如提醒、催办、升级。"),
            text("填写已经过去的时间，会马上走下一步。"),
            text("期限本身不变；要改期限，请用“延长期限”。"),
        ),
        text("调整定时"),
    )
    choices = [
        (each.aid, text("%(name)s，现定 %(at)s", name=each.name, at=instant(each.due_at)))
        for each in case.timers
        if each.kind == "bpmn"
    ]
    return acting.show(case, form, words, "cases/timer.html", choices=choices)


@CASES.form("/<string:case_id>/incidents/<string:incident_id>/retry")
def retry(case_id: str, incident_id: str) -> ResponseReturnValue:
    """Try again what could not be carried out."""
    form = Filled.of_request()
    if form.is_sent and acting.on_incident(form, incident_id, commands.retry_incident):
        say(text("已重试，结果见案件的情况。"))
        return goto("pages-cases.case", case_id=case_id)
    case = framing.read(case_id)
    incident = _incident(case, incident_id)
    if not form.is_sent:
        acting.expect("retry_incident" in case.may, case, "retry_incident")
    words = Words(
        text("重试：%(name)s", name=incident.name),
        (text("再执行一次这个环节；仍不成功，异常会保留。"),),
        text("重试"),
    )
    return acting.show(case, form, words, "cases/retry.html", incident=incident)


@CASES.form("/<string:case_id>/incidents/<string:incident_id>/resolution")
def resolution(case_id: str, incident_id: str) -> ResponseReturnValue:
    """Count what could not be carried out as done, with a reason."""
    form = Filled.of_request()
    if form.is_sent and acting.expect_reason(form):
        reason = form.get("reason")
        if acting.on_incident(form, incident_id, commands.resolve_incident, reason=reason):
            say(text("已按办成处理，案件继续往下走。"))
            return goto("pages-cases.case", case_id=case_id)
    case = framing.read(case_id)
    incident = _incident(case, incident_id)
    if not form.is_sent:
        acting.expect("resolve_incident" in case.may, case, "resolve_incident")
    words = Words(
        text("跳过：%(name)s", name=incident.name),
        (
            text("这个环节没有执行，但按办成处理，案件继续往下走。"),
            text("它本该做的事（如发通知、取文号）不会补做，请确认已另行办好。"),
        ),
        text("跳过这个环节"),
        is_destructive=True,
    )
    return acting.show(case, form, words, incident=incident)


def _incident(case: CaseView, incident_id: str) -> IncidentView:
    for each in case.incidents:
        if each.id == incident_id:
            return each
    raise NotFound("故障记录不存在。", en="There is no such incident.")


def _move(form: Filled, case_id: str) -> bool:
    aid, at = form.get("aid"), _local(form.get("at"))
    if not (aid.isascii() and aid.isdecimal()):
        form.wrong("aid", text("请选择要调整哪一个定时。"))
    if at is None:
        form.wrong("at", text("请填写日期和时间。"))
    acting.expect_reason(form)
    if form.errors or at is None:
        return False
    moved = acting.on_case(
        form,
        case_id,
        commands.move_timer,
        aid=int(aid),
        due_at=at,
        reason=form.get("reason"),
    )
    return moved is not None


def _local(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found
