"""The pages of a desk, and people who look at them without a browser: quick, with a hand clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import Client, TestResponse

from api.service import Service
from dudao.composition import case_types
from dudao.deployer import SentFiles
from engine import commands
from tests.api.office import Secrets
from tests.cases.desk import Desk
from tests.support.applications import UNLIMITED, application

COOKIE = "dudao_session"


@dataclass(slots=True)
class Pages:
    """Look at the pages of a desk as one person or another, or as nobody."""

    desk: Desk
    app: Flask = field(init=False)
    _clients: dict[str, Client] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.desk.engine = replace(self.desk.engine, new_secret=Secrets())
        store, engine, clock = self.desk.store, self.desk.engine, self.desk.clock
        deployer = SentFiles(store, engine, clock, types=case_types(), elapsed=float)
        service = Service(store, engine, clock, deployer=deployer, limits=UNLIMITED)
        self.app = application(service, pages=True)

    def client(self, person: str | None, language: str = "zh") -> Client:
        """Return the browser of a person who has signed in."""
        key = f"{person} {language}"
        if key not in self._clients:
            client = self.app.test_client()
            client.set_cookie("dudao_language", language)
            if person is not None:
                with self.desk.store.begin() as session:
                    signed_in = commands.begin_session(
                        session,
                        engine=self.desk.engine,
                        clock=self.desk.clock,
                        person=person,
                        means="password",
                    )
                client.set_cookie(COOKIE, signed_in.secret)
            self._clients[key] = client
        return self._clients[key]

    def get(
        self, person: str | None, path: str, *, status: int = 200, language: str = "zh"
    ) -> Shown:
        """Open a page."""
        response = self.client(person, language).get(path)
        assert response.status_code == status, response.text
        return Shown(response)

    def send(
        self,
        person: str | None,
        path: str,
        form: Mapping[str, object],
        *,
        shown_at: str | None = None,
        button: str | None = None,
        status: int = 303,
    ) -> Shown:
        """Open a page, fill in its form and send it as a browser would, hidden fields included."""
        page = self.get(person, shown_at or path)
        data: dict[str, object] = {**page.form_values(path), **form}
        if button is not None:
            name, _, value = button.partition("=")
            data[name] = value
        response = self.client(person).post(path, data=data)
        assert response.status_code == status, response.text
        return Shown(response)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser was answered."""

    response: TestResponse

    @property
    def text(self) -> str:
        """Return the words of the page, one blank between them."""
        tree: Any = html.fromstring(self.response.text)
        for each in tree.xpath("//script|//style|//nav[contains(@class,'side')]"):
            each.drop_tree()
        return re.sub(r"\s+", " ", tree.text_content()).strip()

    @property
    def location(self) -> str:
        return self.response.headers["Location"]

    def all(self, xpath: str) -> list[Any]:
        tree: Any = html.fromstring(self.response.text)
        return list(tree.xpath(xpath))

    def form_values(self, path: str) -> dict[str, object]:
        """Return what the form that leads to a path holds, or of the only one without an address."""
        wanted = path.partition("?")[0]
        tree: Any = html.fromstring(self.response.text)
        forms = [
            each
            for each in tree.forms
            if (each.get("action") or wanted).partition("?")[0] == wanted
        ]
        assert forms, f"no form on this page leads to {path}"
        return dict(forms[0].form_values())
