"""Who sends a request: a session cookie of a browser, or a bearer token of a program.

A cookie is sent by a browser whoever made it send the request, so whatever changes something
must also carry the session's own token (`X-CSRF-Token`) and come from our own pages (`Origin`);
SameSite keeps it from other sites as well. A bearer token is sent by nobody unasked.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Collection
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Response, after_this_request, g, request
from sqlalchemy.exc import DBAPIError

from api.asking import ON_BEHALF_OF, Asked, service
from engine import commands
from engine.commands import Identity
from engine.model.case import Actor
from engine.model.errors import EngineError, InvalidArgument, NotAuthenticated, NotPermitted

LOG = logging.getLogger("dudao.api")
COOKIE = "dudao_session"
SECURE_COOKIE = "__Host-dudao_session"
CSRF = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST = 300
_LONGEST_ID = 100


def cookie_name() -> str:
    """Return the name of the session cookie; by HTTPS browsers hold it to stricter rules."""
    return SECURE_COOKIE if service().is_secure else COOKIE


def authenticate(area: str, *, before_ready: Collection[str] = ()) -> None:
    """Find out who sends the request and put it where `asked` finds it; else NotAuthenticated.

    While a password must be changed, only the views named answer: whoever gave the password
    knows it too, and must not get a token or an authenticator that outlives it.
    """
    identity = _identify()
    commands.expect_scope(identity, f"{area}:{'read' if request.method in SAFE else 'write'}")
    if (request.endpoint or "").rpartition(".")[2] not in before_ready:
        commands.expect_ready(identity)
    g.asked = Asked(identity, Actor(identity.person, _on_behalf_of()))


def keep_up(response: Response) -> Response:
    """Note that a session or token is in use, and renew the secret of a session in time.

    After the answer, so that a request which is refused renews nothing. What was carried out stays
    carried out: when this cannot be noted now, the next request does it.
    """
    found: Asked | None = g.get("asked")
    if found is None or response.status_code >= HTTPStatus.BAD_REQUEST:
        return response
    if found.identity.wants_touch or found.identity.wants_rotation:
        try:
            _keep_up(response, found.identity)
        except (EngineError, DBAPIError) as error:
            LOG.warning("the use of %s was not noted: %s", found.identity.kind, error)
    return response


def _keep_up(response: Response, identity: Identity) -> None:
    own, renewed = service(), None
    with own.store.begin() as session:
        commands.touch(session, clock=own.clock, identity=identity)
        if identity.wants_rotation:
            secret = request.cookies[cookie_name()]
            renewed = commands.rotate(session, engine=own.engine, clock=own.clock, secret=secret)
    if renewed is not None:
        _set_cookie(response, renewed)


def give_cookie(secret: str | None) -> None:
    """Let the answer give a browser the secret of its session; None gives nothing."""
    if secret is not None:
        after_this_request(lambda response: _set_cookie(response, secret))


def clear_cookie(response: Response) -> Response:
    """Take the secret of a session away from a browser."""
    response.delete_cookie(
        cookie_name(), httponly=True, samesite="Strict", secure=service().is_secure
    )
    return response


def expect_own_origin() -> None:
    """Expect that a browser sends the request from a page of ours, if it says from where.

    A page that came by plain HTTP may be anybody's, also under our own name.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return
    said = urlsplit(origin)
    if said.netloc != request.host or (service().is_secure and said.scheme != "https"):
        raise _not_own_page()


def _set_cookie(response: Response, secret: str) -> Response:
    """Scripts cannot read it, other sites not send it."""
    response.set_cookie(
        cookie_name(), secret, httponly=True, samesite="Strict", secure=service().is_secure
    )
    return response


def _identify() -> Identity:
    header = request.headers.get("Authorization")
    if header is not None:
        return _by_token(header)
    if not request.cookies.get(cookie_name()):
        raise NotAuthenticated(en="Expected a session cookie or a bearer token.")
    return identify_browser(request.headers.get(CSRF, ""))


def _by_token(header: str) -> Identity:
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise NotAuthenticated(
            "Authorization 应为“Bearer 令牌”。", en="Expected 'Authorization: Bearer <token>'."
        )
    return _found(commands.identify_token, secret.strip())


def identify_browser(sent: str) -> Identity:
    """Return who came by a session cookie; what changes something must send the session's token.

    `sent` is the token as the request carries it. NotAuthenticated without a session in force.
    """
    secret = request.cookies.get(cookie_name())
    if not secret:
        raise NotAuthenticated(en="Expected a session cookie.")
    identity = _found(commands.identify_session, secret)
    if request.method not in SAFE:
        _expect_own_page(identity, sent)
    return identity


def _found(identify: Any, secret: str) -> Identity:  # noqa: ANN401 - either of the two commands
    own = service()
    identity: Identity | None = None
    if len(secret) <= _LONGEST and secret.isascii():
        with own.store.glance() as session:
            identity = identify(session, engine=own.engine, clock=own.clock, secret=secret)
    if identity is None:
        raise NotAuthenticated(
            "登录已失效，请重新登录。",
            en="This session or token is unknown, ended or expired.",
            code="sign_in_expired",
        )
    return identity


def _expect_own_page(identity: Identity, sent: str) -> None:
    expect_own_origin()
    if not hmac.compare_digest(sent.encode(), identity.csrf.encode()):
        raise _not_own_page()


def _not_own_page() -> NotPermitted:
    return NotPermitted(
        "请求不是从本系统的页面发出的，请刷新页面后重试。",
        en=f"Expected the header {CSRF} of this session, from a page of this site.",
        code="csrf_failed",
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
