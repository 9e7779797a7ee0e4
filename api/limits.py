"""How often one client may ask: by its token or session where it sends one, else by its address."""

from __future__ import annotations

import hashlib

from flask import Flask, request
from flask_limiter import Limiter

from api.area import Area
from api.authentication import cookie_name
from api.service import Limits


def register(app: Flask, limits: Limits) -> Limiter:
    """Limit the requests of each client to an application."""
    limiter = Limiter(
        client,
        app=app,
        default_limits=[limits.each_client] if limits.each_client else [],
        storage_uri="memory://",
        headers_enabled=True,
        enabled=limits.each_client is not None or limits.public is not None,
    )
    app.extensions["dudao-limiter"] = limiter
    return limiter


def limit_public(app: Flask, area: Area, limits: Limits) -> None:
    """Limit the requests to a public area by address alone: a made-up token is no new client."""
    if limits.public is not None:
        limiter: Limiter = app.extensions["dudao-limiter"]
        limiter.limit(limits.public, key_func=address)(area)


def address() -> str:
    """Return the address that a request comes from."""
    return request.remote_addr or "unknown"


def client() -> str:
    """Name the client without keeping its secret."""
    secret = request.headers.get("Authorization") or request.cookies.get(cookie_name())
    if secret:
        return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
    return address()
