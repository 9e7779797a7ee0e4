"""Applications for the tests; what is the same in all of them is made once.

Making one (routes, the description of the interface, templates) takes longer than most tests.
"""

from __future__ import annotations

from copy import copy

from flask import Flask

from api.application import create_app
from api.service import Limits, Service
from web.application import add_pages

UNLIMITED = Limits(each_client=None, public=None, sign_in=None)
_MADE: dict[bool, Flask] = {}


def application(service: Service, *, pages: bool = False) -> Flask:
    """Return the application of a service, with its pages or without.

    One that limits requests counts them, so it is made anew.
    """
    if service.limits != UNLIMITED:
        return _make(service, pages=pages)
    if pages not in _MADE:
        _MADE[pages] = _make(service, pages=pages)
    own = copy(_MADE[pages])
    own.extensions = {**own.extensions, "dudao": service}
    return own


def _make(service: Service, *, pages: bool) -> Flask:
    app = create_app(service)
    return add_pages(app) if pages else app
