"""Where I am signed in: end one session, or all others."""

from __future__ import annotations

from flask import after_this_request, render_template
from flask.typing import ResponseReturnValue

from api.authentication import clear_cookie
from engine import commands
from web.areas.account.area import ACCOUNT
from web.areas.account.devices import device
from web.asking import act, asked, expect_text, look
from web.language import text
from web.pages import goto
from web.saying import say


@ACCOUNT.page("/sessions")
def sessions() -> ResponseReturnValue:
    """Show where I am signed in, the latest first."""
    found = sorted(look(commands.list_sessions), key=lambda each: each.last_seen_at, reverse=True)
    here = asked().identity.id
    return render_template("account/sessions.html", found=found, here=here, device=device)


@ACCOUNT.deed("/sessions/<string:session_id>/end")
def end(session_id: str) -> ResponseReturnValue:
    """End one session; this one, too."""
    act(commands.sign_out, sign_in=expect_text(session_id))
    if session_id == asked().identity.id:
        after_this_request(clear_cookie)
        return goto("pages-entry.sign_in")
    say(text("已结束这处登录。"))
    return goto("pages-account.sessions")


@ACCOUNT.deed("/sessions/end-others")
def end_others() -> ResponseReturnValue:
    """End every session but this one."""
    act(commands.sign_out_everywhere, keep=asked().identity.id)
    say(text("其他登录已全部结束。"))
    return goto("pages-account.sessions")
