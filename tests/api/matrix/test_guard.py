"""What must be true of every route, whoever adds it."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from api.area import Area
from api.resources import AREAS
from engine import commands
from engine.commands import SCOPES
from engine.model.case import SYSTEM
from tests.api.matrix import table
from tests.api.matrix.rows import ROWS
from tests.api.matrix.world import PASSWORD, ROLES, World, person_of
from tests.api.office import problem

BESIDE = {"documentation.document", "documentation.page"}
"""Routes that belong to no area: they describe the interface."""
CHANGING_NOTHING = {
    "definitions.check": "checks files and changes nothing",
    "settings.recompute": "computes again; the second time nothing is left to move",
    "rules.preview": "says what other rules would change and changes nothing",
    "settings.preview": "says what a calendar would move and changes nothing",
    "items.preview": "checks a file and changes nothing",
    "templates.check": "checks a text and changes nothing",
    "public.look_up": "reads, by a code that must not be in an address",
    "documents.render": "makes what is missing; the same content gives the same bytes",
}
ENDING = "account.sign_out_everywhere"
"""Whoever sends it has ended the session that would send it again."""
"""Posts that change nothing of what they are about: there is nothing to do twice."""


def area_of(rule: Rule) -> Area:
    (area,) = [each for each in AREAS if each.name == rule.endpoint.partition(".")[0]]
    return area


def routes(world: World) -> list[Rule]:
    return [rule for name, rule in table.rules(world).items() if name not in BESIDE]


def test_every_route_belongs_to_an_area_with_scopes_of_tokens(world: World) -> None:
    for rule in routes(world):
        area = area_of(rule)
        scopes = {f"{area.scope}:read", f"{area.scope}:write"}
        assert area.is_public or scopes <= SCOPES, rule


def test_every_route_of_an_area_that_is_not_public_asks_who_sends_the_request(
    world: World,
) -> None:
    for rule, response in everything(world, {}):
        if not area_of(rule).is_public:
            problem(response, 401, "not_authenticated")


def test_a_token_without_the_scope_of_the_area_opens_nothing_in_it(world: World) -> None:
    for rule in routes(world):
        area = area_of(rule)
        if area.is_public:
            continue
        world.restore()
        how = "read" if table.method_of(rule) == "GET" else "write"
        lacking = SCOPES - {f"{area.scope}:{how}"}
        headers = world.issue("leader", lacking)
        place = world.places["inside"]
        response = table.send(world, rule, ROWS[rule.endpoint], "leader", place, headers=headers)
        problem(response, 403, "scope_missing")


def test_until_a_first_password_is_changed_only_the_own_account_answers(world: World) -> None:
    world.restore()
    commands.set_password(
        world.office.store,
        engine=world.office.engine,
        clock=world.office.clock,
        actor=SYSTEM,
        person=person_of("inside", "leader"),
        password=PASSWORD,
    )
    headers = world.sign_in("leader")
    image = world.image
    world.keep()
    try:
        for rule, response in everything(world, headers):
            area = area_of(rule)
            if area.is_public or rule.endpoint == "account.change_password":
                assert response.status_code not in (401, 403), rule
            elif area.scope != "account" or response.status_code == HTTPStatus.FORBIDDEN:
                problem(response, 403, "must_change")
    finally:
        world.image = image


def everything(world: World, headers: dict[str, str]) -> Iterator[tuple[Rule, TestResponse]]:
    """Send what would be done inside, to every route of an area."""
    for rule in routes(world):
        world.restore()
        place = world.places["inside"]
        yield rule, table.send(world, rule, ROWS[rule.endpoint], "leader", place, headers=headers)


def test_every_post_documents_its_key(world: World) -> None:
    paths = world.app.test_client().get("/api/v1/openapi.json").get_json()["paths"]
    for path, operations in paths.items():
        if "post" in operations:
            names = [each.get("name") for each in operations["post"]["parameters"]]
            assert "Idempotency-Key" in names, path


def test_every_post_is_done_once_for_a_key(world: World) -> None:
    """Whoever may send it sends it twice: the answers are the same, and the second does nothing."""
    for rule in routes(world):
        if table.method_of(rule) != "POST" or rule.endpoint == ENDING:
            continue
        role = able(world, rule)
        first = twice(world, rule, role)
        if rule.endpoint not in CHANGING_NOTHING:
            assert first, rule


def able(world: World, rule: Rule) -> str:
    """Return a role that is let."""
    for role in ROLES:
        world.restore()
        if once(world, rule, role).status_code < 300:
            return role
    raise AssertionError(rule)


def once(world: World, rule: Rule, role: str) -> TestResponse:
    key = {"Idempotency-Key": "7b7cd2e5-7a0b-4b2c-9f0e-0c6b5f3f8f11"}
    place = world.places["inside"]
    known = world.over_all[role] if ROWS[rule.endpoint].of_all else world.headers(role)
    headers = {**known, **key}
    return table.send(world, rule, ROWS[rule.endpoint], role, place, headers=headers)


def twice(world: World, rule: Rule, role: str) -> bool:
    """Send a post twice with one key; say whether the first changed anything."""
    world.restore()
    before = world.events()
    first = once(world, rule, role)
    between = world.events()
    second = once(world, rule, role)
    assert second.status_code == first.status_code, (rule, second.get_data(as_text=True))
    assert without_secret(second) == without_secret(first), rule
    assert world.events() == between, rule
    return between != before


def without_secret(response: TestResponse) -> object:
    """Leave out what is shown once and never kept."""
    said = response.get_json()
    return {name: each for name, each in said.items() if name != "secret"}
