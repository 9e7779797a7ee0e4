"""Sessions end by idleness, by age, by hand; their secret changes on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine import commands
from engine.identity import PersonEntry, upsert_people
from engine.store.statements import Cell, Statement
from engine.store.store import Session
from tests.accounts.office import PASSWORD, Office
from tests.cases.desk import refusal
from tests.faults.test_races import at_once

MINUTE = timedelta(minutes=1)


def test_a_session_nobody_uses_ends_after_half_an_hour(office: Office) -> None:
    secret = office.sign_in().secret
    office.clock.advance(30 * MINUTE - timedelta(seconds=1))
    assert office.request(secret)
    office.clock.advance(30 * MINUTE - timedelta(seconds=1))
    assert office.identify(secret)
    office.clock.advance(timedelta(seconds=1))
    assert office.identify(secret) is None


def test_a_session_in_use_ends_after_twelve_hours(office: Office) -> None:
    secret = office.sign_in().secret
    for _ in range(12 * 6 - 1):
        office.clock.advance(10 * MINUTE)
        assert office.request(secret)
    office.clock.advance(10 * MINUTE)
    assert office.identify(secret) is None
    assert office.see(commands.list_sessions, "li") == ()


def test_an_office_sets_how_long_a_session_lasts(office: Office) -> None:
    office.give(commands.change_setting, "guan", key="account.idle_minutes", value=5)
    secret = office.sign_in().secret
    office.clock.advance(5 * MINUTE)
    assert office.identify(secret) is None


def test_use_is_written_at_most_once_a_minute(office: Office) -> None:
    secret = office.sign_in().secret
    written = []
    for _ in range(6):
        identity = office.identify(secret)
        assert identity is not None
        with office.store.begin() as session:
            wrote = commands.touch(session, clock=office.clock, identity=identity)
        assert wrote == identity.wants_touch
        written.append(wrote)
        office.clock.advance(timedelta(seconds=30))
    assert written == [False, False, True, False, True, False]


def test_the_old_secret_is_good_for_a_moment_after_a_renewal_and_never_again(
    office: Office,
) -> None:
    old = office.sign_in().secret
    new = office.rotate(old)
    assert new is not None
    assert new != old
    office.clock.advance(timedelta(seconds=59))
    in_flight = office.identify(old)
    assert in_flight is not None
    assert not in_flight.wants_rotation
    office.clock.advance(timedelta(seconds=1))
    assert office.identify(old) is None
    assert office.identify(new)
    newer = office.rotate(new)
    assert newer is not None
    assert office.identify(old) is None


@pytest.mark.parametrize("seconds, stays", [(59, True), (60, False)])
def test_a_password_changed_with_the_secret_from_before_a_renewal_keeps_that_session(
    office: Office, seconds: int, stays: bool
) -> None:
    old, elsewhere = office.sign_in().secret, office.sign_in().secret
    renewed = office.rotate(old)
    assert renewed is not None
    office.clock.advance(timedelta(seconds=seconds))
    change = {"old": PASSWORD, "new": "另一个密码 也要很长才行", "secret": old}
    secret = office.do(commands.change_password, "li", **change).secret
    assert bool(secret and office.identify(secret)) == stays
    assert [office.identify(each) for each in (old, renewed, elsewhere)] == [None, None, None]


def test_a_form_that_was_open_meanwhile_still_carries_the_right_token(office: Office) -> None:
    signed = office.sign_in()
    renewed = office.rotate(signed.secret)
    assert renewed is not None
    identity = office.identify(renewed)
    assert identity is not None
    assert identity.csrf == signed.csrf
    assert office.sign_in().csrf != signed.csrf


def test_a_renewal_is_asked_for_after_a_quarter_of_an_hour(office: Office) -> None:
    secret = office.sign_in().secret
    wants = []
    for _ in range(3):
        identity = office.identify(secret)
        assert identity is not None
        wants.append(identity.wants_rotation)
        office.clock.advance(7.5 * MINUTE)
    assert wants == [False, False, True]


def test_of_two_renewals_at_the_same_moment_one_gives_a_secret(office: Office) -> None:
    secret = office.sign_in().secret
    answers = at_once(*(lambda: office.rotate(secret) for _ in range(2)))
    (new,) = [each for each in answers if each is not None]
    assert office.identify(str(new))


@pytest.mark.parametrize("secret", ["", ".", "x.y", "\ud800", "dudao_x", "a" * 10_000, "' OR 1=1"])
def test_a_made_up_secret_is_worth_nothing(office: Office, secret: str) -> None:
    office.sign_in()
    assert office.identify(secret) is None
    assert office.identify_token(secret) is None
    assert office.rotate(secret) is None


def test_half_a_secret_is_worth_nothing(office: Office) -> None:
    first, _, second = office.sign_in().secret.partition(".")
    assert office.identify(first) is None
    assert office.identify(f"{first}.") is None
    assert office.identify(f"{second}.{first}") is None


def test_who_signs_out_is_out(office: Office) -> None:
    here, elsewhere = office.sign_in(), office.sign_in()
    office.give(commands.sign_out, "li", sign_in=here.sign_in)
    assert office.identify(here.secret) is None
    assert office.rotate(here.secret) is None
    assert office.identify(elsewhere.secret)
    refused = refusal(lambda: office.give(commands.sign_out, "li", sign_in=here.sign_in))
    assert refused.code == "not_found"


def test_nobody_ends_the_session_of_another(office: Office) -> None:
    signed = office.sign_in()
    refused = refusal(lambda: office.give(commands.sign_out, "wang", sign_in=signed.sign_in))
    assert refused.code == "not_found"
    assert office.identify(signed.secret)


def test_signing_out_everywhere_ends_all_but_the_one_kept(office: Office) -> None:
    sessions, token = [office.sign_in() for _ in range(3)], office.issue()
    other = office.sign_in("wang")
    office.give(commands.sign_out_everywhere, "li", keep=sessions[1].sign_in)
    assert [bool(office.identify(each.secret)) for each in sessions] == [False, True, False]
    assert office.identify_token(str(token.secret))
    office.give(commands.sign_out_everywhere, "li", tokens=True)
    assert office.identify(sessions[1].secret) is None
    assert office.identify_token(str(token.secret)) is None
    assert office.identify(other.secret)


def test_an_administrator_signs_another_out_everywhere_within_their_unit(office: Office) -> None:
    signed = office.sign_in()
    for actor, code in (("wang", "not_permitted"), ("fen", "not_found")):
        refused = refusal(lambda: office.give(commands.sign_out_everywhere, actor, person="li"))  # noqa: B023 - called at once
        assert refused.code == code
    assert office.identify(signed.secret)
    office.give(commands.sign_out_everywhere, "guan", person="li", tokens=True)
    assert office.identify(signed.secret) is None
    (event,) = office.events("system", "signed_out_everywhere")
    assert event["data"] == {"account": "li", "sessions": 1, "tokens": 0}


def test_one_sees_ones_own_sessions(office: Office) -> None:
    first = office.sign_in()
    office.clock.advance(10 * MINUTE)
    second = office.sign_in()
    office.sign_in("wang")
    seen = office.see(commands.list_sessions, "li")
    assert [each.id for each in seen] == [first.sign_in, second.sign_in]
    assert (seen[0].address, seen[0].user_agent) == ("10.0.0.7", "浏览器")
    assert seen[0].created_at == office.clock() - 10 * MINUTE


def test_who_leaves_the_office_is_out_at_once(office: Office) -> None:
    signed, token = office.sign_in(), office.issue()
    with office.store.begin() as session:
        upsert_people(session, [PersonEntry("li", "李某", "430600", (), is_active=False)])
    assert office.identify(signed.secret) is None
    assert office.identify_token(str(token.secret)) is None
    assert office.refused(password=PASSWORD) == "sign_in_refused"


def test_sessions_long_over_are_forgotten_and_others_are_not(office: Office) -> None:
    idle, ended = office.sign_in(), office.sign_in()
    office.give(commands.sign_out, "li", sign_in=ended.sign_in)
    office.clock.advance(timedelta(days=180))
    office.sign_in()

    def forget() -> int:
        with office.store.begin() as session:
            return commands.forget_sessions(session, engine=office.engine, clock=office.clock)

    assert forget() == 0
    office.clock.advance(timedelta(seconds=1))
    assert forget() == 1  # the one that was ended
    office.clock.advance(timedelta(hours=12))
    assert forget() == 1  # the one that nobody used
    assert idle.sign_in not in [each.id for each in office.see(commands.list_sessions, "li")]
    assert len(office.events("system", "signed_in")) == 3


def test_to_know_who_sends_a_request_takes_one_statement(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_secret, token_secret = office.sign_in().secret, str(office.issue().secret)
    office.identify(session_secret)  # the settings are kept from here on
    said: list[str] = []

    class Watched(Session):
        """Every statement but BEGIN and COMMIT goes through these two."""

        def row(self, statement: Statement, *arguments: Cell) -> list[Cell] | None:
            said.append("row")
            return super().row(statement, *arguments)

        def execute(self, *given: Any) -> Any:  # noqa: ANN401 - handed on
            said.append("execute")
            return super().execute(*given)

    monkeypatch.setattr("engine.store.store.Session", Watched)
    assert office.identify(session_secret)
    assert office.identify_token(token_secret)
    assert said == ["row", "row"]
