"""The interface of a desk, and people who send it requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from flask import Flask
from werkzeug.test import TestResponse

from api.service import Limits, Service
from dudao.composition import case_types
from dudao.deployer import SentFiles
from engine import commands
from engine.commands import SCOPES
from engine.commands.proposal_rules import SECOND_PERSON
from engine.model.case import Actor
from engine.store import Session
from engine.store.settings import StoredSetting, store_setting
from tests.cases.desk import Desk
from tests.support.applications import UNLIMITED, application

API = "/api/v1"


class Secrets:
    """Make secrets that are different and the same in every run; receipts ask for many letters."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> str:
        self._last += 1
        return f"unpredictable{self._last:030d}"


@dataclass(slots=True)
class Interface:
    """Send requests to a desk over HTTP, as one person or another or as nobody."""

    desk: Desk
    limits: Limits = UNLIMITED
    elapsed: Callable[[], float] = float
    """What measures how long scenarios run; nothing takes any time here."""
    app: Flask = field(init=False)
    _tokens: dict[tuple[str, frozenset[str]], str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.desk.engine = replace(self.desk.engine, new_secret=Secrets())
        store, engine, clock = self.desk.store, self.desk.engine, self.desk.clock
        deployer = SentFiles(store, engine, clock, types=case_types(), elapsed=self.elapsed)
        service = Service(store, engine, clock, deployer=deployer, limits=self.limits)
        self.app = application(service)

    def beside(self, elapsed: Callable[[], float] = float) -> Interface:
        """Return another process on the same store, in which the same people are signed in."""
        secrets = self.desk.engine.new_secret
        other = Interface(self.desk, self.limits, elapsed)
        self.desk.engine = replace(self.desk.engine, new_secret=secrets)
        other._tokens = self._tokens
        return other

    def sign_in(self, person: str, scopes: frozenset[str] = SCOPES) -> str:
        """Return a token of a person; every test signs in here."""
        known = self._tokens.get((person, scopes))
        if known is None:
            with self.desk.store.begin() as session:
                issued = commands.issue_token(
                    session,
                    engine=self.desk.engine,
                    clock=self.desk.clock,
                    actor=Actor(person),
                    name="试验",
                    scopes=sorted(scopes),
                    expires_at=self.desk.clock() + timedelta(days=30),
                )
            assert issued.secret is not None
            known = self._tokens[person, scopes] = issued.secret
        return known

    def send(
        self,
        person: str | None,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        scopes: frozenset[str] = SCOPES,
        **more: Any,  # noqa: ANN401 - as werkzeug takes it
    ) -> TestResponse:
        """Send a request to a path below `/api/v1`."""
        said = dict(headers or {})
        if person is not None:
            said["Authorization"] = f"Bearer {self.sign_in(person, scopes)}"
        client = self.app.test_client()
        response = client.open(API + path, method=method, headers=said, buffered=True, **more)
        # werkzeug's client leaves the temporary file of a long body open.
        response.request.environ["wsgi.input"].close()
        return response

    def get(self, person: str | None, path: str, **more: Any) -> TestResponse:  # noqa: ANN401 - passed on
        return self.send(person, "GET", path, **more)

    def post(self, person: str | None, path: str, body: object = None, **more: Any) -> TestResponse:  # noqa: ANN401 - passed on
        if body is not None:
            more["json"] = body
        return self.send(person, "POST", path, **more)


def let_one_publish(session: Session, *, at: datetime) -> None:
    """Let one person publish diagrams alone, as an office may choose."""
    store_setting(session, StoredSetting(SECOND_PERSON, False, at, "guan"))


def file_name(response: TestResponse) -> str:
    """Return the name under which a browser keeps a file (RFC 6266)."""
    said = response.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    _, star, encoded = said.partition("filename*=UTF-8''")
    return unquote(encoded) if star else said.partition('filename="')[2].rstrip('"')


def problem(response: TestResponse, status: int, code: str) -> Mapping[str, Any]:
    """Expect a problem in its one shape and return it."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    said: dict[str, Any] = response.get_json()
    assert set(said) == {
        "type", "title", "status", "code", "detail", "detail_en", "instance", "request_id",
        "errors",
    }  # fmt: skip
    assert said["code"] == code
    assert said["status"] == status
    assert any("一" <= each <= "鿿" for each in said["detail"])
    return said
