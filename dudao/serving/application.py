"""Builds the web application of one web process: its own store, engine and figures."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from prometheus_client import CollectorRegistry
from werkzeug.middleware.proxy_fix import ProxyFix

from api.application import create_app
from api.health import Watch, health_blueprint
from api.readiness import Readiness
from api.service import Service
from dudao import system
from dudao.composition import build_engine, case_types
from dudao.deployer import SentFiles
from dudao.opened_channels import open_channels
from dudao.serving.options import Assignment
from engine.store import Store
from web.application import add_pages

BUILD = f"{__name__}:build"
"""Where a web process finds `build`."""


def build(assignment: Assignment) -> Flask:
    """Build the application; called in each web process after it was forked."""
    place, serving = assignment.place, assignment.serving
    store = Store(place.database, pool_size=serving.threads)
    types = case_types()
    engine = build_engine(types)
    deployer = SentFiles(store, engine, system.clock, types=types, elapsed=system.elapsed)
    app = add_pages(
        create_app(
            Service(
                store,
                engine,
                system.clock,
                deployer=deployer,
                is_secure=serving.secure_cookies,
                channels=open_channels(assignment.channels),
            )
        )
    )
    readiness = Readiness.of(store, clock=system.clock, data=place.data, database_file=place.file)
    health = health_blueprint(Watch(readiness, CollectorRegistry(), serving.metrics_token or None))
    limiter: Limiter = app.extensions["dudao-limiter"]
    limiter.exempt(health)
    app.register_blueprint(health)
    trust(app, serving.trusted_proxies)
    return app


def trust(app: Flask, proxies: int) -> None:
    """Believe the X-Forwarded headers as far as this many proxies wrote them; 0 believes none."""
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's manual does it
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
