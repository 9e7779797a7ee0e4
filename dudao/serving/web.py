"""The web processes: gunicorn inside a child of the supervisor, each with threads."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from dudao.memory import Requests, keep_for_good, nothing_thrown_away
from dudao.serving.options import Assignment
from dudao.serving.patience import PatientWorker

GRACE = 20
"""Seconds that requests in flight are given when the server stops."""
HEARTBEAT = 60
"""Seconds after which a web process that shows no sign of life is replaced."""
KEEP_ALIVE = 5
REQUEST_LINE = 4094
HEADERS = 64
HEADER_BYTES = 8190
CALENDARS = "/calendar/"
"""Below it stand addresses that are secrets."""
_ACCESS = logging.getLogger("dudao.access")


def run_web(assignment: Assignment) -> None:
    """Serve until told to stop, or until the supervisor is gone.

    The modules are read here, once for all web processes; each of them builds its own application.
    """
    with nothing_thrown_away():
        _builder(assignment)
    _Orphanable(_Server(assignment), assignment.supervisor).run()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with settings from here alone: no file, no variable, no control socket."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.requests = Requests()  # of each web process its own, once they part
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        serving = self.assignment.serving
        settings = {
            "bind": [f"fd://{each}" for each in self.assignment.sockets],
            "workers": serving.workers,
            "worker_class": PatientWorker,
            "threads": serving.threads,
            "preload_app": False,
            "timeout": HEARTBEAT,
            "graceful_timeout": GRACE,
            "keepalive": KEEP_ALIVE,
            "limit_request_line": REQUEST_LINE,
            "limit_request_fields": HEADERS,
            "limit_request_field_size": HEADER_BYTES,
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # werkzeug reads those headers, where a proxy is trusted
            "logger_class": _Log,
            "accesslog": "-",
            "post_worker_init": self._say_ready,
            "post_request": self._count,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application, in the web process itself."""
        return _builder(self.assignment)(self.assignment)

    def _say_ready(self, worker: object) -> None:
        del worker
        keep_for_good()
        os.write(self.assignment.ready, b"1")

    def _count(self, worker: object, request: object, environ: object, answer: object) -> None:
        del worker, request, environ, answer  # gunicorn counts the parameters
        self.requests.end()


def _builder(assignment: Assignment) -> Callable[[Assignment], Flask]:
    module, _, name = assignment.build.partition(":")
    return cast("Callable[[Assignment], Flask]", getattr(importlib.import_module(module), name))


class _Orphanable(Arbiter):  # type: ignore[misc]  # gunicorn ships no types
    """Stop when the supervisor is gone: killed, it cannot say so."""

    def __init__(self, app: _Server, supervisor: int) -> None:
        self.supervisor = supervisor
        super().__init__(app)

    def wait_for_signals(self, timeout: float = 1.0) -> Any:  # noqa: ANN401 - as gunicorn has it
        """Look once a second whether the supervisor lives."""
        if os.getppid() != self.supervisor:
            raise StopIteration
        return super().wait_for_signals(timeout)


def public_path(path: str) -> str:
    """Return the path of a request as a log may have it."""
    return f"{CALENDARS}…" if path.startswith(CALENDARS) else path


class _Log(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Write into the log of the process; one line per request, without its query."""

    def setup(self, cfg: object) -> None:
        """Leave handlers and formats to the process."""
        self.cfg = cfg
        self._access_log_enabled = True
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:  # noqa: ANN401
        """Say who asked for what and how it went; no query is written, for secrets stand there.

        Of the address of a personal calendar neither is what makes it secret.
        """
        del req
        headers = {str(name).lower(): value for name, value in resp.headers}
        _ACCESS.info(
            "%s %s %s %s %sB %dms %s",
            environ.get("REMOTE_ADDR") or "-",
            environ.get("REQUEST_METHOD", "-"),
            quote(public_path(environ.get("PATH_INFO", "-")), safe="/:@", encoding="latin-1"),
            str(resp.status).partition(" ")[0],
            getattr(resp, "sent", 0) or 0,
            request_time.total_seconds() * 1000,
            headers.get("x-request-id", "-"),
        )
