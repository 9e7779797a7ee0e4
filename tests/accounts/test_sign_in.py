"""Signing in: who is let in, and what everybody else is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from argon2.low_level import verify_secret

from engine import commands
from engine.commands import begin_session
from engine.identity import HashCost, Passwords
from engine.model.errors import InvalidState, NotAuthenticated, NotPermitted
from tests.accounts.office import CHEAP, MACHINE, PASSWORD, Office
from tests.cases.desk import refusal


def test_the_right_password_signs_in_and_the_secret_says_who_it_is(office: Office) -> None:
    signed = office.sign_in()
    identity = office.identify(signed.secret)
    assert identity is not None
    assert (identity.person, identity.kind, identity.id) == ("li", "session", signed.sign_in)
    assert identity.csrf == signed.csrf
    assert identity.scopes == commands.SCOPES
    assert not identity.must_change


def test_a_sign_in_is_recorded_with_how_from_where_and_by_what(office: Office) -> None:
    signed = office.sign_in()
    (event,) = office.events("system", "signed_in")
    assert event["person"] == "li"
    assert event["data"] == {
        "account": "li",
        "sign_in": signed.sign_in,
        "means": "password",
        "address": "10.0.0.7",
        "agent": "浏览器",
    }


NOBODY = ["li", "nobody", "chen", "gone", MACHINE]


@pytest.mark.parametrize("person", NOBODY)
def test_every_failure_has_the_same_answer_and_costs_one_verification(
    office: Office, monkeypatch: pytest.MonkeyPatch, person: str
) -> None:
    """Wrong password, unknown, without a password, inactive, a machine; by count, not by time."""
    office.refused("nobody")  # makes nobody's hash
    counted: list[object] = []

    def verify(*given: object) -> bool:
        counted.append(given)
        return bool(verify_secret(*given))  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr("argon2._password_hasher.verify_secret", verify)
    password = "错误的密码错误的密码" if person == "li" else PASSWORD
    refused = refusal(lambda: office.sign_in(person, password))
    assert isinstance(refused, NotAuthenticated)
    assert refused.code == "sign_in_refused"
    assert str(refused) == str(refusal(lambda: office.sign_in("nobody")))
    assert len(counted) == 2  # one for each of the two attempts above


def test_a_password_too_long_to_be_one_is_refused_after_the_same_work(office: Office) -> None:
    assert office.refused(password=PASSWORD * 20) == "sign_in_refused"
    assert office.refused(password="\ud800" * 3) == "sign_in_refused"
    assert office.refused(password="") == "sign_in_refused"


def test_a_password_is_the_same_however_its_characters_are_composed(office: Office) -> None:
    given = office.do(commands.set_password, "guan", person="li", password="Cafe\u0301 Ａ岳麓山下")
    assert given.person == "li"
    assert office.sign_in(password="Caf\u00e9 A岳麓山下").must_change


def test_a_hash_of_another_cost_is_made_anew_at_sign_in(office: Office) -> None:
    before = office.account().password_hash
    dearer = Passwords(HashCost(rounds=2, memory=8, lanes=1))
    office.engine = replace(office.engine, passwords=dearer)
    office.refused()
    assert office.account().password_hash == before
    office.sign_in()
    after = office.account().password_hash
    assert after is not None
    assert "t=2" in after
    office.sign_in()
    assert office.account().password_hash == after


def test_nobody_signs_in_without_a_source_of_secrets(office: Office) -> None:
    office.engine = replace(office.engine, new_secret=None)
    assert office.refused(password=PASSWORD) == "no_secrets"


def test_another_proof_than_a_password_begins_a_session_in_the_same_place(office: Office) -> None:
    """The place for a later single sign-on; chen has no password."""
    with office.store.begin() as session:
        signed = begin_session(
            session, engine=office.engine, clock=office.clock, person="chen", means="portal"
        )
    identity = office.identify(signed.secret)
    assert identity is not None
    assert (identity.person, identity.must_change) == ("chen", False)
    assert office.events("system", "signed_in")[-1]["data"]["means"] == "portal"  # type: ignore[index]  # a mapping


@pytest.mark.parametrize("person, kind", [("gone", NotPermitted), (MACHINE, InvalidState)])
def test_no_session_begins_for_nobody_and_for_machines(
    office: Office, person: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind), office.store.begin() as session:
        begin_session(
            session, engine=office.engine, clock=office.clock, person=person, means="portal"
        )


def test_what_a_browser_calls_itself_is_cut_and_cleaned(office: Office) -> None:
    with office.store.begin() as session:
        begin_session(
            session,
            engine=office.engine,
            clock=office.clock,
            person="li",
            means="portal",
            agent="浏\x00览\n器\ud800" + "a" * 900,
        )
    (seen,) = office.see(commands.list_sessions, "li")
    assert seen.user_agent == ("浏览器" + "a" * 900)[:200]


def test_the_default_cost_is_that_of_rfc_9106() -> None:
    made = Passwords().hash("x")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Passwords(CHEAP).is_outdated(made)
