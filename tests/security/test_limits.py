"""How often a stranger may ask: by address, however many secrets they make up."""

from __future__ import annotations

import pytest

from api.application import create_app
from api.service import Limits, Service
from dudao.serving.application import trust
from tests.accounts.office import Office
from tests.api.office import API

FEW = Limits(
    each_client="50 per minute", public="5 per minute", sign_in=None, refused="5 per minute"
)


@pytest.mark.parametrize("path,first", [("/api/v1/cases", 401), ("/api/docs", 200)])
def test_made_up_tokens_and_addresses_are_no_new_clients(
    office: Office, path: str, first: int
) -> None:
    app = create_app(Service(office.store, office.engine, office.clock, FEW))
    client = app.test_client()
    statuses = [
        client.get(
            path,
            headers={
                "Authorization": f"Bearer dudao_{number}",
                "X-Forwarded-For": f"10.0.0.{number}",
                "Forwarded": f"for=10.0.0.{number}",
            },
        ).status_code
        for number in range(8)
    ]
    assert statuses == [first] * 5 + [429] * 3


def test_what_is_answered_is_not_counted_as_refused(office: Office) -> None:
    app = create_app(Service(office.store, office.engine, office.clock, FEW))
    secret = office.issue("li", scopes=("account:read",)).secret
    said = {"Authorization": f"Bearer {secret}"}
    client = app.test_client()
    assert {client.get(f"{API}/account", headers=said).status_code for _ in range(9)} == {200}


def test_behind_a_proxy_the_last_address_counts_and_no_earlier_one(office: Office) -> None:
    app = create_app(Service(office.store, office.engine, office.clock, FEW))
    trust(app, 1)
    client = app.test_client()

    def asked(forwarded: str) -> int:
        said = {"X-Forwarded-For": forwarded}
        return client.get(f"{API}/public/publications", headers=said).status_code

    assert [asked(f"10.9.9.{each}, 10.0.0.1") for each in range(6)] == [200] * 5 + [429]
    assert asked("10.0.0.1, 10.0.0.2") == 200
