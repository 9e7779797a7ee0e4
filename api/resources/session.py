"""Signing in and out: the one resource that is reached without having signed in.

It is put and deleted, not posted: signing in again replaces what was, and no answer with a secret
in it is kept for a repetition. A later single sign-on adds a route here that ends in the same
`begin_session`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import after_this_request, request

from api.area import Area
from api.asking import act, asked, service
from api.authentication import clear_cookie, expect_own_origin, give_cookie
from api.limits import sign_in_limit
from api.schemas import accounts as schemas
from engine import commands

SESSION = Area("session", "/session", "登录：用户名、密码、动态验证码", is_public=True)
LEAVING = Area(
    "leaving", "/session", "退出：结束本次登录", scope="account", before_ready=("sign_out",)
)


@SESSION.route("", methods=["PUT"])
@sign_in_limit
@SESSION.arguments(schemas.SignIn)
@SESSION.response(200, schemas.SignedIn)
@SESSION.alt_response(401, "UNAUTHORIZED")
@SESSION.alt_response(403, "FORBIDDEN")
def sign_in(body: Mapping[str, Any]) -> object:
    """Sign in with a password, and a one-time code where the account has them.

    登录；账户启用了动态验证码时须同时填写。
    """
    expect_own_origin()
    own = service()
    signed_in = commands.sign_in(
        own.store,
        engine=own.engine,
        clock=own.clock,
        address=request.remote_addr or "",
        agent=request.user_agent.string,
        **body,
    )
    give_cookie(signed_in.secret)
    return signed_in


@LEAVING.route("", methods=["DELETE"])
@LEAVING.response(204)
def sign_out() -> None:
    """End the session by which the request came; a token is left as it is.

    退出登录。
    """
    identity = asked().identity
    commands.expect_session(identity)
    act(commands.sign_out, sign_in=identity.id)
    after_this_request(clear_cookie)
