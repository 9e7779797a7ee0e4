"""How often one client may ask: by its token or session where it sends one, else by its address."""

from __future__ import annotations

import hashlib

from flask import Flask, request
from flask_limiter import Limiter

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
        enabled=limits.each_client is not None,
    )
    app.extensions["dudao-limiter"] = limiter
    return limiter


def client() -> str:
    """Name the client without keeping its secret."""
    secret = request.headers.get("Authorization") or request.cookies.get(cookie_name())
    if secret:
        return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
    return request.remote_addr or "unknown"
