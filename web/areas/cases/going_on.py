"""Deeds that let a case go on: more time, a message it waits for, taking one's last step back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.approving import read_approvers
from engine.commands.reading.views import CaseView, WorkView
from engine.model.errors import InvalidArgument
from web.areas.cases import acting, framing
from web.areas.cases.acting import Words
from web.areas.cases.area import CASES
from web.asking import look, may
from web.filling import Filled
from web.formatting import day, which
from web.language import either, text
from web.pages import goto
from web.saying import say

UNITS = ("个工作日", "日", "个月")
_EXTEND = "extend_deadline"
_LONGEST = 4


@CASES.form("/<string:case_id>/extension")
def extension(case_id: str) -> ResponseReturnValue:
    """Give open work of a case more time, for a reason and with who approved it."""
    form = Filled.of_request({"unit": UNITS[0]})
    if form.is_sent and _is_sound(form) and _extend(form):
        say(text("已延期。新的期限见下面。"))
        return goto("pages-cases.case", case_id=case_id)
    case = framing.read(case_id)
    open_to = extensible(case)
    if not form.is_sent:
        acting.expect(bool(open_to), case, _EXTEND)
        if len(open_to) == 1:
            form.values["work"] = open_to[0].id
    words = Words(
        text("延长期限"),
        (
            text("从原来的期限往后加，不是从今天算起。"),
            text("跟着这个期限走的提醒、催办也一并顺延。"),
            text("延长多少、可以延长几次，按本单位的参数限制。"),
        ),
        text("延长期限"),
    )
    return acting.show(
        case,
        form,
        words,
        "cases/extension.html",
        approvers=[(each.id, each.name) for each in look(read_approvers, case_id=case.id)],
        choices=[(each.id, _named(each)) for each in open_to],
        may_approve=may("approve_extension"),
        units=UNITS,
    )


@CASES.form("/<string:case_id>/messages/<string:message>")
def message(case_id: str, message: str) -> ResponseReturnValue:
    """Give a case a message that its diagram waits for."""
    form = Filled.of_request()
    case = framing.read(case_id)
    wait = next((each for each in case.waits if each.message == message), None)
    variable = "" if wait is None else wait.words
    if form.is_sent and _send(form, case_id, message, variable=variable):
        say(text("已告知，案件继续往下走。"))
        return goto("pages-cases.case", case_id=case_id)
    if not form.is_sent:
        acting.expect(message in case.messages, case, "send_message")
    name = framing.message_name(case, message)
    if variable:
        words = Words(name, (text("提出后由督导办公室办理，不能收回。"),), text("提交"))
        return acting.show(case, form, words, "cases/message.html", asks_words=True)
    words = Words(
        text("告知案件：%(name)s", name=name),
        (
            text("案件正在等“%(name)s”。告知之后，流程从那里继续。", name=name),
            text("这一步不能撤回。"),
        ),
        text("告知"),
    )
    return acting.show(case, form, words, "cases/message.html", asks_words=False)


@CASES.form("/<string:case_id>/withdrawal")
def withdrawal(case_id: str) -> ResponseReturnValue:
    """Take back what one completed, while nobody has acted on it."""
    form = Filled.of_request()
    if form.is_sent:
        work_id = form.get("work")
        if acting.on_work(form, work_id, commands.withdraw) is not None:
            say(text("已撤回，案件回到您办理之前，请重新办理。"))
            return goto("pages-cases.case", case_id=case_id)
    case = framing.read(case_id)
    if not form.is_sent:
        acting.expect(case.withdrawable is not None, case, "withdraw")
        form.values["work"] = case.withdrawable or ""
    words = Words(
        text("撤回刚才的办理"),
        (
            text("案件回到您办理之前，这项待办重新交给您。"),
            text("由此产生的下一步待办会取消；有人已经接手的，不能撤回。"),
        ),
        text("撤回刚才的办理"),
    )
    return acting.show(case, form, words, "cases/withdrawal.html")


def extensible(case: CaseView) -> list[WorkView]:
    """Return the open work whose deadline the reader may extend."""
    return [each for each in case.work if _EXTEND in each.may]


def _named(work: WorkView) -> str:
    name = f"{work.name}{which(work)}"
    return text("%(name)s，期限 %(day)s", name=name, day=day(work.due_at))


def _is_sound(form: Filled) -> bool:
    if not form.get("work"):
        form.wrong("work", text("请选择要延长哪一项。"))
    count = form.get("count")
    if not (count.isascii() and count.isdecimal() and 0 < len(count) <= _LONGEST and int(count)):
        form.wrong("count", text("请填写大于零的整数。"))
    if form.get("unit") not in UNITS:
        form.wrong("unit", text("请选择按日还是按月。"))
    acting.expect_reason(form)
    return not form.errors


def _extend(form: Filled) -> bool:
    given = acting.on_work(
        form,
        form.get("work"),
        commands.extend_deadline,
        term=f"{int(form.get('count'))}{form.get('unit')}",
        reason=form.get("reason"),
        approver=form.get("approver") or None,
    )
    return given is not None


def _send(form: Filled, case_id: str, message: str, *, variable: str) -> bool:
    """Send a message with what was written; `variable` takes the words where some are asked for."""
    if variable and not form.get("words"):
        form.wrong("words", text("请写明内容。"))
        return False
    try:
        payload = {variable: form.get("words")} if variable else _payload(form.get("payload"))
    except InvalidArgument as error:
        form.wrong("payload", either(error.message, error.en))
        return False
    sent = acting.on_case(form, case_id, commands.send_message, message=message, payload=payload)
    return sent is not None


def _payload(written: str) -> dict[str, object]:
    """Return what a message carries, one line each, as in `名称：内容`."""
    found: dict[str, object] = {}
    for line in filter(None, map(str.strip, written.splitlines())):
        name, mark, value = line.replace("：", ":", 1).partition(":")
        if not mark or not name.strip():
            raise InvalidArgument(
                f"“{line}”应写作“名称：内容”。", en=f"Expected 'name: content', found '{line}'."
            )
        found[name.strip()] = value.strip()
    return found
