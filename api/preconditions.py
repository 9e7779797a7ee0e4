"""ETag and If-Match (RFC 9110, section 13): change only what one has seen."""

from __future__ import annotations

from flask import request

from api.problems import PreconditionRequired

IF_MATCH = "If-Match"


def quoted(tag: str | int) -> dict[str, str]:
    """Return the header of an answer whose object is in this state."""
    return {"ETag": f'"{tag}"'}


def seen_tag() -> str | None:
    """Return the tag that the request says it has seen; None without one or with `*`."""
    tags = request.if_match
    if not tags or tags.star_tag:
        return None
    return next(iter(tags.as_set()), None)


def expected_tag() -> str | None:
    """Return the tag of If-Match, None for `*`; raise PreconditionRequired without the header."""
    if not request.headers.get(IF_MATCH):
        raise PreconditionRequired(en="Expected an If-Match header with the ETag last seen.")
    return seen_tag() or (None if request.if_match.star_tag else "")
