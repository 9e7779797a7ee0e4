"""Granting and ending posts (职务)."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands import directory as commands
from engine.commands.reading.directory import MembershipView, PersonView
from engine.identity import Membership
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from web.areas.people.area import PEOPLE, groups, kept_to_change, typed_day
from web.asking import act, service
from web.filling import Filled
from web.forms.references import References
from web.language import text
from web.pages import goto
from web.saying import say


@PEOPLE.form("/<string:person>/posts/new")
def grant(person: str) -> ResponseReturnValue:
    """Give a person a post."""
    found = kept_to_change(person)
    form = Filled.of_request({"from_on": local_day(service().clock()), "etag": found.person.etag})
    if form.is_sent:
        from_on, until_on = typed_day(form, "from_on"), typed_day(form, "until_on")
        unit = References().unit(form.get("unit")) or None
        if form.is_accepted:
            post = Membership(form.get("group"), from_on or date.min, until_on, unit=unit)
            with form.trying():
                act(
                    commands.grant_post,
                    person=found.person.id,
                    post=post,
                    expected=form.get("etag"),
                )
                say(text("已任职。"))
                return goto("pages-people.person", person=found.person.id)
        form.values["etag"] = found.person.etag
    page = render_template(
        "people/grant.html", form=form, kept=found, person=found.person, groups=groups()
    )
    return page, form.status


@PEOPLE.form("/<string:person>/posts/end")
def end(person: str) -> ResponseReturnValue:
    """Let a post end with a day; the address says which post."""
    found = kept_to_change(person)
    post = _post(found.person)
    today = local_day(service().clock())
    form = Filled.of_request({"until_on": today, "etag": found.person.etag})
    if form.is_sent:
        until_on = typed_day(form, "until_on")
        if form.is_accepted:
            with form.trying():
                act(
                    commands.end_post,
                    person=found.person.id,
                    post=commands.HeldPost(post.group.id, post.unit.id, post.from_on or date.min),
                    until_on=until_on,
                    expected=form.get("etag"),
                )
                say(text("已免去%(post)s。", post=post.group.name))
                return goto("pages-people.person", person=found.person.id)
        form.values["etag"] = found.person.etag
    begun = post.from_on is None or post.from_on <= today
    page = render_template(
        "people/end.html", form=form, kept=found, person=found.person, post=post, begun=begun
    )
    return page, form.status


def _post(person: PersonView) -> MembershipView:
    wanted = tuple(request.args.get(name, "") for name in ("group", "unit", "from"))
    for each in person.memberships:
        begins = each.from_on.isoformat() if each.from_on else ""
        if (each.group.id, each.unit.id, begins) == wanted:
            return each
    raise NotFound("没有这一职务。", en="There is no such post.")
