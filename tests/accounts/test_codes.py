"""One-time codes: required when enrolled, each good once; recovery codes without the phone."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from engine import commands
from engine.commands.accounts.second_factor import RECOVERY_CODES
from engine.model.errors import EngineError
from tests.accounts.office import PASSWORD, Office, code_at
from tests.cases.desk import refusal
from tests.faults.test_races import at_once

STEP = timedelta(seconds=30)


def test_a_code_is_required_once_an_application_has_shown_one(office: Office) -> None:
    office.do(commands.begin_codes, "li", password=PASSWORD)
    office.sign_in()  # begun is not enrolled
    secret, _ = office.enrol()
    assert office.refused(password=PASSWORD) == "code_required"
    assert office.refused(password=PASSWORD, code="") == "code_required"
    office.sign_in(code=code_at(secret, office.clock()))
    assert office.events("system", "signed_in")[-1]["data"]["means"] == "password+totp"  # type: ignore[index]  # a mapping


def test_who_has_the_wrong_password_is_not_told_that_a_code_is_needed(office: Office) -> None:
    secret, _ = office.enrol()
    assert office.refused() == "sign_in_refused"
    assert office.refused(code=code_at(secret, office.clock())) == "sign_in_refused"


def test_a_code_is_good_once(office: Office) -> None:
    secret, _ = office.enrol()
    code = code_at(secret, office.clock())
    office.sign_in(code=code)
    assert office.refused(password=PASSWORD, code=code) == "code_refused"
    office.clock.advance(STEP)
    assert office.refused(password=PASSWORD, code=code) == "code_refused"
    office.sign_in(code=code_at(secret, office.clock()))


def test_the_code_that_confirmed_the_enrolment_is_used_up(office: Office) -> None:
    begun = office.do(commands.begin_codes, "li", password=PASSWORD)
    code = code_at(pyotp.parse_uri(begun.uri).secret, office.clock())
    office.give(commands.confirm_codes, "li", code=code)
    assert office.refused(password=PASSWORD, code=code) == "code_refused"


def test_a_code_used_by_two_at_the_same_moment_lets_one_in(office: Office) -> None:
    secret, _ = office.enrol()
    code = code_at(secret, office.clock())
    answers = at_once(*(lambda: office.sign_in(code=code) for _ in range(2)))
    assert [each.code for each in answers if isinstance(each, EngineError)] == ["code_refused"]


@pytest.mark.parametrize(
    "steps, taken", [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_half_a_minute_wrong(office: Office, steps: int, taken: bool) -> None:
    secret, _ = office.enrol()
    code = code_at(secret, office.clock() + steps * STEP)
    if taken:
        office.sign_in(code=code)
    else:
        assert office.refused(password=PASSWORD, code=code) == "code_refused"


def test_an_earlier_code_is_used_up_by_a_later_one(office: Office) -> None:
    secret, _ = office.enrol()
    office.sign_in(code=code_at(secret, office.clock() + STEP))
    assert office.refused(password=PASSWORD, code=code_at(secret, office.clock())) == "code_refused"


def test_wrong_codes_lock_as_wrong_passwords_do(office: Office) -> None:
    secret, _ = office.enrol()
    for _ in range(5):
        assert office.refused(password=PASSWORD, code="000000") == "code_refused"
    now = code_at(secret, office.clock())
    assert office.refused(password=PASSWORD, code=now) == "sign_in_refused"


def test_each_recovery_code_lets_in_once_however_it_is_written(office: Office) -> None:
    _, recovery = office.enrol()
    assert len(set(recovery)) == RECOVERY_CODES
    office.sign_in(code=recovery[0])
    assert office.refused(password=PASSWORD, code=recovery[0]) == "code_refused"
    office.sign_in(code=recovery[1].replace("-", " ").upper())
    assert len(office.account().recovery_hashes) == RECOVERY_CODES - 2
    assert office.events("system", "signed_in")[-1]["data"]["means"] == "password+recovery"  # type: ignore[index]  # a mapping


@pytest.mark.parametrize("code", ["１２３４５６", "٣٤٥٦٧٨", "-", "9" * 5000, "\ud800", "x' OR 1=1"])
def test_what_is_no_code_is_refused(office: Office, code: str) -> None:
    office.enrol()
    assert office.refused(password=PASSWORD, code=code) == "code_refused"


@pytest.mark.parametrize("code", ["000000", "", "１２３４５６", "12345678"])
def test_a_wrong_code_confirms_nothing(office: Office, code: str) -> None:
    office.do(commands.begin_codes, "li", password=PASSWORD)
    refused = refusal(lambda: office.give(commands.confirm_codes, "li", code=code))
    assert refused.code == "wrong_code"
    office.sign_in()


def test_confirming_asks_for_a_beginning_and_beginning_for_the_password(office: Office) -> None:
    assert refusal(lambda: office.give(commands.confirm_codes, "li", code="1")).code == "not_begun"
    refused = refusal(lambda: office.do(commands.begin_codes, "li", password="错"))
    assert refused.code == "wrong_password"
    assert office.account().failures == 1
    assert refusal(lambda: office.do(commands.begin_codes, "chen", password="x")).code == (
        "wrong_password"
    )


def test_the_picture_is_a_drawing_of_the_address(office: Office) -> None:
    begun = office.do(commands.begin_codes, "li", password=PASSWORD)
    assert begun.uri.startswith("otpauth://totp/")
    assert pyotp.parse_uri(begun.uri).issuer == "督导"
    assert begun.svg.startswith("<svg")


def test_removing_asks_for_the_password_and_an_administrator_needs_none(office: Office) -> None:
    office.enrol()
    refused = refusal(lambda: office.do(commands.remove_codes, "li", password="错"))
    assert refused.code == "wrong_password"
    office.do(commands.remove_codes, "li", password=PASSWORD)
    office.sign_in()
    office.enrol()
    office.give(commands.clear_codes, "guan", person="li")
    office.sign_in()
    removed = [event["person"] for event in office.events("system", "codes_removed")]
    assert removed == ["li", "guan"]


def test_an_administrator_removes_their_own_codes_as_everybody_does(office: Office) -> None:
    office.enrol("guan")
    refused = refusal(lambda: office.give(commands.clear_codes, "guan", person="guan"))
    assert refused.code == "own_account"
    assert refusal(lambda: office.give(commands.clear_codes, "guan", person="chen")).code == (
        "no_password"
    )


def test_enrolling_and_removing_renew_this_session_and_end_the_others(office: Office) -> None:
    here, elsewhere = office.sign_in(), office.sign_in()
    begun = office.do(commands.begin_codes, "li", password=PASSWORD)
    code = code_at(pyotp.parse_uri(begun.uri).secret, office.clock())
    confirmed = office.give(commands.confirm_codes, "li", code=code, secret=here.secret)
    assert office.identify(here.secret) is None
    assert office.identify(elsewhere.secret) is None
    assert confirmed.secret is not None
    assert office.identify(confirmed.secret)
    removed = office.do(commands.remove_codes, "li", password=PASSWORD, secret=confirmed.secret)
    assert office.identify(confirmed.secret) is None
    assert removed.secret is not None
    assert office.identify(removed.secret)
