"""The caller's own account: who they are here, password, one-time codes, sessions, tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from api.area import Area
from api.asking import act, asked, expect_text, look, look_recorded, service
from api.authentication import cookie_name, give_cookie
from api.schemas import accounts as schemas
from api.schemas.parts import Recorded
from engine import commands
from engine.commands.reading.directory import read_person
from engine.commands.reading.substitutions import read_acting_for

ACCOUNT = Area(
    "account",
    "/account",
    "我的账户：密码、动态验证码、登录、访问令牌",
    before_ready=("me", "change_password"),
)
Body = Mapping[str, Any]


@ACCOUNT.route("")
@ACCOUNT.response(200, schemas.Me)
def me() -> object:
    """Return who the caller is, by what they came, and what that allows.

    当前用户、登录方式、权限范围，以及今日可以代理何人（On-Behalf-Of）。
    """
    identity = asked().identity
    return {
        "person": look_recorded(read_person, person=identity.person),
        "kind": identity.kind,
        "scopes": sorted(identity.scopes),
        "must_change": identity.must_change,
        "csrf": identity.csrf,
        "acting_for": look(read_acting_for),
    }


@ACCOUNT.route("/password", methods=["PUT"])
@ACCOUNT.arguments(schemas.NewPassword)
@ACCOUNT.response(204)
def change_password(body: Body) -> None:
    """Change one's own password; every other session ends.

    修改密码；其他登录随即失效。
    """
    _expect_in_person()
    own = service()
    changed = commands.change_password(
        own.store,
        engine=own.engine,
        clock=own.clock,
        actor=asked().actor,
        secret=_secret(),
        **body,
    )
    give_cookie(changed.secret)


@ACCOUNT.route("/codes", methods=["PUT"])
@ACCOUNT.arguments(schemas.Proof)
@ACCOUNT.response(200, schemas.CodesBegun)
def begin_codes(body: Body) -> object:
    """Begin to use one-time codes: the secret for an authenticator; in use once confirmed.

    启用动态验证码：用验证器扫描二维码，再以一个验证码确认。
    """
    _expect_in_person()
    own = service()
    return commands.begin_codes(
        own.store, engine=own.engine, clock=own.clock, actor=asked().actor, **body
    )


@ACCOUNT.route("/codes/confirmation", methods=["PUT"])
@ACCOUNT.arguments(schemas.Code)
@ACCOUNT.response(200, schemas.CodesConfirmed)
def confirm_codes(body: Body) -> object:
    """Confirm with a code; every other session ends.

    确认启用；其他登录随即失效。
    """
    _expect_in_person()
    own = service()
    with own.store.begin() as session:
        confirmed = commands.confirm_codes(
            session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            secret=_secret(),
            **body,
        )
    give_cookie(confirmed.secret)
    return confirmed


@ACCOUNT.route("/codes/removal", methods=["PUT"])
@ACCOUNT.arguments(schemas.Proof)
@ACCOUNT.response(204)
def remove_codes(body: Body) -> None:
    """Use one-time codes no more; every other session ends.

    停用动态验证码。
    """
    _expect_in_person()
    own = service()
    removed = commands.remove_codes(
        own.store,
        engine=own.engine,
        clock=own.clock,
        actor=asked().actor,
        secret=_secret(),
        **body,
    )
    give_cookie(removed.secret)


@ACCOUNT.route("/sessions")
@ACCOUNT.response(200, schemas.Sessions)
def sessions() -> object:
    """List the caller's own sessions.

    我的登录。
    """
    return {"items": look(commands.list_sessions)}


@ACCOUNT.route("/sessions/<string:session_id>", methods=["DELETE"])
@ACCOUNT.response(204)
def end_session(session_id: str) -> None:
    """End one of the caller's own sessions.

    结束一处登录。
    """
    act(commands.sign_out, sign_in=expect_text(session_id))


@ACCOUNT.route("/sign-out-everywhere", methods=["POST"])
@ACCOUNT.arguments(schemas.Everywhere)
@ACCOUNT.response(200, Recorded)
def sign_out_everywhere(body: Body) -> object:
    """End every session of the caller, this one too, and on demand their tokens.

    所有设备退出登录。
    """
    return act(commands.sign_out_everywhere, tokens=body["tokens"])


@ACCOUNT.route("/tokens")
@ACCOUNT.response(200, schemas.Tokens)
def tokens() -> object:
    """List the caller's tokens.

    访问令牌，不含密钥。
    """
    return {"items": look(commands.list_tokens)}


@ACCOUNT.route("/tokens", methods=["POST"])
@ACCOUNT.arguments(schemas.NewToken)
@ACCOUNT.response(201, schemas.Issued)
@ACCOUNT.alt_response(404, "NOT_FOUND")
def issue_token(body: Body) -> tuple[object, int]:
    """Issue a token for a program; its secret is shown this once.

    签发访问令牌，密钥只显示一次。
    """
    _expect_in_person()
    return act(commands.issue_token, **body), 201


@ACCOUNT.route("/tokens/<string:token_id>", methods=["DELETE"])
@ACCOUNT.response(204)
def revoke_token(token_id: str) -> None:
    """Revoke a token.

    吊销访问令牌。
    """
    act(commands.revoke_token, token=expect_text(token_id))


def _expect_in_person() -> None:
    commands.expect_session(asked().identity)


def _secret() -> str | None:
    return request.cookies.get(cookie_name())
