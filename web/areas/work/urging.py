"""Urge whoever is to act: how often that was done, and some words with it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from web.areas.work.area import WORK, find_open
from web.asking import act
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@WORK.form("/<string:work_id>/urge")
def urge(work_id: str) -> ResponseReturnValue:
    """Urge open work by hand; a refusal says when it can be done again."""
    found = find_open(work_id)
    if found is None:
        return goto("pages-work.work", work_id=work_id)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying(), hiding(work_id=work_id):
            done = act(commands.urge_work, work_id=work_id, words=form.get("words"))
            say(text("已催办（第%(n)s次，最多%(most)s次）。", n=done.number, most=done.most))
            return goto("pages-cases.case", case_id=done.case_id)
    page = render_template("work/urge.html", found=found, work=found.work, form=form)
    return page, form.status
