"""A browser: it keeps cookies and sends them whoever made it send a request."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts.office import PASSWORD
from tests.api.office import API


class Browser:
    """Sign in and send requests with the cookie that was given."""

    def __init__(self, app: Flask, person: str = "li", password: str = PASSWORD) -> None:
        self.client = app.test_client()
        self.signed_in = self.client.put(
            f"{API}/session", json={"person": person, "password": password}
        )
        assert self.signed_in.status_code == 200, self.signed_in.get_data(as_text=True)
        self.csrf = self.signed_in.get_json()["csrf"]

    def send(self, method: str, path: str, *, own: bool = True, **more: Any) -> TestResponse:  # noqa: ANN401 - as the client has it
        """Send a request; `own` adds the token that only our own pages know."""
        said = dict(more.pop("headers", {}))
        if own:
            said.setdefault("X-CSRF-Token", self.csrf)
        return self.client.open(API + path, method=method, headers=said, **more)

    @property
    def cookie(self) -> str:
        """Return the Set-Cookie of the sign-in."""
        return self.signed_in.headers["Set-Cookie"]
