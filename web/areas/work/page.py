"""The page of one piece of work: what is asked, until when, the form; and sending it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.reading.works import PastWork, WorkForm
from engine.commands.work_reading import list_work
from engine.model.registers import Page
from web.areas.work.area import WORK, find, longest_form
from web.areas.work.files import attached_files, attaching
from web.asking import act, look
from web.filling import Filled
from web.forms import AskedForm, References
from web.forms.files import take_files
from web.language import text
from web.pages import goto
from web.saying import say

_LOOKED_AT = 20
_MOST_STEPS = 5


@WORK.form("/<string:work_id>", takes=longest_form)
def work(work_id: str) -> ResponseReturnValue:
    """Show work with its form; sent, it is done, and the next one or the desk is shown."""
    found = find(work_id)
    asked = asked_of(found, Filled.of_request())
    if asked.filled.is_sent:
        done = _send(work_id, found, asked)
        if done is not None:
            return done
        found = find(work_id)  # somebody may have been faster, or have taken it
    if isinstance(found, PastWork):
        page = render_template("work/over.html", past=found, asked_form=asked)
        return page, asked.filled.status
    page = render_template(
        "work/work.html", found=found, work=found.work, asked_form=asked, steps=_steps(found)
    )
    return page, asked.filled.status


def asked_of(found: WorkForm | PastWork, filled: Filled) -> AskedForm:
    """Return the form of work, with the files of its case to choose from where it takes any."""
    if isinstance(found, PastWork):
        return AskedForm.of(filled, found.schema)
    references = References()
    asked = AskedForm.of(filled, found.schema, given=found.values, references=references)
    if asked.names_files:
        references.files = attached_files(found.case.id)
    return asked


def _send(work_id: str, found: WorkForm | PastWork, asked: AskedForm) -> ResponseReturnValue | None:
    """Do the work; None where the form is to be shown again."""
    if isinstance(found, WorkForm) and not take_files(asked, attaching(found)):
        return None
    if asked.changes_rows():
        return None
    name = found.work.name if isinstance(found, WorkForm) else found.name
    with asked.trying(), hiding(work_id=work_id):
        # Also of work that is over: the same form sent twice is answered as it was.
        done = act(commands.complete, work_id=work_id, form=asked.values())
    if not asked.filled.is_accepted:
        return None
    said = text("“%(name)s”已提交。", name=name)
    if done.status == "closed":
        said += text("案件已办结。")
    return _go_on(work_id, said)


def _go_on(work_id: str, said: str) -> ResponseReturnValue:
    """Lead to the desk, or to the most urgent work that can be done next."""
    draft = f"work.{work_id}"
    if request.form.get("_then") != "next":
        say(said, draft=draft)
        return goto("pages-desk.desk")
    rows = look(list_work, page=Page(_LOOKED_AT)).rows
    following = next((each.id for each in rows if each.may_complete and each.id != work_id), None)
    if following is None:
        say(said + text("您没有其他待办了。"), draft=draft)
        return goto("pages-desk.desk")
    say(said + text("这是下一件。"), draft=draft)
    return goto("pages-work.work", work_id=following)


def _steps(found: WorkForm) -> str:
    """Say what comes after the work; nothing where the diagram leaves too much open."""
    names = [text("“%(name)s”", name=each) for each in found.following.names]
    if found.following.may_end:
        names.append(text("流程结束"))
    if not names or len(names) > _MOST_STEPS:
        return ""
    if len(names) == 1:
        return text("提交后的下一步：%(name)s。", name=names[0])
    return text("提交后的下一步，视办理情况为：%(names)s。", names=text("、").join(names))
