"""Makes the web application of an installation."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api

from api import headers, limits, problems
from api.authentication import keep_up
from api.documentation import DOCUMENTATION
from api.files import TidyRequest
from api.json_values import FastJson
from api.problems import Problem
from api.resources import AREAS
from api.service import Service

TITLE = "督导 Dudao"
VERSION = "1"
_MOST_PARTS = 20  # of one multipart request


class _Problems(Api):
    """The errors of flask-smorest as problem+json, in answers and in the OpenAPI document."""

    ERROR_SCHEMA = Problem
    # Every status is named where it can be answered; "anything else" would promise nothing.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: Any) -> Any:  # noqa: ANN401 - as flask-smorest has it
        return problems.answer_http(error)


def create_app(service: Service) -> Flask:
    """Make the application: JSON over HTTP under `/api/v1`, described by `/api/v1/openapi.json`."""
    app = Flask("api", static_folder=None)
    app.extensions["dudao"] = service
    app.request_class = TidyRequest
    app.json = FastJson(app)
    # A path with two slashes names nothing; put right, it would be answered with an address made
    # of whatever host the request named.
    app.url_map.merge_slashes = False
    app.config.update(
        API_TITLE=TITLE,
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
        MAX_CONTENT_LENGTH=service.limits.body,
        MAX_FORM_PARTS=_MOST_PARTS,
    )
    headers.register(app)
    limits.register(app, service.limits, service.clock)
    app.after_request(keep_up)
    problems.register(app)
    api = _Problems(app)
    _describe_signing_in(api)
    for area in AREAS:
        api.register_blueprint(area)
        if area.is_public:
            limits.limit_public(app, area, service.limits)
        else:
            limits.limit_refused(app, area, service.limits)
    limits.limit_public(app, DOCUMENTATION, service.limits)
    app.register_blueprint(DOCUMENTATION)
    return app


def _describe_signing_in(api: Api) -> None:
    schemes = api.spec.components
    schemes.security_scheme("token", {"type": "http", "scheme": "bearer"})
    schemes.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "dudao_session"})
