"""If-Match, a request sent again, and what is noted beside it: none spoils the others."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from api.service import Service
from engine.store import Session, Store
from engine.store.failures import busy
from tests.api.office import Interface, problem
from tests.support import diagrams as draw

PLAIN = draw.bpmn(
    draw.start(),
    draw.user("a", groups="case_officer"),
    draw.end(),
    draw.path("start", "a", "end"),
)


@pytest.fixture
def suspension(office: Interface) -> str:
    """The path by which a case is suspended."""
    office.desk.deploy(PLAIN)
    return f"/cases/{office.desk.open('p', {}, unit='430621', title='某案').case_id}/suspension"


def test_the_same_request_is_answered_the_same_though_it_moved_the_version(
    office: Interface, suspension: str
) -> None:
    tag = office.get("li", suspension.removesuffix("/suspension")).headers["ETag"]
    sent = {"headers": {"If-Match": tag, "Idempotency-Key": "once"}}
    first = office.post("li", suspension, {"reason": "等候材料"}, **sent)
    again = office.post("li", suspension, {"reason": "等候材料"}, **sent)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.get_json() == first.get_json()
    other = {"headers": {"If-Match": tag, "Idempotency-Key": "twice"}}
    problem(
        office.post("li", suspension, {"reason": "等候材料"}, **other), 412, "precondition_failed"
    )


@pytest.mark.parametrize("tag", ['"99"', 'W/"99"', "", "no tag"])
def test_what_is_not_the_present_tag_fails(office: Interface, suspension: str, tag: str) -> None:
    sent = {"headers": {"If-Match": tag}}
    problem(
        office.post("li", suspension, {"reason": "等候材料"}, **sent), 412, "precondition_failed"
    )


def test_a_tag_that_a_proxy_made_weak_still_names_its_version(
    office: Interface, suspension: str
) -> None:
    tag = office.get("li", suspension.removesuffix("/suspension")).headers["ETag"]
    sent = {"headers": {"If-Match": f"W/{tag}"}}
    assert office.post("li", suspension, {"reason": "等候材料"}, **sent).status_code == 200


class OnceOnly:
    """A store whose writers' lock is given once, and then to somebody else for too long."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_given = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def begin(self) -> AbstractContextManager[Session]:
        if self._is_given:
            raise busy()
        self._is_given = True
        return self._store.begin()


def test_what_was_done_is_answered_though_the_use_of_the_token_cannot_be_noted(
    office: Interface, suspension: str
) -> None:
    office.sign_in("li")
    office.desk.clock.advance(timedelta(minutes=5))
    service: Service = office.app.extensions["dudao"]
    once = cast("Store", OnceOnly(service.store))
    office.app.extensions["dudao"] = replace(service, store=once)
    assert office.post("li", suspension, {"reason": "等候材料"}).status_code == 200
    office.app.extensions["dudao"] = service
    case = office.get("li", suspension.removesuffix("/suspension")).get_json()
    assert case["status"] == "suspended"
