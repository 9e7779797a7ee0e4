"""Who sends a request: a session cookie of a browser, or a bearer token of a program.

A cookie is sent by a browser whoever made it send the request, so whatever changes something
must also carry the session's own token (`X-CSRF-Token`) and come from our own pages (`Origin`);
SameSite keeps it from other sites as well. A bearer token is sent by nobody unasked.
"""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import urlsplit

from flask import g, request

from api.asking import ON_BEHALF_OF, Asked, service
from api.problems import NotAuthenticated
from engine import commands
from engine.commands import Identity
from engine.model.case import Actor
from engine.model.errors import InvalidArgument, NotPermitted

COOKIE = "dudao_session"
SECURE_COOKIE = "__Host-dudao_session"
CSRF = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST = 300
_LONGEST_ID = 100


def cookie_name() -> str:
    """Return the name of the session cookie; by HTTPS browsers hold it to stricter rules."""
    return SECURE_COOKIE if service().is_secure else COOKIE


def authenticate(area: str, *, is_account: bool) -> None:
    """Find out who sends the request and put it where `asked` finds it; else NotAuthenticated.

    While a password must be changed, only the routes of the own account answer.
    """
    identity = _identify()
    if identity.scopes is not None:
        _expect_scope(identity, area)
    if identity.must_change and not is_account:
        raise NotPermitted(
            "请先修改初始密码。",
            en="Expected the first password to be changed.",
            code="password_change_required",
        )
    g.asked = Asked(identity, Actor(identity.person, _on_behalf_of()))


def _identify() -> Identity:
    header = request.headers.get("Authorization")
    if header is not None:
        return _by_token(header)
    secret = request.cookies.get(cookie_name())
    if not secret:
        raise NotAuthenticated(en="Expected a session cookie or a bearer token.")
    return _by_session(secret)


def _by_token(header: str) -> Identity:
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise NotAuthenticated(
            "Authorization 应为“Bearer 令牌”。", en="Expected 'Authorization: Bearer <token>'."
        )
    return _found(commands.identify_token, secret.strip())


def _by_session(secret: str) -> Identity:
    identity = _found(commands.identify_session, secret)
    if request.method not in SAFE:
        _expect_own_page(identity)
    return identity


def _found(identify: Any, secret: str) -> Identity:  # noqa: ANN401 - either of the two commands
    own = service()
    identity: Identity | None = None
    if len(secret) <= _LONGEST and secret.isascii():
        with own.store.read() as session:
            identity = identify(session, engine=own.engine, clock=own.clock, secret=secret)
    if identity is None:
        raise NotAuthenticated(
            "登录已失效，请重新登录。",
            en="This session or token is unknown, ended or expired.",
            code="sign_in_expired",
        )
    return identity


def _expect_own_page(identity: Identity) -> None:
    origin = request.headers.get("Origin")
    is_own = origin is None or urlsplit(origin).netloc == request.host
    sent = request.headers.get(CSRF, "")
    if not is_own or not hmac.compare_digest(sent.encode(), identity.csrf.encode()):
        raise NotPermitted(
            "请求不是从本系统的页面发出的，请刷新页面后重试。",
            en=f"Expected the header {CSRF} of this session, from a page of this site.",
            code="csrf_failed",
        )


def _expect_scope(identity: Identity, area: str) -> None:
    wanted = f"{area}:{'read' if request.method in SAFE else 'write'}"
    if identity.scopes is None or wanted not in identity.scopes:
        raise NotPermitted(
            f"令牌没有“{wanted}”范围。",
            en=f"Expected a token with the scope '{wanted}'.",
            code="scope_missing",
        )


def _on_behalf_of() -> str | None:
    person = request.headers.get(ON_BEHALF_OF)
    if person is None:
        return None
    if not 0 < len(person) <= _LONGEST_ID or not person.isprintable():
        raise InvalidArgument(
            f"{ON_BEHALF_OF} 应为人员编号。",
            en=f"Expected the id of a person in {ON_BEHALF_OF}.",
            code="invalid_on_behalf_of",
        )
    return person
