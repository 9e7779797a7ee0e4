"""One case as an auditor sees it: history, who read it, duties, the check; each look is recorded."""

from __future__ import annotations

from io import BytesIO

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine.commands.reading.auditing import (
    AuditedCase,
    check_case,
    export_history,
    read_audited_case,
    read_sealed_history,
)
from engine.commands.reading.duty_reviews import read_duties
from engine.commands.reading.histories import read_access
from engine.model.event_words import EVENT_WORDS
from web.areas.audit.area import AUDIT
from web.asking import expect_text, look, look_recorded
from web.language import either, text

_ROWS = 50
_ONE = "/<string:case_id>"
_JSON_LINES = "application/x-ndjson"


@AUDIT.page(_ONE)
def history(case_id: str) -> ResponseReturnValue:
    """Show the sealed history of a case, from its beginning."""
    case = _case(case_id)
    found = look_recorded(read_sealed_history, case_id=case.id, after=_after(), limit=_ROWS)
    return _show(case, "audit/history.html", found=found)


@AUDIT.page(f"{_ONE}/access")
def access(case_id: str) -> ResponseReturnValue:
    """Show who read which part of a case when; this look is in it next time."""
    case = _case(case_id)
    found = look_recorded(read_access, case_id=case.id, after=_after(), limit=_ROWS)
    return _show(case, "audit/access.html", found=found, part_word=part_word)


@AUDIT.page(f"{_ONE}/duties")
def duties(case_id: str) -> ResponseReturnValue:
    """Show who did what, and whether nobody did both of what one person may not do."""
    case = _case(case_id)
    found = look_recorded(read_duties, case_id=case.id)
    return _show(case, "audit/duties.html", found=found)


@AUDIT.page(f"{_ONE}/check")
def check(case_id: str) -> ResponseReturnValue:
    """Check the whole case and say what came out; it takes a while for a big one."""
    case = _case(case_id)
    found = look_recorded(check_case, case_id=case.id)
    return _show(case, "audit/check.html", found=found)


@AUDIT.page(f"{_ONE}/history.jsonl")
def lines(case_id: str) -> Response:
    """Give out the sealed history as lines of JSON; the chain of who read the case says so."""
    case = _case(case_id)
    made = look_recorded(export_history, case_id=case.id)
    name = f"{case.reference or case.id}-history.jsonl"
    return send_made(BytesIO(made), name, _JSON_LINES)


def type_word(type_: str) -> str:
    """Return what a type of event is called."""
    word = EVENT_WORDS.get(type_)
    return type_ if word is None else either(word.zh, word.en)


def part_word(part: str) -> str:
    """Return what a part of a case is called that somebody read."""
    words = {
        "case": text("概况"),
        "work": text("待办及表单"),
        "variables": text("案件数据"),
        "history": text("历史"),
        "diagram": text("流程图"),
        "access": text("查阅记录"),
        "messages": text("通知及已读情况"),
        "message": text("给本人的消息"),
    }
    return words.get(part, part)


def _case(case_id: str) -> AuditedCase:
    return look(read_audited_case, case_id=expect_text(case_id))


def _show(case: AuditedCase, template: str, **shown: object) -> str:
    tabs = [
        (title, url_for(f"pages-audit.{view}", case_id=case.id), view)
        for title, view in (
            (text("历史"), "history"),
            (text("查阅记录"), "access"),
            (text("职责分离"), "duties"),
            (text("核验"), "check"),
        )
    ]
    return render_template(template, case=case, audit_tabs=tabs, type_word=type_word, **shown)


def _after() -> int:
    """Return the number to go on after; what is no number begins at the beginning."""
    written = request.args.get("after", "")
    return int(written) if written.isdecimal() and len(written) < len(str(2**31)) else 0
