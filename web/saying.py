"""One sentence that the next page says: what was done. It travels in a cookie of this browser."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from flask import Response, after_this_request, g, request

from api.asking import service

COOKIE = "dudao_said"
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Said:
    """What was done; `draft` is the draft in the browser that is thereby settled."""

    text: str
    draft: str = ""


def say(text: str, *, draft: str = "") -> None:
    """Let the page that comes next say a sentence, in the language of the form."""
    written = base64.urlsafe_b64encode(json.dumps([text[:_LONGEST], draft]).encode()).decode()

    def give(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            written,
            max_age=60,
            httponly=True,
            samesite="Strict",
            secure=service().is_secure,
        )
        return response

    after_this_request(give)


def said() -> Said | None:
    """Return what this page is to say, once."""
    found: Said | None = g.get("said")
    written = request.cookies.get(COOKIE)
    if found is None and written:
        found = g.said = _read(written)

        def take(response: Response) -> Response:
            response.delete_cookie(COOKIE)
            return response

        after_this_request(take)
    return found


def _read(written: str) -> Said | None:
    try:
        found = json.loads(base64.urlsafe_b64decode(written.encode()))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(found, list) or [type(each) for each in found] != [str, str]:
        return None
    return Said(*found)
