"""Through which channels I want to be told, one by one or once a day, and in which language."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from notifications.choices.choosing import read_choice, set_choice
from web.areas.my_messages.area import MY_MESSAGES, ways
from web.asking import act, look, service
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say

_HOURS = range(24)


@MY_MESSAGES.form("/ways")
def choose() -> ResponseReturnValue:
    """Choose how I am told outside this system."""
    chosen, mine = look(read_choice), ways()
    digest = "" if chosen.digest_at is None else chosen.digest_at
    form = Filled.of_request({"digest_at": digest, "language": chosen.language})
    on = [each.channel for each in mine if each.channel not in chosen.off_channels]
    if form.is_sent:
        on = form.values.getlist("on")
        shown = {each.channel for each in mine}
        kept = [each for each in chosen.off_channels if each not in shown]
        with form.trying():
            act(
                set_choice,
                channels=service().channels,
                digest_at=int(hour) if (hour := form.get("digest_at")).isdecimal() else None,
                language=form.get("language"),
                off_channels=sorted({*kept, *shown.difference(on)}),
            )
            say(text("接收方式已保存。"))
            return goto("pages-inbox.settings")
    hours = [(each, f"{each:02d}:00") for each in _HOURS]
    page = render_template("my_messages/ways.html", form=form, mine=mine, on=on, hours=hours)
    return page, form.status
