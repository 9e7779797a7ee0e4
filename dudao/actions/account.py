"""`dudao account`: passwords, locks, sessions and tokens, by whoever runs the machine."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, WrongUse
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.screen import table
from engine import commands
from engine.model.calendar import SHANGHAI
from engine.model.case import SYSTEM
from engine.store.account_rows import AccountListed

EVERYBODY = 1_000_000
_person = click.argument("person", metavar="人员")


def register(group: click.Group) -> None:
    """Add the commands."""
    account = CommandsInChinese(
        "account", help="账户：密码、锁定、登录、访问令牌。", subcommand_metavar="命令 …"
    )
    group.add_command(account)
    _passwords(account)
    _states(account)
    _tokens(account)


def _passwords(account: click.Group) -> None:
    @command(account, "password", "设置密码；不指定时生成一个并显示。本人登录后须修改。")
    @_person
    @click.option("--ask", is_flag=True, help="在终端输入两遍，不显示。")
    @click.option("--stdin", "from_stdin", is_flag=True, help="从标准输入读一行。")
    def password(invocation: Invocation, person: str, *, ask: bool, from_stdin: bool) -> int:
        given = _given(ask=ask, from_stdin=from_stdin)
        with opened(invocation.place) as store:
            made = commands.set_password(
                store,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=SYSTEM,
                person=person,
                password=given,
            )
        screen = invocation.screen
        screen.say(f"✓ 已设置{person}的密码，原有登录全部退出；本人登录后须修改。")
        if given is None:
            screen.say(f"  密码 {made.password}　只显示这一次。")
        answer = {"ok": True, "person": person}
        screen.answer(answer if given is not None else {**answer, "password": made.password})
        return DONE


def _given(*, ask: bool, from_stdin: bool) -> str | None:
    if ask and from_stdin:
        raise WrongUse("--ask 和 --stdin 只能用一个。", en="Expected one of --ask and --stdin.")
    if ask:
        return str(
            click.prompt("密码", hide_input=True, confirmation_prompt="再输入一遍", err=True)
        )
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else None


def _states(account: click.Group) -> None:
    @command(account, "list", "列出人员及其账户状态。")
    def list_(invocation: Invocation) -> int:
        with opened(invocation.place) as store, store.read() as session:
            rows = commands.list_accounts(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=SYSTEM,
                limit=EVERYBODY,
            )
        now = system.clock()
        columns = ("人员", "姓名", "单位", "密码", "动态验证码", "状态")
        invocation.screen.show(table(*columns, rows=[_row(row, now) for row in rows]))
        invocation.screen.answer({"ok": True, "accounts": [_json(row, now) for row in rows]})
        return DONE

    @command(account, "unlock", "解除锁定。")
    @_person
    def unlock(invocation: Invocation, person: str) -> int:
        with opened(invocation.place) as store, store.begin() as session:
            commands.unlock_account(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=SYSTEM,
                person=person,
            )
        invocation.screen.say(f"✓ {person}的账户没有锁定。")
        invocation.screen.answer({"ok": True, "person": person})
        return DONE

    @command(account, "sign-out", "结束一个人的全部登录。")
    @_person
    @click.option("--tokens", is_flag=True, help="访问令牌也一并撤销。")
    def sign_out(invocation: Invocation, person: str, *, tokens: bool) -> int:
        with opened(invocation.place) as store, store.begin() as session:
            commands.sign_out_everywhere(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=SYSTEM,
                person=person,
                tokens=tokens,
            )
        also = "，访问令牌全部撤销" if tokens else ""
        invocation.screen.say(f"✓ {person}的登录全部退出{also}。")
        invocation.screen.answer({"ok": True, "person": person, "tokens": tokens})
        return DONE


def _tokens(account: click.Group) -> None:
    @command(account, "token", "签发访问令牌；只显示一次。")
    @_person
    @click.option("--name", required=True, metavar="名称", help="用途，便于日后辨认。")
    @click.option(
        "--scope",
        "scopes",
        multiple=True,
        required=True,
        metavar="领域:read|write",
        help="可多次。",
    )
    @click.option(
        "--days", type=click.IntRange(1), default=90, metavar="N", help="有效天数，缺省90。"
    )
    def token(
        invocation: Invocation, person: str, name: str, scopes: tuple[str, ...], days: int
    ) -> int:
        with opened(invocation.place) as store, store.begin() as session:
            issued = commands.issue_token(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=SYSTEM,
                name=name,
                scopes=scopes,
                expires_at=_after(days),
                person=person,
            )
        screen = invocation.screen
        screen.say(f"✓ 已为{person}签发访问令牌“{issued.name}”，有效{days}天。")
        screen.say(f"  {issued.secret}　只显示这一次。")
        screen.answer(
            {"ok": True, "person": person, "token": issued.token, "secret": issued.secret}
        )
        return DONE


def _after(days: int) -> datetime:
    try:
        return system.clock() + timedelta(days=days)
    except OverflowError:
        raise WrongUse(f"--days {days} 太大。", en="Expected fewer days.") from None


def _row(row: AccountListed, now: datetime) -> tuple[str, ...]:
    return (
        row.person,
        row.name,
        row.unit,
        "有" if row.has_password else "—",
        "已绑定" if row.has_totp else "—",
        _state(row, now),
    )


def _state(row: AccountListed, now: datetime) -> str:
    said = [] if row.is_active else ["已停用"]
    if row.locked_until is not None and now < row.locked_until:
        said.append(f"锁定至{row.locked_until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    if row.must_change:
        said.append("须修改密码")
    return "，".join(said) or "正常"


def _json(row: AccountListed, now: datetime) -> dict[str, object]:
    return {
        "person": row.person,
        "name": row.name,
        "unit": row.unit,
        "is_active": row.is_active,
        "has_password": row.has_password,
        "has_codes": row.has_totp,
        "must_change": row.must_change,
        "locked_until": row.locked_until
        if row.locked_until is not None and now < row.locked_until
        else None,
    }
