"""One-time codes: begin with the password and a picture, confirm with a code, or do without."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from api.authentication import cookie_name, give_cookie
from engine import commands
from engine.commands import read_own_account
from web.areas.account.area import ACCOUNT
from web.asking import asked, look, service
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@ACCOUNT.form("/codes")
def codes() -> ResponseReturnValue:
    """Say whether codes are in use; the password, given again, begins or begins anew."""
    form = Filled.of_request()
    account = look(read_own_account)
    if form.is_sent:
        with form.trying():
            own = service()
            begun = commands.begin_codes(
                own.store,
                engine=own.engine,
                clock=own.clock,
                actor=asked().actor,
                password=form.values.get("password", ""),
            )
            return _once("account/enrol.html", form=Filled(), begun=begun, picture=_drawn(begun))
    return render_template("account/codes.html", form=form, account=account), form.status


@ACCOUNT.form("/codes/confirm")
def confirm() -> ResponseReturnValue:
    """Take a code as proof that the authenticator has the secret; the recovery codes are shown."""
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            own = service()
            with own.store.begin() as session:
                confirmed = commands.confirm_codes(
                    session,
                    engine=own.engine,
                    clock=own.clock,
                    actor=asked().actor,
                    code=form.get("code"),
                    secret=request.cookies.get(cookie_name()),
                )
            give_cookie(confirmed.secret)
            return _once("account/recovery.html", codes=confirmed.recovery_codes)
    page = render_template("account/enrol.html", form=form, begun=None, picture="")
    return page, form.status


@ACCOUNT.form("/codes/remove")
def remove() -> ResponseReturnValue:
    """Do without codes; the password is asked for again."""
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            own = service()
            removed = commands.remove_codes(
                own.store,
                engine=own.engine,
                clock=own.clock,
                actor=asked().actor,
                password=form.values.get("password", ""),
                secret=request.cookies.get(cookie_name()),
            )
            give_cookie(removed.secret)
            say(text("已停用动态验证码，其他设备上的登录已失效。"))
            return goto("pages-account.codes")
    return render_template("account/remove_codes.html", form=form), form.status


def _drawn(begun: commands.CodesBegun) -> Markup:
    """Return the picture as part of the page: it is drawn here, from a secret made here."""
    return Markup(begun.svg)  # noqa: S704 - our own drawing


def _once(template: str, **values: object) -> Response:
    """Show what is shown once: no browser and nothing in between may keep it."""
    response = make_response(render_template(template, **values))
    response.headers["Cache-Control"] = "no-store"
    return response
