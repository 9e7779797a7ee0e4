"""My calendar: its secret address is made, shown once, renewed and stopped."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.model.errors import NotFound
from notifications.feeds.tokens import make_feed, read_feed, revoke_feed
from web.areas.my_messages.area import MY_MESSAGES
from web.asking import act, look
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@MY_MESSAGES.form("/calendar")
def calendar() -> ResponseReturnValue:
    """Make a secret address of my calendar after its consequence was said; show it this once."""
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            made = act(make_feed)
            token = made.token
            address = (
                ""
                if token is None
                else url_for("pages-personal-calendar.calendar", token=token, _external=True)
            )
            page = render_template("my_messages/calendar_made.html", address=address)
            response = make_response(page)
            response.headers["Cache-Control"] = "no-store"
            return response
    page = render_template("my_messages/calendar.html", form=form, feed=look(read_feed))
    return page, form.status


@MY_MESSAGES.form("/calendar/stop")
def stop() -> ResponseReturnValue:
    """Stop my calendar after its consequence was said."""
    if look(read_feed) is None:
        raise NotFound("没有开通日历订阅。", en="Expected a calendar of yours.")
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(revoke_feed)
            say(text("已停用日历订阅，原地址不能再用。"))
            return goto("pages-inbox.settings")
    return render_template("my_messages/calendar_stop.html", form=form), form.status
