"""Substitutions (代理): who acts in whose place, made and ended."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.substitutions import (
    SubstitutionView,
    read_substitution,
    read_substitutions,
)
from engine.model.deadlines import local_day
from engine.model.registers import Page
from web.asking import act, asked, expect_text, frame, look, may, service
from web.filling import Filled
from web.formatting import day
from web.forms import References
from web.language import text
from web.pages import Pages, goto
from web.saying import say

SUBSTITUTIONS = Pages("substitutions", "/substitutions", in_own_name=True)
_ROWS = 50


@SUBSTITUTIONS.page("")
def substitutions() -> ResponseReturnValue:
    """Show my substitutions on either side, and those I manage; the latest first."""
    page = Page(_ROWS, request.args.get("after") or None, is_descending=True)
    found = look(read_substitutions, page=page)
    return render_template(
        "substitutions/list.html", found=found, me=asked().identity.person, state=_state
    )


@SUBSTITUTIONS.form("/new")
def make() -> ResponseReturnValue:
    """Let somebody act in my place, or as an administrator in another's."""
    today = local_day(service().clock())
    form = Filled.of_request({"from_on": today, "until_on": ""})
    if form.is_sent:
        _make(form)
        if form.is_accepted:
            return goto("pages-substitutions.substitutions")
    return render_template("substitutions/new.html", form=form, today=today), form.status


@SUBSTITUTIONS.form("/<string:substitution_id>/end")
def end(substitution_id: str) -> ResponseReturnValue:
    """End a substitution now, after its consequence was said."""
    found = look(read_substitution, substitution_id=expect_text(substitution_id))
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(commands.end_substitution, substitution_id=substitution_id)
            say(text("已终止%(name)s的代理。", name=found.substitute.name))
            return goto("pages-substitutions.substitutions")
    return render_template("substitutions/end.html", form=form, found=found), form.status


def _make(form: Filled) -> None:
    references = References()
    absent = frame().person
    if may("manage_substitutions") and form.get("absent"):
        absent = references.person(form.get("absent"))
    from_on, until_on = _day(form, "from_on"), _day(form, "until_on")
    if from_on is None or until_on is None:
        return
    substitute = references.person(form.get("substitute"))
    with form.trying():
        act(
            commands.substitute,
            absent=absent,
            substitute=substitute,
            from_on=from_on,
            until_on=until_on,
            reason=form.get("reason"),
        )
        name = references.person_name(substitute)
        said = text("已设立代理：%(from)s至%(until)s由%(name)s代理。")
        say(
            said % {"from": day(from_on), "until": day(until_on), "name": name},
            draft="substitution",
        )


def _day(form: Filled, name: str) -> date | None:
    try:
        return date.fromisoformat(form.get(name))
    except ValueError:
        form.wrong(name, text("请选择一个日期。"))
        return None


def _state(each: SubstitutionView) -> str:
    """Say how a substitution stands: ended, over, in force, to come."""
    today = local_day(service().clock())
    if each.ended_at is not None:
        return "ended"
    if each.until_on < today:
        return "over"
    return "now" if each.holds_today else "coming"
