"""ETag and If-Match (RFC 9110, section 13): change only what one has seen."""

from __future__ import annotations

from flask import request

from api.problems import PreconditionRequired
from engine.model.errors import InvalidArgument

IF_MATCH = "If-Match"


def quoted(tag: str | int) -> dict[str, str]:
    """Return the header of an answer whose object is in this state."""
    return {"ETag": f'"{tag}"'}


def seen_tag() -> str | None:
    """Return the tag that the request says it has seen; None without one or with `*`.

    A proxy that compresses answers makes tags weak (`W/"5"`); ours name a state exactly all the
    same, so a weak one counts like a strong one. What is no tag is the tag of nothing.
    """
    if IF_MATCH not in request.headers or request.if_match.star_tag:
        return None
    tags = request.if_match.as_set(include_weak=True)
    if len(tags) > 1:
        raise InvalidArgument(
            "If-Match 中只写一个 ETag。",
            en="Expected one ETag in If-Match.",
            code="invalid_if_match",
        )
    return next(iter(tags), "")


def expected_tag() -> str | None:
    """Return the tag of If-Match, None for `*`; raise PreconditionRequired without the header."""
    if IF_MATCH not in request.headers:
        raise PreconditionRequired(en="Expected an If-Match header with the ETag last seen.")
    return seen_tag()
