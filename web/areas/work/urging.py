"""Urge whoever is to act: how often that was done, and some words with it."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from web.areas.work.area import WORK, find_open
from web.asking import act
from web.authentication import own_path
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@WORK.form("/<string:work_id>/urge")
def urge(work_id: str) -> ResponseReturnValue:
    """Urge open work by hand; a refusal says when it can be done again.

    `back` is the list that led here, with its conditions and place; else the case is gone back to.
    """
    found = find_open(work_id)
    if found is None:
        return goto("pages-work.work", work_id=work_id)
    form, back = Filled.of_request(), own_path(request.args.get("back"))
    if form.is_sent:
        with form.trying(), hiding(work_id=work_id):
            done = act(commands.urge_work, work_id=work_id, words=form.get("words"))
            say(text("已催办（第%(n)s次，最多%(most)s次）。", n=done.number, most=done.most))
            return back_to(back, "pages-cases.case", case_id=done.case_id)
    page = render_template("work/urge.html", found=found, work=found.work, form=form, back=back)
    return page, form.status


def back_to(path: str | None, endpoint: str, **values: str) -> ResponseReturnValue:
    """Lead on to a page of this site, or where none was named to another one."""
    if path is None:
        return goto(endpoint, **values)
    response = make_response("", 303)
    response.headers["Location"] = path
    return response
