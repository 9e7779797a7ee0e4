"""The whole application as it is served, to ask it for its addresses."""

from __future__ import annotations

from functools import cache

from flask import Flask

from api.application import create_app
from api.service import Service
from dudao import system
from dudao.composition import build_engine, case_types
from engine.store import Store
from web.application import add_pages


@cache
def whole_application() -> Flask:
    """Return an application over an empty store: its routes are those of the real one."""
    return add_pages(create_app(Service(Store.memory(), build_engine(case_types()), system.clock)))
