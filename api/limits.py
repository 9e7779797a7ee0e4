"""How often one client may ask: by its token or session where it sends one, else by its address."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, current_app, request
from flask_limiter import Limiter

from api.area import Area
from api.asking import service
from api.authentication import cookie_name
from api.counts import SCHEME
from api.service import Limits
from engine.model.case import Clock


def register(app: Flask, limits: Limits, clock: Clock) -> Limiter:
    """Limit the requests of each client to an application."""
    limiter = Limiter(
        client,
        app=app,
        application_limits=[limits.each_client] if limits.each_client else [],
        storage_uri=f"{SCHEME}://",
        storage_options={"seconds": lambda: clock().timestamp()},  # type: ignore[dict-item]  # passed on to our own counts, whatever the type
        headers_enabled=True,
        enabled=limits.each_client is not None or limits.public is not None,
    )
    app.extensions["dudao-limiter"] = limiter
    return limiter


def limit_public(app: Flask, area: Blueprint, limits: Limits) -> None:
    """Limit the requests to a public area by address alone: a made-up token is no new client."""
    if limits.public is not None:
        limiter: Limiter = app.extensions["dudao-limiter"]
        limiter.limit(limits.public, key_func=address)(area)


def limit_refused(app: Flask, area: Area, limits: Limits) -> None:
    """Limit by address how often a request is answered with 401, on top of what a client may."""
    if limits.refused is not None:
        limiter: Limiter = app.extensions["dudao-limiter"]
        limiter.limit(
            limits.refused,
            key_func=address,
            deduct_when=lambda response: bool(response.status_code == HTTPStatus.UNAUTHORIZED),
            override_defaults=False,
        )(area)


def sign_in_limit(view: Callable[..., Any]) -> Callable[..., Any]:
    """Limit how often one address may try to sign in, in each process.

    What keeps a password from being guessed is the lock of the account, which the store keeps.
    """

    @wraps(view)
    def limited(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the view has it
        limiter: Limiter = current_app.extensions["dudao-limiter"]
        wanted = service().limits.sign_in
        if wanted is None:
            return view(*given, **named)
        with limiter.limit(wanted, key_func=address):
            return view(*given, **named)

    return limited


def address() -> str:
    """Return the address a request came from."""
    return request.remote_addr or "unknown"


def client() -> str:
    """Name the client without keeping its secret."""
    secret = request.headers.get("Authorization") or request.cookies.get(cookie_name())
    if secret:
        return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
    return address()
