"""What every answer carries: the number of its request, and what browsers must not do with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask, Response, g, request

from api.asking import service

REQUEST_ID = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ONE_YEAR = "max-age=31536000"
_LATER = frozenset({429, 503})
"""Statuses that say when to try again; the limiter says it with every answer."""


def register(app: Flask) -> None:
    """Let an application number its requests and guard its answers."""
    app.before_request(_number)
    app.after_request(_guard)


def _number() -> None:
    given = request.headers.get(REQUEST_ID, "")
    # What is written into logs and answers is not taken from outside unseen.
    g.request_id = given if _GIVEN.fullmatch(given) else str(service().engine.new_id())


def _guard(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.get("request_id", "")
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if response.status_code not in _LATER and not g.get("says_when_to_retry"):
        response.headers.pop("Retry-After", None)
    if service().is_secure:
        response.headers["Strict-Transport-Security"] = _ONE_YEAR
    if request.method in ("GET", "HEAD"):
        response.make_conditional(request)
    return response
