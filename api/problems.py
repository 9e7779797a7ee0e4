"""Errors as problem+json (RFC 9457): one table of statuses, one shape, whatever went wrong.

`type` is `/problems/<code>`; programs go by `code`, which never changes, people read `detail`
(Chinese; `detail_en` says the same in English) and `errors`, one entry for each wrong field.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, g, request
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import HTTPException

from api.wording import in_chinese
from engine.definitions.candidate import FileFinding
from engine.definitions.deploy import DeploymentRefused
from engine.model.errors import (
    AlreadyExists,
    Conflict,
    EngineError,
    FieldError,
    InvalidArgument,
    InvalidState,
    NotAuthenticated,
    NotFound,
    NotPermitted,
)

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("dudao.api")


class PreconditionRequired(EngineError):
    """The request must say which state of the object it changes (If-Match)."""

    code = "precondition_required"
    title_zh = "请在 If-Match 中写明所见版本的 ETag。"


class TooLarge(EngineError):
    """The request is larger than what is accepted."""

    code = "too_large"
    title_zh = "提交的内容过大。"


STATUSES: Mapping[type[EngineError], HTTPStatus] = {
    NotAuthenticated: HTTPStatus.UNAUTHORIZED,
    NotPermitted: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    InvalidState: HTTPStatus.CONFLICT,
    Conflict: HTTPStatus.CONFLICT,
    AlreadyExists: HTTPStatus.CONFLICT,
    PreconditionRequired: HTTPStatus.PRECONDITION_REQUIRED,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    InvalidArgument: HTTPStatus.UNPROCESSABLE_ENTITY,
    EngineError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The only place that knows which status an error has."""

PRECONDITION_FAILED = "precondition_failed"
"""The code of a Conflict with what the caller last saw (If-Match)."""

_BY_STATUS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "请求的写法不正确。"),
    404: ("not_found", "没有这个地址。"),
    405: ("method_not_allowed", "这个地址不接受这种请求方法。"),
    406: ("not_acceptable", "不能以所要求的格式回答。"),
    411: ("length_required", "请求应写明长度。"),
    412: (PRECONDITION_FAILED, "该对象已被修改，请重新读取。"),
    413: ("too_large", TooLarge.title_zh),
    414: ("uri_too_long", "地址过长。"),
    415: ("unsupported_media_type", "请以文档写明的内容类型提交。"),
    416: ("range_not_satisfiable", "所要求的范围不存在。"),
    429: ("too_many_requests", "请求过于频繁，请稍后再试。"),
    431: ("headers_too_large", "请求头过大。"),
    500: ("internal_error", "程序内部错误，已记录；请把请求编号告诉管理员。"),
    503: ("unavailable", "服务暂时不能使用，请稍后再试。"),
}
_BUSY = "busy"
_RETRY_SECONDS = "1"


class FieldProblem(Schema):
    """One place in the request that is wrong."""

    path = fields.String(required=True, metadata={"description": "位置，如 items.0.title"})
    detail = fields.String(required=True, metadata={"description": "应当如何"})
    detail_en = fields.String(required=True)


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True, metadata={"description": "/problems/<code>"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "供程序判断，不会改变"})
    detail = fields.String(required=True, metadata={"description": "中文说明"})
    detail_en = fields.String(required=True)
    instance = fields.String(required=True, metadata={"description": "请求的地址"})
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldProblem), required=True)


def status_of(error: EngineError) -> HTTPStatus:
    """Return the status of an error: that of its class, or of the nearest one above."""
    if error.code == PRECONDITION_FAILED:
        return HTTPStatus.PRECONDITION_FAILED
    return next(STATUSES[each] for each in type(error).__mro__ if each in STATUSES)


def problem_of(error: EngineError) -> dict[str, object]:
    """Write an error of the engine as a problem.

    One that has more to say than fields has members of its own (RFC 9457, section 3.2).
    """
    problem = _problem(
        status_of(error),
        code=error.code,
        title=type(error).title(),
        detail=error.message,
        detail_en=error.en,
        errors=error.errors,
    )
    if isinstance(error, DeploymentRefused):
        problem["findings"] = [_finding(each) for each in error.findings]
    return problem


def _finding(each: FileFinding) -> dict[str, object]:
    return {
        "file": each.file,
        "line": each.line,
        "element": each.element_id,
        "severity": each.severity,
        "code": each.code,
        "zh": each.zh,
        "en": each.en,
    }


def answer(error: EngineError) -> Response:
    """Answer with an error of the engine."""
    response = _response(problem_of(error))
    if error.code == _BUSY:
        response.headers["Retry-After"] = _RETRY_SECONDS
        g.says_when_to_retry = True
    if isinstance(error, NotAuthenticated):
        response.headers["WWW-Authenticate"] = 'Bearer realm="dudao"'
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer with what Flask, its extensions or an unforeseen failure raised."""
    refused = getattr(error, "exc", None)
    if isinstance(refused, ValidationError):
        return answer(invalid(refused))
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    code, detail = _BY_STATUS.get(status, ("http_error", "请求未能执行。"))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        cause = getattr(error, "original_exception", None) or error
        LOG.error("request %s failed", g.get("request_id", "-"), exc_info=cause)
    problem = _problem(
        HTTPStatus(status),
        code=code,
        title=error.name,
        detail=detail,
        detail_en=HTTPStatus(status).description or error.name,
    )
    response = _response(problem)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            response.headers[name] = value
    return response


def invalid(refused: ValidationError) -> InvalidArgument:
    """Turn what marshmallow found into an error with one entry for each wrong field."""
    return InvalidArgument(
        "提交的内容不符合要求，请按提示修改。",
        en="The request does not say what was expected.",
        code="invalid_request",
        errors=tuple(_flat(refused.messages, ())),
    )


def register(app: Flask) -> None:
    """Let the application answer every error this way."""
    app.register_error_handler(EngineError, answer)
    app.register_error_handler(ValidationError, lambda refused: answer(invalid(refused)))
    app.register_error_handler(HTTPException, answer_http)


def _flat(messages: object, path: tuple[str, ...]) -> Iterator[FieldError]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            # webargs puts where it looked on top; people think of the field.
            is_place = not path and name in ("json", "query", "form", "files", "headers", "path")
            yield from _flat(inner, path if is_place or name == "_schema" else (*path, str(name)))
    elif isinstance(messages, list):
        for message in messages:
            yield from _flat(message, path)
    else:
        yield FieldError(".".join(path), in_chinese(str(messages)), str(messages))


def _problem(
    status: HTTPStatus,
    *,
    code: str,
    title: str,
    detail: str,
    detail_en: str,
    errors: tuple[FieldError, ...] = (),
) -> dict[str, object]:
    return {
        "type": f"/problems/{code}",
        "title": title,
        "status": status.value,
        "code": code,
        "detail": detail,
        "detail_en": detail_en,
        "instance": request.path,
        "request_id": g.get("request_id", ""),
        "errors": [{"path": each.path, "detail": each.zh, "detail_en": each.en} for each in errors],
    }


def _response(problem: dict[str, object]) -> Response:
    status = cast("int", problem["status"])
    return current_app.response_class(
        current_app.json.dumps(problem), status=status, mimetype=MEDIA_TYPE
    )
