"""Answers made smaller on their way: county offices share thin lines."""

from __future__ import annotations

import gzip

from flask import Response, request

_TYPES = frozenset({"text/html", "application/xml", "application/atom+xml"})
_WORTH_IT = 1024
"""Bytes below which an answer is one packet anyway."""
_LEVEL = 5


def compress(response: Response) -> Response:
    """Compress a page, a drawing or a feed where the browser takes it; files go out as they are.

    The length of a compressed page tells of its secrets only to who can let somebody's browser ask
    for it again and again with words of theirs in it. The cookie of a session is not sent along
    when another site asks, so that nobody can.
    """
    is_file = response.direct_passthrough or "Content-Disposition" in response.headers
    if is_file or response.mimetype not in _TYPES:
        return response
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if not takes_gzip or len(content) < _WORTH_IT:
        return response
    response.set_data(gzip.compress(content, _LEVEL, mtime=0))
    response.content_encoding = "gzip"
    tag, _ = response.get_etag()
    if tag is not None:  # the same content, but other bytes (RFC 9110, 8.8.1)
        response.set_etag(tag, weak=True)
    return response
