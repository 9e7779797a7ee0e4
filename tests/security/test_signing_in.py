"""Cookies, tokens and cross-site requests: what a stranger's page or an old secret can do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from api.application import create_app
from api.service import Service
from engine import commands
from engine.identity import upsert_people
from tests.accounts.office import PASSWORD, Office, code_at
from tests.api.office import API, Interface, problem
from tests.security.browser import Browser
from tests.support.applications import UNLIMITED

EVERYWHERE = "/account/sign-out-everywhere"


def interface_of(office: Office) -> Interface:
    return Interface(office)


@pytest.mark.parametrize(
    "said",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "é"},
    ],
)
def test_another_site_changes_nothing_with_the_cookie(office: Office, said: dict[str, str]) -> None:
    browser = Browser(interface_of(office).app)
    problem(browser.send("POST", EVERYWHERE, headers=said, json={}), 403, "csrf_failed")
    assert browser.send("POST", EVERYWHERE, json={}).status_code == 200


def test_no_header_makes_a_get_a_deletion(office: Office) -> None:
    browser = Browser(interface_of(office).app)
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        browser.send("GET", "/session", headers={name: "DELETE"})
        browser.send("POST", "/session?_method=DELETE", headers={name: "DELETE"}, json={})
    assert browser.send("GET", "/account").status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_signs_in_so_that_no_form_of_another_site_does(office: Office, kind: str) -> None:
    app = interface_of(office).app
    body = f'{{"person": "li", "password": "{PASSWORD}"}}'
    sent = app.test_client().put(f"{API}/session", data=body.encode(), content_type=kind)
    problem(sent, 415, "unsupported_media_type")
    assert "Set-Cookie" not in sent.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_page_of_another_site_signs_somebody_in(office: Office, origin: str) -> None:
    body = {"person": "li", "password": PASSWORD}
    client = interface_of(office).app.test_client()
    sent = client.put(f"{API}/session", json=body, headers={"Origin": origin})
    problem(sent, 403, "csrf_failed")


def test_a_page_that_came_by_plain_http_is_not_ours_where_people_come_by_https(
    office: Office,
) -> None:
    interface = interface_of(office)
    secure = Service(office.store, office.engine, office.clock, UNLIMITED, is_secure=True)
    browser = Browser(create_app(secure))
    browser.client.set_cookie("__Host-dudao_session", _secret(browser.cookie))
    plain, own = {"Origin": "http://localhost"}, {"Origin": "https://localhost"}
    problem(browser.send("POST", EVERYWHERE, headers=plain, json={}), 403, "csrf_failed")
    assert browser.send("POST", EVERYWHERE, headers=own, json={}).status_code == 200
    assert "__Host-" not in Browser(interface.app).cookie


def test_a_cookie_is_hidden_from_scripts_and_by_https_bound_to_this_host(office: Office) -> None:
    plain = Browser(interface_of(office).app).cookie
    assert all(each in plain for each in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert "Domain" not in plain
    service = Service(office.store, office.engine, office.clock, UNLIMITED, is_secure=True)
    secure = Browser(create_app(service)).signed_in
    assert secure.headers["Set-Cookie"].startswith("__Host-dudao_session=")
    assert all(each in secure.headers["Set-Cookie"] for each in ("Secure", "Path=/"))
    assert "Strict-Transport-Security" in secure.headers


def test_a_secret_that_somebody_planted_is_never_taken_over(office: Office) -> None:
    app = interface_of(office).app
    client = app.test_client()
    client.set_cookie("dudao_session", "planted.planted")
    body = {"person": "li", "password": PASSWORD}
    given = _secret(client.put(f"{API}/session", json=body).headers["Set-Cookie"])
    assert "planted" not in given


@pytest.mark.parametrize(
    "header",
    [
        "Bearer", "Bearer ", "Basic bGk6bGk=", "Bearer dudao_", "Bearer dudao_é",
        "Bearer " + "x" * 5_000, "Bearer dudao_' OR 1=1 --",
    ],
)  # fmt: skip
def test_a_forged_token_is_nobodys(office: Office, header: str) -> None:
    client = interface_of(office).app.test_client()
    said = {"Authorization": header.encode().decode("latin-1")}
    sent = client.get(f"{API}/account", headers=said)
    assert sent.status_code == 401
    assert sent.get_json()["code"] in ("not_authenticated", "sign_in_expired")


def test_a_truncated_a_revoked_and_an_expired_token_are_nobodys(office: Office) -> None:
    interface = interface_of(office)
    secret = interface.sign_in("li")
    client = interface.app.test_client()

    def status(token: str) -> int:
        said = {"Authorization": f"Bearer {token}"}
        return client.get(f"{API}/account", headers=said).status_code

    assert [status(secret), status(secret[:-1]), status(secret + "0")] == [200, 401, 401]
    office.clock.advance(timedelta(days=31))
    assert status(secret) == 401
    issued = office.issue("wang", scopes=("account:read",))
    assert status(str(issued.secret)) == 200
    office.give(commands.revoke_token, "wang", token=issued.token)
    assert status(str(issued.secret)) == 401


def test_a_secret_is_good_for_nothing_once_it_was_renewed_or_the_session_ended(
    office: Office,
) -> None:
    browser = Browser(interface_of(office).app)
    old = _secret(browser.cookie)
    office.clock.advance(timedelta(minutes=16))
    assert "Set-Cookie" in browser.send("GET", "/account").headers
    office.clock.advance(timedelta(seconds=61))
    stolen = interface_of(office).app.test_client()
    stolen.set_cookie("dudao_session", old)
    assert stolen.get(f"{API}/account").status_code == 401
    assert browser.send("DELETE", "/session").status_code == 204
    assert browser.send("GET", "/account").status_code == 401


def test_whoever_gave_a_password_gets_nothing_that_outlives_it(office: Office) -> None:
    given = office.do(commands.set_password, "guan", person="li").password
    browser = Browser(interface_of(office).app, "li", given)
    token = {
        "name": "后门",
        "scopes": ["cases:read"],
        "expires_at": (office.clock() + timedelta(days=1)).isoformat(),
    }
    problem(browser.send("POST", "/account/tokens", json=token), 403, "must_change")
    proof = {"password": given}
    problem(browser.send("PUT", "/account/codes", json=proof), 403, "must_change")
    problem(browser.send("GET", "/cases"), 403, "must_change")
    new = {"old": given, "new": PASSWORD}
    assert browser.send("GET", "/account").status_code == 200
    assert browser.send("PUT", "/account/password", json=new).status_code == 204


def test_one_code_signs_in_once(office: Office) -> None:
    secret, _ = office.enrol()
    code = code_at(secret, office.clock())
    body = {"person": "li", "password": PASSWORD, "code": code}
    client = interface_of(office).app.test_client()
    assert client.put(f"{API}/session", json=body).status_code == 200
    problem(client.put(f"{API}/session", json=body), 401, "code_refused")


@pytest.mark.parametrize(
    "person", ["nobody", "gone", "oa", "qian", "ｌｉ", "li\0", "lі", "li\u202e"]
)
def test_no_sign_in_tells_whether_there_is_such_a_person(office: Office, person: str) -> None:
    client = interface_of(office).app.test_client()

    def refused(name: str) -> dict[str, object]:
        sent = client.put(f"{API}/session", json={"person": name, "password": PASSWORD + "x"})
        said = dict(problem(sent, 401, "sign_in_refused"))
        return {name: each for name, each in said.items() if name != "request_id"}

    assert refused(person) == refused("li")


def test_the_key_of_another_answers_nothing_of_theirs(office: Office) -> None:
    interface = interface_of(office)
    body = {"name": "甲", "scopes": ["cases:read"], "expires_at": "2026-12-01T00:00:00+08:00"}
    first, other = Browser(interface.app), Browser(interface.app, "wang")
    said = {"Idempotency-Key": "same"}
    mine = first.send("POST", "/account/tokens", json=body, headers=said).get_json()
    again = first.send("POST", "/account/tokens", json=body, headers=said).get_json()
    theirs = other.send("POST", "/account/tokens", json=body, headers=said).get_json()
    assert again == {**mine, "secret": None}
    assert (theirs["person"], theirs["token"] == mine["token"]) == ("wang", False)


def test_who_may_no_longer_ask_is_not_answered_from_a_kept_answer(office: Office) -> None:
    interface = interface_of(office)
    said = {"Idempotency-Key": "kept"}
    assert interface.post("guan", "/accounts/li/unlocking", headers=said).status_code == 200
    with office.store.begin() as session:
        entry = office.engine.directory.entry(session, "guan")
        upsert_people(session, [replace(entry, is_active=False)])
    refused = interface.post("guan", "/accounts/li/unlocking", headers=said)
    problem(refused, 401, "sign_in_expired")


def test_nobody_acts_in_the_place_of_whom_they_do_not_substitute_or_learns_a_name(
    office: Office,
) -> None:
    interface = interface_of(office)
    for absent in ("wang", "nobody"):
        sent = interface.get("xiao", "/people", headers={"On-Behalf-Of": absent})
        said = problem(sent, 403, "no_substitution")
        assert "wang某" not in said["detail"]
        own = interface.get("xiao", "/account/tokens", headers={"On-Behalf-Of": absent})
        problem(own, 403, "own_account_only")


def _secret(cookie: str) -> str:
    return cookie.partition("=")[2].partition(";")[0]
