"""The part of the office that all pages about processes belong to."""

from __future__ import annotations

import io

from flask import Response, current_app, request

from api.files import send_made
from web.pages import Pages

PROCESSES = Pages("processes", "/processes")
XML = "application/xml"


def version_asked() -> int | None:
    """Return the version that an address names; None for the newest, and for what is no number."""
    return request.args.get("version", type=int)


def drawn(text: str) -> Response:
    """Give out a drawing for the script that shows it."""
    response = current_app.response_class(text, mimetype=XML)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def saved(source: bytes, name: str, media_type: str = XML) -> Response:
    """Give out a file to be saved."""
    return send_made(io.BytesIO(source), name, media_type)
