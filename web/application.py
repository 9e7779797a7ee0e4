"""Puts the pages onto the application of an installation."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from api import limits
from api.service import Service
from web import errors, formatting, navigation
from web.areas import AREAS
from web.asking import asked, frame, may, new_key
from web.assets import ASSETS, asset
from web.compression import compress
from web.language import LANGUAGES, MANY, either, language, named, text
from web.pages import keep_acting_for
from web.saying import said

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and do: nothing of anybody else's, no script or style inside the page."""


def add_pages(app: Flask) -> Flask:
    """Add the pages to the application of the interface, and return it."""
    service: Service = app.extensions["dudao"]
    _prepare_templates(app)
    errors.register(app)
    app.after_request(compress)
    app.after_request(_guard)
    app.register_blueprint(ASSETS)
    limiter: Limiter = app.extensions["dudao-limiter"]
    limiter.exempt(ASSETS)
    for area in AREAS:
        app.register_blueprint(area)
        if area.is_public:
            limits.limit_public(app, area, service.limits)
    app.url_defaults(keep_acting_for)
    return app


def icon(name: str, label: str = "") -> Markup:
    """Draw an icon; without a label it says nothing to who hears the page."""
    about = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    use = f'<use href="{asset("icons.svg")}#{escape(name)}"></use>'
    return Markup(f'<svg class="icon" {about}>{use}</svg>')  # noqa: S704 - each part is escaped


def hidden() -> Markup:
    """Write what every form carries: the token of the session, and the key of this one form."""
    csrf = f'<input type="hidden" name="_csrf" value="{escape(asked().identity.csrf)}">'
    key = f'<input type="hidden" name="_key" value="{escape(new_key())}">'
    return Markup(csrf + key)  # noqa: S704 - each part is escaped


def _prepare_templates(app: Flask) -> None:
    env = app.jinja_env
    app.jinja_loader = ChoiceLoader(
        [app.jinja_loader or PackageLoader("web"), PackageLoader("web")]
    )
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    env.globals.update(
        _=_text,
        asked=asked,
        asset=asset,
        either=either,
        frame=frame,
        hidden=hidden,
        icon=icon,
        language=language,
        languages=LANGUAGES,
        many=MANY,
        may=may,
        menu=navigation.menu,
        named=named,
        new_key=new_key,
        said=said,
        tabs=navigation.tabs,
    )
    env.filters.update(
        day=formatting.day,
        due_words=formatting.due_words,
        instant=formatting.instant,
        light_word=formatting.light_word,
        short_day=formatting.short_day,
        size=formatting.size,
        weekday=formatting.weekday,
        which=formatting.which,
    )


def _text(source: str, /, **values: Any) -> str:  # noqa: ANN401 - filled into the text
    """Return a text of a template; what is filled in is escaped."""
    if not values:
        return text(source)
    # As plain texts, for Markup would look at each of them again.
    escaped = {name: str(escape(value)) for name, value in values.items()}
    return Markup(text(source, **escaped))  # noqa: S704 - a text of ours, and each part is escaped


def _guard(response: Response) -> Response:
    if response.mimetype == "text/html" and not request.path.startswith("/api/"):
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        # With no-referrer browsers would say `Origin: null` of our own forms.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Content-Language", "en" if language() == "en" else "zh-CN")
        response.vary.add("Cookie")
    return response
