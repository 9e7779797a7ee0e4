"""Three endpoints for machines that watch: alive, ready, measured. None needs a sign-in.

`/healthz` says that the process answers and asks nobody else. `/readyz` looks at what a request
needs and names what is missing. `/metrics` is for Prometheus; figures tell about people's work,
so they go to this very machine only, or to whoever knows the token.
"""

from __future__ import annotations

import hmac
from dataclasses import asdict, dataclass
from time import perf_counter

from flask import Blueprint, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry

from api.loopback import is_loopback
from api.metrics import Processes, RequestMetrics, Waiting, exposition
from api.readiness import Readiness
from engine.model.errors import NotPermitted

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""A request with one of these came through a proxy: its peer is not who asked."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the endpoints need."""

    readiness: Readiness
    registry: CollectorRegistry
    metrics_token: str | None = None


def health_blueprint(watch: Watch) -> Blueprint:
    """Make the endpoints, and count every request of the application they are registered with."""
    blueprint = Blueprint("health", __name__)
    waiting = Waiting(watch.readiness.store, watch.readiness.clock)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return _fresh(jsonify(status="ok"))

    @blueprint.get("/readyz")
    def readyz() -> Response:
        troubles = [asdict(each) for each in watch.readiness.troubles()]
        warnings = [asdict(each) for each in watch.readiness.warnings()]
        status = "not ready" if troubles else "ok"
        answer = jsonify(status=status, troubles=troubles, warnings=warnings)
        answer.status_code = 503 if troubles else 200
        return _fresh(answer)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        if not _may_scrape(watch.metrics_token):
            raise NotPermitted(
                "监控指标只提供给本机，或者持有监控令牌（metrics_token）的程序。",
                en="Metrics are for this machine, or for whoever knows the token.",
                code="metrics_refused",
            )
        figures = exposition(watch.registry, waiting)
        return _fresh(Response(figures, content_type=CONTENT_TYPE_LATEST))

    _count_requests(blueprint, watch.registry)
    return blueprint


def _count_requests(blueprint: Blueprint, registry: CollectorRegistry) -> None:
    requests = RequestMetrics(registry)
    Processes(registry).count_this("web")

    def begin() -> None:
        g.begun = perf_counter()

    def count(response: Response) -> Response:
        rule = request.url_rule
        requests.count(
            method=request.method,
            route=rule.rule if rule else None,
            status=response.status_code,
            seconds=perf_counter() - g.begun if "begun" in g else 0.0,
        )
        return response

    blueprint.before_app_request(begin)
    blueprint.after_app_request(count)


def _may_scrape(token: str | None) -> bool:
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.remote_addr or "")


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
