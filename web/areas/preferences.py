"""What a person chose for this browser: the language."""

from __future__ import annotations

from flask import make_response, request
from flask.typing import ResponseReturnValue

from api.asking import service
from web.authentication import own_path
from web.language import COOKIE, LANGUAGES
from web.pages import Pages

PREFERENCES = Pages("preferences", is_public=True)
_ONE_YEAR = 365 * 24 * 3600


@PREFERENCES.deed("/language")
def language() -> ResponseReturnValue:
    """Keep the chosen language in this browser and go back to where it was chosen."""
    response = make_response("", 303)
    response.headers["Location"] = own_path(request.form.get("back")) or "/"
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=_ONE_YEAR,
            samesite="Lax",
            httponly=True,
            secure=service().is_secure,
        )
    return response
