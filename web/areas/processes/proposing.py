"""Handing files in to be published by somebody else."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.deploying import MAX_FILE, MAX_TOTAL, MOST_FILES
from api.sending import deployer, sent
from engine.commands.proposals import MAX_NOTE
from web.areas.processes.area import PROCESSES
from web.asking import asked, form_key
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say

_DRAFT = "proposal"
_AROUND = 64 * 1024
_MB = 1_000_000


@PROCESSES.form("/proposals/new", takes=MAX_TOTAL + _AROUND)
def new_proposal() -> ResponseReturnValue:
    """Take diagrams, tables and scenarios; check them and keep them, faulty or not."""
    form = Filled.of_request()
    files = [each for each in request.files.getlist("files") if each.filename]
    if form.is_sent:
        if not files:
            form.wrong("files", text("请选择要提交的文件。"))
        if not form.get("note"):
            form.wrong("note", text("请写明改了什么、为什么改。"))
    if form.is_accepted:
        with form.trying():
            made = deployer().propose(
                sent({"files": files}),
                actor=asked().actor,
                note=form.get("note"),
                idempotency_key=form_key(),
            )
            _tell(made.state, made.errors, made.failed)
            return goto("pages-processes.proposal", proposal=made.proposal)
    shown = render_template(
        "processes/new_proposal.html",
        form=form,
        most=MOST_FILES,
        megabytes=MAX_FILE // _MB,
        most_note=MAX_NOTE,
    )
    return shown, form.status


def _tell(state: str, errors: int, failed: int) -> None:
    if state == "awaiting":
        say(text("检查和场景都已通过，等待另一人发布。"), draft=_DRAFT)
    elif errors:
        say(
            text("已保存，但有 %(n)s 处错误，不能发布；请按下面的说明改好后另行提交。", n=errors),
            draft=_DRAFT,
        )
    else:
        say(
            text("已保存，但有 %(n)s 个场景未通过，不能发布；请改好后另行提交。", n=failed),
            draft=_DRAFT,
        )
