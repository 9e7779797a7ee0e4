"""Tokens: what they allow, how long, and who issues them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine import commands
from engine.commands.accounts.identities import Identity
from tests.accounts.office import MACHINE, Office
from tests.cases.desk import refusal


def identified(office: Office, secret: str | None) -> Identity:
    identity = office.identify_token(str(secret))
    assert identity is not None
    return identity


def test_a_token_acts_for_its_person_within_its_scopes(office: Office) -> None:
    token = office.issue(scopes=["work:write", "cases:read", "cases:read"])
    assert str(token.secret).startswith("dudao_")
    identity = identified(office, token.secret)
    assert (identity.person, identity.kind, identity.id) == ("li", "token", token.token)
    assert identity.scopes == {"cases:read", "work:write"}
    commands.expect_scope(identity, "cases:read")
    for scope in ("cases:write", "work:read", "ledger:read"):
        assert refusal(lambda: commands.expect_scope(identity, scope)).code == "scope_missing"  # noqa: B023 - called at once


def test_a_token_is_no_session_and_makes_no_other_token(office: Office) -> None:
    token = office.issue(scopes=sorted(commands.SCOPES))
    identity = identified(office, token.secret)
    assert refusal(lambda: commands.expect_session(identity)).code == "session_required"
    assert office.identify(str(token.secret)) is None
    signed = office.sign_in()
    assert office.identify_token(signed.secret) is None
    session = office.identify(signed.secret)
    assert session is not None
    commands.expect_session(session)


def test_a_token_expires_at_its_instant(office: Office) -> None:
    token = office.issue(days=1)
    office.clock.advance(timedelta(days=1) - timedelta(seconds=1))
    assert office.identify_token(str(token.secret))
    office.clock.advance(timedelta(seconds=1))
    assert office.identify_token(str(token.secret)) is None


@pytest.mark.parametrize("days", [0, -1, 365.001, 100_000])
def test_a_token_lasts_a_year_at_most(office: Office, days: float) -> None:
    refused = refusal(lambda: office.issue(days=days))
    assert (refused.code, refused.errors[0].path) == ("invalid_token", "expires_at")
    office.issue(days=365)


def test_an_instant_without_a_zone_is_no_expiry(office: Office) -> None:
    naive = datetime.fromisoformat("2026-04-01T00:00:00")
    refused = refusal(
        lambda: office.give(
            commands.issue_token, "li", name="程序", scopes=["cases:read"], expires_at=naive
        )
    )
    assert refused.code == "invalid_token"


@pytest.mark.parametrize("scopes", [[], ["cases"], ["cases:read", "all:write"], ["cases:*"], [""]])
def test_a_scope_is_an_area_and_read_or_write(office: Office, scopes: list[str]) -> None:
    assert refusal(lambda: office.issue(scopes=scopes)).code == "invalid_scope"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "程\n序"])
def test_a_token_has_a_name(office: Office, name: str) -> None:
    refused = refusal(
        lambda: office.give(
            commands.issue_token,
            "li",
            name=name,
            scopes=["cases:read"],
            expires_at=office.clock() + timedelta(days=1),
        )
    )
    assert refused.code == "invalid_token"


def test_a_revoked_token_does_nothing_and_is_revoked_once(office: Office) -> None:
    token, other = office.issue(), office.issue()
    office.give(commands.revoke_token, "li", token=token.token)
    assert office.identify_token(str(token.secret)) is None
    assert office.identify_token(str(other.secret))
    again = refusal(lambda: office.give(commands.revoke_token, "li", token=token.token))
    assert again.code == "not_found"


@pytest.mark.parametrize("actor", ["wang", "fen"])
def test_the_token_of_another_does_not_exist_for_others(office: Office, actor: str) -> None:
    token = office.issue()
    refused = refusal(lambda: office.give(commands.revoke_token, actor, token=token.token))
    unknown = refusal(lambda: office.give(commands.revoke_token, actor, token="none"))
    assert (refused.code, str(refused)) == (unknown.code, str(unknown))
    assert office.identify_token(str(token.secret))


def test_an_administrator_revokes_and_lists_tokens_of_others_but_issues_none(
    office: Office,
) -> None:
    token = office.issue()
    (seen,) = office.see(commands.list_tokens, "guan", person="li")
    assert (seen.id, seen.scopes, seen.created_by) == (token.token, ("cases:read",), "li")
    office.give(commands.revoke_token, "guan", token=token.token)
    (seen,) = office.see(commands.list_tokens, "li")
    assert seen.revoked_at == office.clock()
    refused = refusal(lambda: office.issue("guan", person="li"))
    assert refused.code == "own_account_only"
    assert refusal(lambda: office.see(commands.list_tokens, "wang", person="li")).code == (
        "not_permitted"
    )


def test_an_administrator_issues_tokens_for_machines(office: Office) -> None:
    assert refusal(lambda: office.issue("li", person=MACHINE)).code == "not_permitted"
    assert refusal(lambda: office.issue("fen", person=MACHINE)).code == "not_found"
    token = office.issue("guan", person=MACHINE)
    assert identified(office, token.secret).person == MACHINE
    (event,) = office.events("system", "token_issued")
    assert (event["person"], event["data"]["account"]) == ("guan", MACHINE)  # type: ignore[index]  # a mapping


def test_the_same_request_again_issues_nothing_and_has_no_secret(office: Office) -> None:
    until = office.clock() + timedelta(days=30)

    def ask() -> commands.TokenIssued:
        return office.give(
            commands.issue_token,
            "li",
            name="报表程序",
            scopes=["cases:read"],
            expires_at=until,
            idempotency_key="k-1",
        )

    first, second = ask(), ask()
    assert first.secret is not None
    assert second.secret is None
    assert second.token == first.token
    assert len(office.see(commands.list_tokens, "li")) == 1


def test_when_a_token_was_used_is_written_at_most_once_a_minute(office: Office) -> None:
    token = office.issue()
    written = []
    for _ in range(4):
        identity = identified(office, token.secret)
        with office.store.begin() as session:
            wrote = commands.touch(session, clock=office.clock, identity=identity)
        assert wrote == identity.wants_touch
        written.append(wrote)
        office.clock.advance(timedelta(seconds=30))
    assert written == [True, False, True, False]
    (seen,) = office.see(commands.list_tokens, "li")
    assert seen.last_used_at == office.clock() - timedelta(minutes=1)
