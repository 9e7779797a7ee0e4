"""Files on their way to a browser: to be saved, or to be shown in one of our own pages."""

from __future__ import annotations

from flask import Response

from api.files import send
from engine.commands import Downloaded

SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""What every browser shows by itself, and what can do nothing there."""
_POLICY = "default-src 'none'; frame-ancestors 'self'; object-src 'self'; style-src 'unsafe-inline'"
"""No page of ours: the style is that of the viewer, which browsers put around a PDF."""


def give(found: Downloaded, *, is_shown: bool) -> Response:
    """Answer with a file; one that is shown may be framed by pages of this site alone."""
    response = send(found)
    return shown_here(response) if is_shown and found.media_type in SHOWN else response


def shown_here(response: Response) -> Response:
    """Let a browser show a file, by itself or in a page of this site, instead of saving it."""
    saved = response.headers["Content-Disposition"]
    response.headers["Content-Disposition"] = saved.replace("attachment", "inline", 1)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = _POLICY
    return response
