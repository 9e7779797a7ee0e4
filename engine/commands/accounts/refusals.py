"""What accounts refuse, each said in one place."""

from __future__ import annotations

from datetime import datetime

from engine.model.calendar import SHANGHAI
from engine.model.errors import (
    FieldError,
    InvalidArgument,
    InvalidState,
    NotAuthenticated,
    NotPermitted,
)


def sign_in_refused() -> NotAuthenticated:
    """Return the one answer to every sign-in that fails, whatever the reason.

    It never says that an account is locked, not even to whoever had the right password: a guesser
    would learn during the lock which password is right, and the lock would protect nothing. So
    the sentence names the possibility to everybody.
    """
    return NotAuthenticated(
        "用户名或密码不正确，或者账户暂时锁定。多次输错会锁定一段时间；请稍后再试，或请系统管理员解锁。",
        en="Wrong name or password, or the account is locked for a while.",
        code="sign_in_refused",
    )


def code_required() -> NotAuthenticated:
    """Return the answer to the right password without the one-time code it needs."""
    return NotAuthenticated(
        "请输入动态验证码。", en="Expected a one-time code as well.", code="code_required"
    )


def code_refused() -> NotAuthenticated:
    """Return the answer to the right password with a code that is wrong or used up."""
    return NotAuthenticated(
        "验证码不正确，或者已经用过。请等待下一个验证码。",
        en="The code is wrong, or was used before; wait for the next one.",
        code="code_refused",
    )


def wrong_password() -> InvalidArgument:
    """Return the answer to somebody signed in who does not know their password."""
    return InvalidArgument(
        "原密码不正确。",
        en="The present password is wrong.",
        code="wrong_password",
        errors=(FieldError("password", "原密码不正确。", "Wrong password."),),
    )


def locked(until: datetime) -> InvalidState:
    """Return the answer to somebody signed in whose account is locked, right password or not."""
    at = until.astimezone(SHANGHAI)
    return InvalidState(
        f"密码输错次数过多，{at:%Y-%m-%d %H:%M}以后再试。",
        en=f"Too many wrong passwords; try again after {until.isoformat()}.",
        code="account_locked",
    )


def no_account(person: str) -> InvalidState:
    """Return the answer where a person has no password."""
    return InvalidState(
        f"“{person}”还没有密码。", en=f"'{person}' has no password.", code="no_password"
    )


def service_account() -> InvalidState:
    """Return the answer where a machine is treated as a person."""
    return InvalidState(
        "系统对接账户没有密码，不能登录，只能使用访问令牌。",
        en="A service person has no password and signs in nowhere; it uses tokens.",
        code="service_account",
    )


def own_account() -> NotPermitted:
    """Return the answer to an administrator who would get round the proof asked of everybody."""
    return NotPermitted(
        "不能以管理员身份操作自己的账户，请使用本人账户功能，或由另一名管理员办理。",
        en="An administrator acts on their own account as everybody does.",
        code="own_account",
    )
