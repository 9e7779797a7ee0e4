"""Who I am here: unit and posts, in whose place I may act, when my password was set."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands import read_own_account
from engine.commands.reading.directory import read_person
from web.areas.account.area import ACCOUNT
from web.asking import asked, look, look_recorded


@ACCOUNT.page("")
def me() -> ResponseReturnValue:
    """Show who I am here."""
    person = look_recorded(read_person, person=asked().identity.person)
    return render_template("account/me.html", person=person, account=look(read_own_account))
