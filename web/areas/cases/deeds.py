"""Deeds that need a reason and nothing else: suspending, resuming, cancelling (中止、恢复、撤销)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from engine import commands
from web.areas.cases import acting, framing
from web.areas.cases.acting import Words
from web.areas.cases.area import CASES
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@CASES.form("/<string:case_id>/suspension")
def suspension(case_id: str) -> ResponseReturnValue:
    """Let every clock of a case stand still."""
    words = Words(
        text("中止案件"),
        (
            text("各项期限从现在起停止计算，恢复后顺延。"),
            text("中止期间，这个案件的待办都不能办理。"),
            text("理由会记入案件的经过。"),
        ),
        text("中止案件"),
    )
    return _reasoned(case_id, "suspend_case", words, done=text("案件已中止，期限停止计算。"))


@CASES.form("/<string:case_id>/resumption")
def resumption(case_id: str) -> ResponseReturnValue:
    """Let the clocks of a case run again."""
    words = Words(
        text("恢复办理"),
        (
            text("各项期限从现在起继续计算，按中止的时间顺延。"),
            text("待办可以继续办理，提醒照常发出。"),
        ),
        text("恢复办理"),
    )
    return _reasoned(case_id, "resume_case", words, done=text("案件已恢复办理。"))


@CASES.form("/<string:case_id>/cancellation")
def cancellation(case_id: str) -> ResponseReturnValue:
    """End a case before its time."""
    words = Words(
        text("撤销案件"),
        (
            text("案件就此结束，以后不能恢复。"),
            text("所有待办、提醒和还没有发布的公示公告都取消。"),
            text("立案人会收到通知，理由会记入案件的经过。"),
        ),
        text("撤销案件"),
        is_destructive=True,
    )
    return _reasoned(case_id, "cancel_case", words, done=text("案件已撤销。"))


_COMMANDS = {
    "suspend_case": commands.suspend_case,
    "resume_case": commands.resume_case,
    "cancel_case": commands.cancel_case,
}


def _reasoned(case_id: str, word: str, words: Words, *, done: str) -> ResponseReturnValue:
    form = Filled.of_request()
    if form.is_sent and acting.expect_reason(form):
        reason = form.get("reason")
        if acting.on_case(form, case_id, _COMMANDS[word], reason=reason) is not None:
            say(done)
            return goto("pages-cases.case", case_id=case_id)
    case = framing.read(case_id)
    if not form.is_sent:
        acting.expect(word in case.may, case, word)
    return acting.show(case, form, words)
