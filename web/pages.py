"""A part of the office: pages under one name, for people who have signed in or for everybody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, g, request, url_for
from flask import redirect as flask_redirect

from web.authentication import FOR, authenticate

View = Callable[..., Any]
Takes = int | Callable[[], int]
_MOST_PARTS = 12_000
"""Fields of one form: a list of 500 rows with 20 columns, and what stands around it."""
_MOST_TEXT = 4 * 1024 * 1024
"""Bytes of one form that are no file."""


class Pages(Blueprint):
    """Pages under one path; `before_ready` names views shown while a password must be changed.

    Those `in_own_name` are nobody else's to see to: who acts for somebody is led to their own.

    Names of endpoints are `pages-<name>.<view>`, so that they never meet those of the interface.
    """

    def __init__(
        self,
        name: str,
        path: str = "",
        *,
        is_public: bool = False,
        before_ready: Collection[str] = (),
        in_own_name: bool = False,
    ) -> None:
        super().__init__(f"pages-{name}", __name__, url_prefix=path or None)
        self.is_public = is_public
        self._before_ready = frozenset(before_ready)
        if not is_public:
            self.before_request(self._authenticate)
        if in_own_name:
            self.before_request(_lead_to_own)

    def page(self, rule: str, *, takes: Takes | None = None) -> Callable[[View], View]:
        """Serve a page that changes nothing, at a path below that of the part."""
        return self._serve(rule, ["GET"], takes)

    def form(self, rule: str, *, takes: Takes | None = None) -> Callable[[View], View]:
        """Serve a page with its form: GET shows it, POST is the form filled in.

        `takes` is how long a body may be, in bytes, where files or long lists come with the form.
        """
        return self._serve(rule, ["GET", "POST"], takes)

    def deed(self, rule: str, *, takes: Takes | None = None) -> Callable[[View], View]:
        """Serve a button: POST alone."""
        return self._serve(rule, ["POST"], takes)

    def _serve(self, rule: str, methods: list[str], takes: Takes | None) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def served(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the view has it
                return view(*args, **kwargs)

            served.__dict__["takes"] = takes
            self.add_url_rule(rule, view_func=served, methods=methods)
            return served

        return decorate

    def _authenticate(self) -> None:
        endpoint = request.endpoint or ""
        takes = current_app.view_functions[endpoint].__dict__.get("takes")
        if takes is not None:
            request.max_content_length = takes() if callable(takes) else takes
        request.max_form_parts = _MOST_PARTS
        request.max_form_memory_size = _MOST_TEXT
        view = endpoint.rpartition(".")[2]
        authenticate(needs_ready=view not in self._before_ready)


def _lead_to_own() -> Response | None:
    if g.asked.actor.on_behalf_of is None or request.method != "GET":
        return None
    response: Response = flask_redirect(request.path, 303)  # type: ignore[assignment]
    return response


def goto(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - as Flask has it
    """Lead a browser on to another page, after a form; who acts for somebody goes on doing so."""
    response: Response = flask_redirect(url_for(endpoint, **values), 303)  # type: ignore[assignment]
    return response


def keep_acting_for(endpoint: str, values: dict[str, Any]) -> None:
    """Let every address on a page carry the absent person one acts for."""
    found = g.get("asked")
    if found is None or found.actor.on_behalf_of is None or not endpoint.startswith("pages-"):
        return
    values.setdefault(FOR, found.actor.on_behalf_of)
