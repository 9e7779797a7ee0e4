"""The account of somebody: a first password, unlocking, codes taken away, signed out everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.keeping import read_account
from engine.model.errors import NotFound
from engine.store.account_rows import AccountListed
from web.areas.people.area import PEOPLE, Kept, kept
from web.asking import act, asked, look, service
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to an account: its title, its consequence, its button, what is said after."""

    command: Callable[..., Any]
    title: str
    consequence: str
    done: str


@PEOPLE.form("/<string:person>/password")
def password(person: str) -> ResponseReturnValue:
    """Give somebody a password to begin with, and show it once."""
    found, account = _managed(person)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            commands.expect_session(asked().identity)
            own = service()
            given = commands.set_password(
                own.store,
                engine=own.engine,
                clock=own.clock,
                actor=asked().actor,
                person=found.person.id,
            )
            return render_template(
                "people/password_given.html", person=found.person, password=given.password
            )
    page = render_template("people/password.html", form=form, person=found.person, account=account)
    return page, form.status


@PEOPLE.form("/<string:person>/account/<string:deed>")
def account(person: str, deed: str) -> ResponseReturnValue:
    """Do something to an account after its consequence was said."""
    found, _ = _managed(person)
    wanted = _deeds().get(deed)
    if wanted is None:
        raise NotFound
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            act(wanted.command, person=found.person.id)
            say(wanted.done)
            return goto("pages-people.person", person=found.person.id)
    page = render_template("people/account.html", form=form, person=found.person, deed=wanted)
    return page, form.status


def _managed(person: str) -> tuple[Kept, AccountListed]:
    found = kept(person)
    account = look(read_account, person=found.person.id)
    if account is None:
        raise NotFound
    return found, account


def _deeds() -> dict[str, Deed]:
    return {
        "unlocking": Deed(
            commands.unlock_account,
            text("解除锁定"),
            text("解除后本人可以立即用原密码登录。请先向本人核实，连续输错的不是别人。"),
            text("已解除锁定。"),
        ),
        "codes": Deed(
            commands.clear_codes,
            text("停用动态验证码"),
            text(
                "停用后本人只凭密码登录，备用码也作废，须由本人重新启用。请先核实本人确已遗失验证器。"
            ),
            text("已停用动态验证码。"),
        ),
        "sign-out": Deed(
            commands.sign_out_everywhere,
            text("退出所有设备"),
            text("本人在所有设备上立即退出登录，尚未提交的内容可能丢失；可以随时重新登录。"),
            text("已在所有设备上退出登录。"),
        ),
    }
