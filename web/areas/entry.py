"""Signing in and out, and the first password."""

from __future__ import annotations

from flask import after_this_request, make_response, render_template, request
from flask.typing import ResponseReturnValue

from api.authentication import clear_cookie, cookie_name, expect_own_origin, give_cookie
from api.limits import sign_in_limit
from engine import commands
from engine.model.errors import NotAuthenticated
from web.asking import act, asked, service
from web.authentication import own_path
from web.filling import Filled
from web.language import text
from web.pages import Pages, goto
from web.saying import say

ENTRY = Pages("entry", is_public=True)
LEAVING = Pages("leaving", before_ready=("sign_out", "password"))


@ENTRY.page("/")
def start() -> ResponseReturnValue:
    """Lead to the desk, or to the public site where nobody has signed in."""
    if request.cookies.get(cookie_name()):
        return goto("pages-desk.desk")
    return goto("pages-entry.sign_in")


@ENTRY.form("/sign-in")
@sign_in_limit
def sign_in() -> ResponseReturnValue:
    """Sign in with a name, a password and, where the account has them, a one-time code."""
    form = Filled.of_request({"next": request.args.get("next", "")})
    if form.is_sent:
        expect_own_origin()
        found = _try(form)
        if found is not None:
            give_cookie(found.secret)
            if found.must_change:
                return goto("pages-leaving.password")
            return _go_on(form)
    page = render_template("entry/sign_in.html", form=form, wants_code="code" in form.errors)
    return page, form.status


@LEAVING.form("/account/password")
def password() -> ResponseReturnValue:
    """Change one's own password; the first one must be changed before anything else."""
    form = Filled.of_request()
    if form.is_sent:
        if form.values.get("new") != form.values.get("again"):
            form.wrong("again", text("两次输入的新密码不一致。"))
        else:
            with form.trying():
                own = service()
                changed = commands.change_password(
                    own.store,
                    engine=own.engine,
                    clock=own.clock,
                    actor=asked().actor,
                    secret=request.cookies[cookie_name()],
                    old=form.values.get("old", ""),
                    new=form.values.get("new", ""),
                )
                give_cookie(changed.secret)
                say(text("密码已修改，其他设备上的登录已失效。"))
                return goto("pages-desk.desk")
    is_first = asked().identity.must_change
    return render_template("entry/password.html", form=form, is_first=is_first), form.status


@LEAVING.deed("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    act(commands.sign_out, sign_in=asked().identity.id)
    after_this_request(clear_cookie)
    return goto("pages-entry.sign_in")


def _try(form: Filled) -> commands.SignedIn | None:
    own = service()
    try:
        return commands.sign_in(
            own.store,
            engine=own.engine,
            clock=own.clock,
            address=request.remote_addr or "",
            agent=request.user_agent.string,
            person=form.get("person"),
            password=form.values.get("password", ""),
            code=form.get("code") or None,
        )
    except NotAuthenticated as refusal:
        form.refuse(refusal)
        if refusal.code in ("code_required", "code_refused"):
            form.errors["code"] = [form.summary]
        return None


def _go_on(form: Filled) -> ResponseReturnValue:
    wanted = own_path(form.get("next"))
    if wanted is None:
        return goto("pages-desk.desk")
    response = make_response("", 303)
    response.headers["Location"] = wanted
    return response
