"""An area of the interface: routes that belong together, reached with the scope of their name.

An area asks who sends a request before anything else of it is read; a public one does not ask.
It also says in the OpenAPI document what is true of every one of its routes: the headers that
are taken, the errors that may be answered, how to sign in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import Request
from flask_smorest import Blueprint
from marshmallow import Schema, missing
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from api.asking import expect_sound_key
from api.authentication import authenticate
from api.json_bodies import read_json

PREFIX = "/api/v1"
_TAGGED = {"ETag": {"schema": {"type": "string"}, "description": "所见版本，供 If-Match 使用"}}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 200},
    "description": "同一标识的请求只办理一次，重复发送得到同样的回答",
}
_ON_BEHALF_OF = {
    "name": "On-Behalf-Of",
    "in": "header",
    "schema": {"type": "string", "maxLength": 100},
    "description": "代理人填写被代理人的编号",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "所见版本的 ETag；已被修改时回答 412",
}
_UNSAFE = frozenset({"post", "put", "patch", "delete"})
Doc = dict[str, Any]
View = Callable[..., Any]
Decorator = Callable[[View], View]
Sent = Schema | type[Schema]
Described = Sent | Doc


class _Parser(FlaskParser):
    DEFAULT_VALIDATION_STATUS = 422
    # A misspelt or surplus parameter is a mistake of the caller, not to be passed over.
    DEFAULT_UNKNOWN_BY_LOCATION: Mapping[str, str] = {  # type: ignore[assignment]  # webargs allows None too
        "json": "raise",
        "query": "raise",
        "form": "raise",
        "files": "raise",
    }

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401 - JSON
        """Read the body; what is not said to be JSON is not taken for an empty one."""
        if not req.is_json and (req.content_length or req.headers.get("Transfer-Encoding")):
            raise UnsupportedMediaType
        return super().load_json(req, schema)

    def _raw_load_json(self, req: Request) -> Any:  # noqa: ANN401 - JSON
        """Read the body by our own reader; called by `load_json`."""
        if not req.is_json:
            return missing
        data = req.get_data(cache=True)
        if req.content_length is None and len(data) >= (req.max_content_length or sys.maxsize):
            raise RequestEntityTooLarge  # of a body without a length no more than that is read
        return read_json(data)

    def load_files(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401 - as webargs has it
        """Read the files of a form along with its other fields."""
        if req.mimetype != "multipart/form-data":
            raise UnsupportedMediaType
        whole = super().load_files(req, schema)
        whole.data = CombinedMultiDict([req.form, req.files])
        return whole


class Area(Blueprint):
    """Routes under one name; give `path` below `/api/v1`, and `scope` where it is not the name.

    `before_ready` names the views that answer while a password must be changed.
    """

    ARGUMENTS_PARSER = _Parser()

    def __init__(
        self,
        name: str,
        path: str,
        description: str,
        *,
        scope: str | None = None,
        is_public: bool = False,
        before_ready: Collection[str] = (),
    ) -> None:
        super().__init__(name, __name__, url_prefix=PREFIX + path, description=description)
        self.scope = scope or name
        self.is_public = is_public
        self._prepare_doc_cbks.append(self._say_what_is_common)
        if not is_public:
            self.before_request(lambda: authenticate(self.scope, before_ready=before_ready))
        self.before_request(expect_sound_key)

    # flask-smorest has no types; these are its methods with those that we use.

    def route(self, rule: str, *, methods: Sequence[str] = ("GET",), **options: Any) -> Decorator:  # noqa: ANN401 - as Flask has it
        """Serve a rule below the path of the area."""
        serve: Decorator = super().route(rule, methods=list(methods), **options)

        def decorate(view: View) -> View:
            if "<" in rule:
                view.__dict__.setdefault("_apidoc", {})["names_something"] = True
            return serve(view)

        return decorate

    def arguments(self, schema: Sent, *, location: str = "json", **said: Any) -> Decorator:  # noqa: ANN401 - passed on
        """Read and check what is sent, and hand it over as the first argument."""
        decorate: Decorator = super().arguments(schema, location=location, **said)
        return decorate

    def response(self, status: int, schema: Described | None = None, **said: Any) -> Decorator:  # noqa: ANN401 - passed on
        """Write what is returned by a schema."""
        decorate: Decorator = super().response(status, schema, **said)
        return decorate

    def alt_response(self, status: int, name: str | None = None, **said: Any) -> Decorator:  # noqa: ANN401 - passed on
        """Say what else may be answered, by the name of a shared response."""
        decorate: Decorator = super().alt_response(status, name, **said)
        return decorate

    def tagged(self, *, is_required: bool) -> Decorator:
        """Say that a route gives an ETag and, where it changes something, takes If-Match."""

        def decorate(view: View) -> View:
            info = view.__dict__.setdefault("_apidoc", {})
            info["tagged"] = {"is_required": is_required}
            return view

        return decorate

    def _say_what_is_common(self, doc: Doc, info: Doc, *, method: str, **_: Any) -> Doc:  # noqa: ANN401 - as flask-smorest calls it
        parameters = doc.setdefault("parameters", [])
        if method == "post":
            parameters.append(_KEY)
        if not self.is_public:
            parameters.append(_ON_BEHALF_OF)
            doc["security"] = [{"token": []}, {"session": []}]
        if "tagged" in info:
            self._say_tagged(doc, method, is_required=info["tagged"]["is_required"])
        for status, name in self._errors(doc, info, method).items():
            doc["responses"].setdefault(status, name)
        return doc

    def _errors(self, doc: Doc, info: Doc, method: str) -> Mapping[str, str]:
        """Return what may be answered beside what the route says itself."""
        errors = {"429": "TOO_MANY_REQUESTS"}
        if not self.is_public:
            errors |= {"401": "UNAUTHORIZED", "403": "FORBIDDEN"}
        if method == "post" or not self.is_public:
            errors |= {"422": "UNPROCESSABLE_ENTITY"}  # a key or a header that says nothing
        if method in _UNSAFE:
            errors |= {"409": "CONFLICT", "413": "REQUEST_ENTITY_TOO_LARGE"}
        if "requestBody" in doc:
            errors |= {"400": "BAD_REQUEST", "415": "UNSUPPORTED_MEDIA_TYPE"}
        if "names_something" in info:
            errors |= {"404": "NOT_FOUND"}
        return errors

    @staticmethod
    def _say_tagged(doc: Doc, method: str, *, is_required: bool) -> None:
        if method in _UNSAFE:
            doc["parameters"].append({**_IF_MATCH, "required": is_required})
            doc["responses"].setdefault("412", "PRECONDITION_FAILED")
            if is_required:
                doc["responses"].setdefault("428", "PRECONDITION_REQUIRED")
        for status, said in doc["responses"].items():
            if str(status).startswith("2") and isinstance(said, dict):
                said.setdefault("headers", {}).update(_TAGGED)
