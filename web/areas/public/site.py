"""What all public pages have: the name of the office, and how long anybody may keep them."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from engine.commands.public_reading import Publisher, read_publisher
from web.asking import service
from web.pages import Pages

PUBLIC = Pages("public", "/public", is_public=True)
_KEPT = "public, max-age=60"
_TO_KEEP = frozenset({"announcements", "announcement", "feed"})
"""What is the same for everybody; what somebody said or asked is kept nowhere (no-store)."""


def publisher() -> Publisher:
    """Return the office that publishes here."""
    own = service()
    with own.store.read() as session:
        return read_publisher(session, engine=own.engine, clock=own.clock)


@PUBLIC.context_processor
def _about_the_office() -> dict[str, object]:
    return {"publisher": publisher()}


@PUBLIC.after_request
def _keep(response: Response) -> Response:
    view = (request.endpoint or "").rpartition(".")[2]
    if response.status_code == HTTPStatus.OK and view in _TO_KEEP:
        response.headers["Cache-Control"] = _KEPT
    return response
