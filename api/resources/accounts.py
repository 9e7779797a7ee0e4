"""The accounts and tokens of others, service accounts among them, for those who manage them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, asked, expect_text, look, service
from api.schemas import accounts as schemas
from api.schemas.parts import Recorded
from engine import commands

ACCOUNTS = Area("accounts", "/accounts", "账户管理：初始密码、解锁、退出登录", scope="directory")
Body = Mapping[str, Any]


@ACCOUNTS.route("")
@ACCOUNTS.arguments(schemas.AccountsQuery, location="query")
@ACCOUNTS.response(200, schemas.Accounts)
def accounts(query: Body) -> object:
    """List people with the state of their accounts.

    账户列表。
    """
    limit = query["limit"]
    found = look(commands.list_accounts, after=query["after"] or "", limit=limit + 1)
    following = found[limit - 1].person if len(found) > limit else None
    return {"items": found[:limit], "next": following}


@ACCOUNTS.route("/<string:person>/password", methods=["PUT"])
@ACCOUNTS.arguments(schemas.FirstPassword)
@ACCOUNTS.response(200, schemas.PasswordGiven)
def set_password(body: Body, person: str) -> object:
    """Give somebody a password to begin with; they must change it, and all their sessions end.

    设置初始密码；本人登录后须修改。
    """
    commands.expect_session(asked().identity)
    own = service()
    return commands.set_password(
        own.store,
        engine=own.engine,
        clock=own.clock,
        actor=asked().actor,
        person=expect_text(person),
        password=body["password"],
    )


@ACCOUNTS.route("/<string:person>/unlocking", methods=["POST"])
@ACCOUNTS.response(200, Recorded)
def unlock(person: str) -> object:
    """Lift the lock after wrong passwords.

    解除锁定。
    """
    return act(commands.unlock_account, person=expect_text(person))


@ACCOUNTS.route("/<string:person>/codes-removal", methods=["POST"])
@ACCOUNTS.response(200, Recorded)
def clear_codes(person: str) -> object:
    """Take the one-time codes away from somebody who lost their authenticator.

    为遗失验证器的人员停用动态验证码。
    """
    return act(commands.clear_codes, person=expect_text(person))


@ACCOUNTS.route("/<string:person>/sign-out-everywhere", methods=["POST"])
@ACCOUNTS.arguments(schemas.Everywhere)
@ACCOUNTS.response(200, Recorded)
def sign_out(body: Body, person: str) -> object:
    """End every session of somebody, and on demand revoke their tokens.

    使某人所有设备退出登录。
    """
    named = expect_text(person)
    return act(commands.sign_out_everywhere, person=named, tokens=body["tokens"])


@ACCOUNTS.route("/<string:person>/tokens")
@ACCOUNTS.response(200, schemas.Tokens)
def tokens(person: str) -> object:
    """List the tokens of somebody, such as a service account.

    某人或服务账户的访问令牌，不含密钥。
    """
    return {"items": look(commands.list_tokens, person=expect_text(person))}
