"""Serve the description of the interface; nobody needs to sign in to read it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, render_template

from api.documentation import parameters
from api.documentation.reading import areas_of
from api.problems import MEDIA_TYPE

DOCUMENTATION = Blueprint("documentation", __name__, template_folder="templates")


def openapi(app: Flask) -> Mapping[str, object]:
    """Return the OpenAPI 3.1 document of an application."""
    api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document = cast("dict[str, Any]", api.spec.to_dict())
    for response in document.get("components", {}).get("responses", {}).values():
        content = response.get("content", {})
        if "application/json" in content:  # every shared response is an error
            content[MEDIA_TYPE] = content.pop("application/json")
    parameters.say(document)
    return document


@DOCUMENTATION.route("/api/v1/openapi.json")
def document() -> Response:
    """Return the document for programs."""
    return current_app.response_class(
        current_app.json.dumps(openapi(current_app)), mimetype="application/json"
    )


@DOCUMENTATION.route("/api/docs")
def page() -> Response:
    """Show the document to people."""
    nonce = secrets.token_urlsafe(16)
    text = render_template("documentation.html", areas=areas_of(openapi(current_app)), nonce=nonce)
    response = current_app.response_class(text, mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors 'none'; base-uri 'none'"
    )
    return response
