"""Tokens by which programs act in my name: issue one, see its secret once, revoke it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands import AREAS, TokenSeen, read_own_account
from engine.model.calendar import SHANGHAI
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from web.areas.account.area import ACCOUNT
from web.asking import act, look, service
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say

_USUAL = timedelta(days=90)


@ACCOUNT.page("/tokens")
def tokens() -> ResponseReturnValue:
    """Show my tokens: those in force first, the newest first."""
    now = service().clock()
    found = sorted(look(commands.list_tokens), key=lambda each: each.created_at, reverse=True)
    found.sort(key=lambda each: not _holds(each, now))
    in_force = {each.id for each in found if _holds(each, now)}
    return render_template(
        "account/tokens.html", found=found, in_force=in_force, scope_words=scope_words
    )


@ACCOUNT.form("/tokens/new")
def issue() -> ResponseReturnValue:
    """Issue a token; its secret is shown this once."""
    last = look(read_own_account).last_token_day
    usual = min(last, local_day(service().clock()) + _USUAL)
    form = Filled.of_request({"until": usual.isoformat()})
    if form.is_sent and (until := _day(form)) is not None:
        with form.trying():
            issued = act(
                commands.issue_token,
                name=form.get("name"),
                scopes=form.values.getlist("scope"),
                expires_at=datetime.combine(until + timedelta(days=1), time(), SHANGHAI),
            )
        if form.is_accepted:
            response = make_response(render_template("account/issued.html", issued=issued))
            response.headers["Cache-Control"] = "no-store"
            return response
        _rename(form)
    page = render_template("account/new_token.html", form=form, areas=_areas(), last=last)
    return page, form.status


@ACCOUNT.form("/tokens/<string:token_id>/revoke")
def revoke(token_id: str) -> ResponseReturnValue:
    """Revoke a token, after its consequence was said."""
    found = next((each for each in look(commands.list_tokens) if each.id == token_id), None)
    if found is None:
        raise NotFound("没有这一令牌。", en="Expected a token of yours.")
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(commands.revoke_token, token=token_id)
            say(text("已吊销令牌“%(name)s”。", name=found.name))
            return goto("pages-account.tokens")
    return render_template("account/revoke.html", form=form, token=found), form.status


def scope_words(scopes: tuple[str, ...]) -> str:
    """Say in words what a token may be used for."""
    known = dict(_areas())
    said = []
    for area, title in known.items():
        how = [each.partition(":")[2] for each in scopes if each.partition(":")[0] == area]
        if how:
            words = [text("读取") if each == "read" else text("办理") for each in how]
            said.append(title + text("（%(words)s）", words=text("、").join(words)))
    return "；".join(said)


def _areas() -> list[tuple[str, str]]:
    """Return the areas in the words of the pages."""
    english = {
        "cases": "Cases",
        "work": "Work",
        "items": "Problem items",
        "documents": "Documents and attachments",
        "ledger": "Outcome ledger",
        "publications": "Publications",
        "definitions": "Processes, decision tables, templates",
        "directory": "Units and people",
        "settings": "Settings and calendars",
        "rules": "Notification rules",
        "operations": "Incidents and timers",
        "account": "Own account",
    }
    return [(area, either(title, english.get(area, area))) for area, title in AREAS.items()]


def _day(form: Filled) -> date | None:
    try:
        return date.fromisoformat(form.get("until"))
    except ValueError:
        form.wrong("until", text("请选择一个日期。"))
        return None


def _rename(form: Filled) -> None:
    """Let errors stand beside the fields of this page."""
    for theirs, ours in (("expires_at", "until"), ("scopes", "scope")):
        if theirs in form.errors:
            form.errors[ours] = form.errors.pop(theirs)
    if form.summary and not form.values.getlist("scope"):
        form.errors.setdefault("scope", []).append(text("请至少勾选一项。"))


def _holds(token: TokenSeen, now: datetime) -> bool:
    return token.revoked_at is None and token.expires_at > now
