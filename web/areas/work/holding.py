"""Who holds work: take it, give it back, hand it to somebody, let somebody do it."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.over import TASK_OVER
from engine.commands.reading.works import candidates_of
from engine.model.errors import Conflict
from web.areas.work.area import WORK, find_open
from web.asking import act, look
from web.filling import Filled
from web.forms import References
from web.language import text
from web.pages import goto
from web.saying import say


@WORK.deed("/<string:work_id>/claim")
def claim(work_id: str) -> ResponseReturnValue:
    """Take work, and go on to filling it in."""
    if _done(commands.claim, work_id):
        say(text("已签收，现在由您办理。"))
    return goto("pages-work.work", work_id=work_id)


@WORK.deed("/<string:work_id>/unclaim")
def unclaim(work_id: str) -> ResponseReturnValue:
    """Give work back."""
    if not _done(commands.unclaim, work_id):
        return goto("pages-work.work", work_id=work_id)
    say(text("已退回，不再由您办理。"))
    return goto("pages-desk.desk")


@WORK.form("/<string:work_id>/assign")
def assign(work_id: str) -> ResponseReturnValue:
    """Hand work to somebody, whoever held it."""
    return _hand_on(work_id, commands.assign, "assign")


@WORK.form("/<string:work_id>/delegate")
def delegate(work_id: str) -> ResponseReturnValue:
    """Let somebody else do one's own work."""
    return _hand_on(work_id, commands.delegate, "delegate")


def _hand_on(
    work_id: str, command: Callable[..., commands.WorkHeld], word: str
) -> ResponseReturnValue:
    found = find_open(work_id)
    if found is None:
        return goto("pages-work.work", work_id=work_id)
    form = Filled.of_request()
    if form.is_sent:
        person = References().person(form.get("person"))
        with form.trying(), hiding(work_id=work_id):
            act(command, work_id=work_id, person=person, reason=form.get("reason"))
            name = References().person_name(person)
            say(text("“%(work)s”已交给%(person)s。", work=found.work.name, person=name))
            return goto("pages-desk.desk")
    held = found.work.assignee
    people = [
        (each.id, each.name)
        for each in look(candidates_of, work_id=work_id)
        if held is None or each.id != held.id
    ]
    page = render_template(
        "work/hand_on.html", found=found, work=found.work, form=form, people=people, word=word
    )
    return page, form.status


def _done(command: Callable[..., commands.WorkHeld], work_id: str) -> bool:
    """Give a command; False when the work is over, which its own page then tells."""
    try:
        with hiding(work_id=work_id):
            act(command, work_id=work_id)
    except Conflict as refusal:
        if refusal.code != TASK_OVER:
            raise
        return False
    return True
