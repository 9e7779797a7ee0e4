"""Wrong attempts lock an account for a while, for everybody alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import commands
from engine.model.case import Actor
from engine.model.errors import EngineError
from tests.accounts.office import MACHINE, PASSWORD, Office
from tests.cases.desk import refusal
from tests.faults.test_races import at_once

FIVE = 5
QUARTER = timedelta(minutes=15)


def lock(office: Office, person: str = "li") -> None:
    for _ in range(FIVE):
        assert office.refused(person) == "sign_in_refused"


def test_the_fifth_wrong_password_locks_and_then_the_right_one_is_refused_alike(
    office: Office,
) -> None:
    for _ in range(FIVE - 1):
        office.refused()
    assert office.account().locked_until is None
    office.refused()
    assert office.account().locked_until == office.clock() + QUARTER
    right = refusal(office.sign_in)
    wrong = refusal(lambda: office.sign_in(password="错"))
    assert (right.code, str(right)) == (wrong.code, str(wrong))
    assert right.code == "sign_in_refused"


def test_a_lock_is_recorded_and_ends_by_itself_at_its_instant(office: Office) -> None:
    lock(office)
    (event,) = office.events("system", "account_locked")
    assert event["person"] == "system"
    assert event["data"]["account"] == "li"  # type: ignore[index]  # a mapping
    office.clock.advance(QUARTER - timedelta(seconds=1))
    assert office.refused(password=PASSWORD) == "sign_in_refused"
    office.clock.advance(timedelta(seconds=1))
    office.sign_in()
    assert office.account().locks == 0


def test_what_is_tried_during_a_lock_neither_lengthens_it_nor_counts(office: Office) -> None:
    lock(office)
    before = office.account()
    for _ in range(2 * FIVE):
        office.refused()
    assert office.account() == before
    assert len(office.events("system", "account_locked")) == 1


def test_each_further_lock_lasts_twice_as_long_up_to_four_hours(office: Office) -> None:
    lasting = []
    for _ in range(7):
        lock(office)
        until = office.account().locked_until
        assert until is not None
        lasting.append((until - office.clock()) // timedelta(minutes=1))
        office.clock.move_to(until)
    assert lasting == [15, 30, 60, 120, 240, 240, 240]


def test_a_right_password_forgets_the_wrong_ones_before_it(office: Office) -> None:
    for _ in range(3):
        for _ in range(FIVE - 1):
            office.refused()
        office.sign_in()
    assert office.account().failures == 0


def test_a_session_and_a_token_go_on_while_the_account_is_locked(office: Office) -> None:
    signed, token = office.sign_in(), office.issue()
    lock(office)
    assert office.identify(signed.secret)
    assert office.identify_token(str(token.secret))


def test_an_administrator_and_the_command_line_lift_a_lock(office: Office) -> None:
    lock(office)
    office.give(commands.unlock_account, "guan", person="li")
    office.sign_in()
    (event,) = office.events("system", "account_unlocked")
    assert event["person"] == "guan"
    lock(office, "guan")  # who lifts the lock of the administrator?
    office.give(commands.unlock_account, "system", person="guan")
    office.sign_in("guan")


@pytest.mark.parametrize(
    "actor, person, code",
    [
        ("wang", "li", "not_permitted"),
        ("li", "li", "not_permitted"),
        ("guan", "guan", "own_account"),
        ("fen", "li", "not_found"),
        ("guan", "nobody", "not_found"),
        ("guan", "chen", "no_password"),
    ],
)
def test_nobody_else_lifts_a_lock(office: Office, actor: str, person: str, code: str) -> None:
    lock(office)
    refused = refusal(lambda: office.give(commands.unlock_account, actor, person=person))
    assert refused.code == code


def test_two_wrong_passwords_at_the_same_moment_count_two(office: Office) -> None:
    answers = at_once(*(lambda: office.sign_in(password="错") for _ in range(2)))
    assert [each.code for each in answers if isinstance(each, EngineError)] == [
        "sign_in_refused"
    ] * 2
    assert office.account().failures == 2


def test_many_wrong_passwords_at_the_same_moment_lock_once(office: Office) -> None:
    at_once(*(lambda: office.sign_in(password="错") for _ in range(2 * FIVE)))
    assert (office.account().locks, office.account().failures) == (1, 0)
    assert len(office.events("system", "account_locked")) == 1


def test_an_office_sets_how_often_and_how_long(office: Office) -> None:
    office.give(commands.change_setting, "guan", key="account.attempts", value=2)
    office.give(commands.change_setting, "guan", key="account.lock_minutes", value=0)
    office.refused()
    office.refused()
    assert office.account().locked_until == office.clock() + timedelta(minutes=1)


def test_nobody_can_be_locked_who_cannot_sign_in(office: Office) -> None:
    for person in ("nobody", "chen", "gone", MACHINE):
        lock(office, person)
    assert office.types("system").count("account_locked") == 0
    assert office.account("gone").failures == 0


def test_guessing_the_old_password_in_a_session_is_counted_too(office: Office) -> None:
    """Whoever found a screen unlocked learns no password there either."""

    def guess(old: str) -> str:
        return refusal(
            lambda: office.do(commands.change_password, "li", old=old, new="行到水穷处 坐看云起")
        ).code

    assert [guess("错") for _ in range(FIVE)] == ["wrong_password"] * FIVE
    assert guess("错") == "account_locked"
    assert guess(PASSWORD) == "account_locked"
    office.clock.advance(QUARTER)
    office.sign_in()


def test_during_a_lock_a_change_of_password_does_not_tell_a_right_guess(office: Office) -> None:
    lock(office)
    answers = set()
    for old in (PASSWORD, "another guess"):
        with pytest.raises(EngineError) as refused:
            commands.change_password(
                office.store,
                engine=office.engine,
                clock=office.clock,
                actor=Actor("li"),
                old=old,
                new="x",
            )
        answers.add(refused.value.code)
    assert answers == {"invalid_password"}
