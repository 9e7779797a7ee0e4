"""No secret is in the database or in the history: what is stolen there opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pyotp

from engine import commands
from engine.model.history import verify_chain
from tests.accounts.office import MACHINE, PASSWORD, Office, code_at

NEW = "行到水穷处 坐看云起"


def test_no_secret_is_anywhere_in_the_database(office: Office) -> None:
    secret, recovery = office.enrol()
    signed = office.sign_in(code=recovery[0])
    renewed = office.rotate(signed.secret)
    changed = office.do(commands.change_password, "li", old=PASSWORD, new=NEW, secret=renewed)
    given = office.do(commands.set_password, "guan", person="wang")
    tokens = [
        office.issue("li", idempotency_key="k-1"),
        office.issue("guan", person=MACHINE, idempotency_key="k-2"),
    ]
    secrets = [
        *office.secrets.made,
        *recovery,
        *(each.replace("-", "") for each in recovery),
        signed.secret,
        str(changed.secret),
        *(str(each.secret) for each in tokens),
        signed.csrf,
        given.password,
        PASSWORD,
        NEW,
    ]
    everything = office.everything()
    assert [each for each in secrets if each in everything] == []
    # The secret of one-time codes has to be kept, but is in no event.
    assert secret in everything
    assert secret not in "".join(str(event.body) for event in office.history())


def test_the_search_would_find_one(office: Office) -> None:
    token = office.issue()
    assert token.token in office.everything()
    assert "报表程序" in office.everything()


def test_no_secret_is_shown_by_a_value_that_is_printed(office: Office) -> None:
    begun = office.do(commands.begin_codes, "li", password=PASSWORD)
    code = code_at(pyotp.parse_uri(begun.uri).secret, office.clock())
    confirmed = office.give(commands.confirm_codes, "li", code=code)
    office.clock.advance(timedelta(minutes=2))
    signed = office.sign_in(code=confirmed.recovery_codes[0])
    printed = repr([begun, confirmed, signed, office.issue(), office.account()])
    assert "secret0" not in printed
    assert "$argon2id$" not in printed
    assert begun.uri not in printed
    assert confirmed.recovery_codes[1] not in printed


def test_the_chain_of_all_that_happened_to_accounts_holds(office: Office) -> None:
    office.enrol()
    for _ in range(5):
        office.refused()
    office.give(commands.unlock_account, "guan", person="li")
    office.issue()
    assert verify_chain(office.history(), case_id="system") is None
    assert office.types("system") == [
        "first_passwords_given",
        "codes_enrolled",
        "account_locked",
        "account_unlocked",
        "token_issued",
    ]
