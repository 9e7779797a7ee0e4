"""Errors as pages: what happened, what became of the work, what to do now."""

from __future__ import annotations

import logging
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from api import problems
from engine.model.errors import EngineError, NotAuthenticated
from web.language import either, text

LOG = logging.getLogger("dudao.web")
_NOT_READY = "password_must_change"


def register(app: Flask) -> None:
    """Let an application answer errors of pages as pages, and those of the interface as before."""
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(HTTPException, _http_error)


def is_page() -> bool:
    """Say whether a page was asked for and not the interface."""
    return not request.path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "/static/"))


def _engine_error(error: EngineError) -> Response:
    if not is_page():
        return problems.answer(error)
    if isinstance(error, NotAuthenticated):
        return _sign_in()
    if error.code == _NOT_READY:
        return _lead("/account/password")
    status = problems.status_of(error)
    return _page(status, either(error.message, error.en))


def _http_error(error: HTTPException) -> Response:
    if not is_page():
        return problems.answer_http(error)
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        cause = getattr(error, "original_exception", None) or error
        LOG.error("request %s failed", g.get("request_id", "-"), exc_info=cause)
    response = _page(status, "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _sign_in() -> Response:
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method == "GET":
        # A link from elsewhere, such as a mail: browsers keep the cookie back on that first step
        # alone. One more step, from our own page, and they send it.
        return make_response(render_template("entry/arriving.html"), 200)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return _lead(f"/sign-in?next={quote(wanted, safe='/')}")


def _lead(path: str) -> Response:
    response = make_response("", HTTPStatus.SEE_OTHER)
    if request.headers.get("HX-Request"):
        response.status_code = HTTPStatus.NO_CONTENT
        response.headers["HX-Redirect"] = path
    response.headers["Location"] = path
    return response


def _page(status: HTTPStatus, said: str) -> Response:
    what = {
        403: text("您不能查看或办理这一内容。"),
        404: text("没有找到这个页面或内容。"),
        405: text("不能这样打开这个地址。"),
        409: text("情况已经变化，没有执行。"),
        413: text("提交的内容过大。"),
        422: text("提交的内容不符合要求。"),
        429: text("操作过于频繁。"),
        503: text("服务暂时不能使用。"),
    }.get(status.value, text("程序内部错误，已记录。"))
    advice = {
        403: text("如果您认为应当可以，请与系统管理员联系。"),
        404: text("地址可能写错了，或者内容已不在您的范围内。"),
        409: text("请返回后刷新页面，看看现在的情况再办理。"),
        413: text("请减小文件后重试。"),
        429: text("请稍等一分钟再试。"),
        503: text("请稍后再试；您填写的内容可按浏览器的“后退”找回。"),
        500: text("请把下面的请求编号告诉系统管理员，并稍后再试。"),
    }.get(status.value, text("请返回后重试。"))
    shown = render_template(
        "error.html",
        status=status.value,
        what=what,
        sentence=said,
        advice=advice,
        nothing_saved=request.method == "POST",
        request_id=g.get("request_id", ""),
        framed="asked" in g,
    )
    return make_response(shown, status.value)
