"""Requests made from the OpenAPI document: no failure, and no answer that it does not promise.

Each role, on both stores, sends two requests to every operation. Chance says of each whether it
fits the document or does not, so that all roles together send both kinds; names of things that
exist stand in most of them (`tests/api/matrix/seeding.py`).
`DUDAO_EXPLORE=200 pytest tests/api/test_schemathesis.py` looks for new ones, as many for each
operation as it says; without it they are the same in every run.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
import schemathesis
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seed_of
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode, checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi
from werkzeug.wsgi import ClosingIterator

from engine.store import Store
from tests.api.matrix.seeding import Known, known, seed
from tests.api.matrix.world import COLUMNS, World, build
from tests.support.clock import START, HandClock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXPLORE = int(os.environ.get("DUDAO_EXPLORE", "0"))
EXAMPLES = {"sqlite": 2, "postgresql": 2}
"""How many requests each role sends to each operation in a usual run."""
CHECKS = [
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
]
CONFIG = {
    "generation": {"with-security-parameters": False},
    "checks": {
        # Too many files are too large a request (413); a wrong If-Match may be told first (412).
        "negative_data_rejection": {"expected-statuses": [*range(400, 418), 422, 428, 429]}
    },
}

Chances = dict[str, st.SearchStrategy[Case[Any]]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Return the world on each of the two stores; in memory it begins anew with each request."""
    with time_machine.travel(START, tick=False) as traveller:
        if request.param == "sqlite":
            yield build(Store.memory(), HandClock(traveller, START))
            return
        store = Store(request.getfixturevalue("postgres_store").empty())
        yield build(store, HandClock(traveller, START))
        store.close()


@pytest.fixture(scope="module")
def chances(world: World) -> Chances:
    """Return what may be sent to each operation, by its label, worked out once for all roles."""
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", closing(world.app), config=config
    )
    found: Chances = {}
    for each in schema.get_all_operations():
        assert isinstance(each, Ok), each
        operation: APIOperation[Any, Any, Any, Any] = each.ok()
        found[operation.label] = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )
    return found


@pytest.mark.parametrize("role", COLUMNS)
def test_every_answer_is_one_that_the_document_promises(
    world: World, chances: Chances, role: str
) -> None:
    names = known(world)
    for label, requests in chances.items():
        world.renew(role)
        send_several(world, role, label, requests, names)


def closing(app: Flask) -> WSGIApplication:
    """Return an application whose answers are read and closed, as every server does."""

    def run(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = ClosingIterator(app(environ, start_response))
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return run


def send_several(
    world: World, role: str, label: str, requests: st.SearchStrategy[Case[Any]], names: Known
) -> None:
    """Send requests to the operation with a label."""

    @settings(
        max_examples=EXPLORE or EXAMPLES[world.office.store.kind],
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, *([Phase.shrink] if EXPLORE else [])],
    )
    @given(st.data())
    def several(data: st.DataObject) -> None:
        case: Case[Any] = data.draw(requests)
        seed(data, case, names)
        world.restore()
        sent = world.credentials(role)
        response = case.call(headers=sent["headers"], cookies=sent["cookies"])
        case.validate_response(response, checks=CHECKS)

    if EXPLORE:
        several()
    else:  # the same in every run, but not the same for every role
        seed_of(crc32(f"{role} {label}".encode()))(several)()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Keep the log of refusals out of the report: what fails says so itself."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
