"""Changing and setting passwords, and which are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import commands
from engine.commands.accounts.password_rules import MIN_PASSWORD, expect_password
from engine.identity import PersonEntry, upsert_people
from engine.model.case import SYSTEM, Actor
from engine.model.errors import InvalidArgument
from engine.store.accounts import accounts_after
from tests.accounts.office import MACHINE, PASSWORD, Office
from tests.cases.desk import refusal

NEW = "行到水穷处 坐看云起"


def test_a_changed_password_ends_the_other_sessions_and_renews_this_one(office: Office) -> None:
    here, elsewhere, other = office.sign_in(), office.sign_in(), office.sign_in("wang")
    changed = office.do(commands.change_password, "li", old=PASSWORD, new=NEW, secret=here.secret)
    assert office.identify(here.secret) is None
    assert office.identify(elsewhere.secret) is None
    assert office.identify(other.secret)
    assert changed.secret is not None
    identity = office.identify(changed.secret)
    assert identity is not None
    assert (identity.id, identity.csrf == here.csrf) == (here.sign_in, False)
    assert office.refused(password=PASSWORD) == "sign_in_refused"
    office.sign_in(password=NEW)
    assert office.types("system").count("password_changed") == 1


def test_the_secret_of_somebody_elses_session_keeps_nothing_alive(office: Office) -> None:
    mine, theirs = office.sign_in(), office.sign_in("wang")
    changed = office.do(commands.change_password, "li", old=PASSWORD, new=NEW, secret=theirs.secret)
    assert changed.secret is None
    assert office.identify(mine.secret) is None
    assert office.identify(theirs.secret)


def test_the_old_password_is_asked_for(office: Office) -> None:
    signed = office.sign_in()
    refused = refusal(
        lambda: office.do(commands.change_password, "li", old="错", new=NEW, secret=signed.secret)
    )
    assert refused.code == "wrong_password"
    assert office.account().failures == 1
    assert office.identify(signed.secret)


def test_a_bad_new_password_changes_nothing(office: Office) -> None:
    for new in (PASSWORD, "short", "li20262026!!"):
        refused = refusal(
            lambda: office.do(commands.change_password, "li", old=PASSWORD, new=new)  # noqa: B023 - called at once
        )
        assert refused.code == "invalid_password"
        assert refused.errors
    office.sign_in()


def test_an_account_is_nobody_elses_on_whosever_behalf(office: Office) -> None:
    actor = Actor("wang", on_behalf_of="li")
    refused = refusal(
        lambda: commands.change_password(
            office.store,
            engine=office.engine,
            clock=office.clock,
            actor=actor,
            old=PASSWORD,
            new=NEW,
        )
    )
    assert refused.code == "own_account_only"
    assert refusal(lambda: office.give(commands.sign_out, "system", sign_in="x")).code == (
        "own_account_only"
    )


def test_who_is_given_a_password_must_change_it_before_anything_else(office: Office) -> None:
    before = office.sign_in()
    given = office.do(commands.set_password, "guan", person="li")
    assert office.identify(before.secret) is None
    assert office.refused(password=PASSWORD) == "sign_in_refused"
    signed = office.sign_in(password=given.password)
    assert signed.must_change
    identity = office.identify(signed.secret)
    assert identity is not None
    assert refusal(lambda: commands.expect_ready(identity)).code == "must_change"
    changed = office.do(
        commands.change_password, "li", old=given.password, new=NEW, secret=signed.secret
    )
    ready = office.identify(str(changed.secret))
    assert ready is not None
    commands.expect_ready(ready)


def test_while_a_password_must_be_changed_tokens_do_nothing_either(office: Office) -> None:
    token = office.issue()
    office.do(commands.set_password, "guan", person="li")
    identity = office.identify_token(str(token.secret))
    assert identity is not None
    assert refusal(lambda: commands.expect_ready(identity)).code == "must_change"


def test_setting_a_password_lifts_a_lock_and_makes_an_account(office: Office) -> None:
    for _ in range(5):
        office.refused()
    given = office.do(commands.set_password, "guan", person="li")
    office.sign_in(password=given.password)
    first = office.do(
        commands.set_password, "system", person="chen", password="一蓑烟雨任平生啊啊啊"
    )
    office.sign_in("chen", first.password)
    assert [event["person"] for event in office.events("system", "password_set")] == [
        "guan",
        "system",
    ]


@pytest.mark.parametrize(
    "actor, person, code",
    [
        ("wang", "li", "not_permitted"),
        ("fen", "li", "not_found"),
        ("fen", "xiao", None),
        ("guan", "guan", "own_account"),
        ("guan", "nobody", "not_found"),
        ("wang", "nobody", "not_permitted"),
        ("guan", MACHINE, "service_account"),
        ("system", MACHINE, "service_account"),
    ],
)
def test_who_may_set_whose_password(
    office: Office, actor: str, person: str, code: str | None
) -> None:
    if code is None:
        office.do(commands.set_password, actor, person=person)
    else:
        refused = refusal(lambda: office.do(commands.set_password, actor, person=person))
        assert refused.code == code


def test_an_administrator_sees_the_accounts_of_their_unit_and_below(office: Office) -> None:
    office.refused()
    office.enrol("wang")
    seen = {each.person: each for each in office.see(commands.list_accounts, "guan")}
    assert (seen["li"].failures, seen["li"].has_password) == (1, True)
    assert (seen["wang"].has_totp, seen["chen"].has_password) == (True, False)
    assert set(seen) >= {"li", "xiao", "gone"}
    below = [each.person for each in office.see(commands.list_accounts, "fen")]
    assert below == ["fen", "xiao", "yue"]
    page = office.see(commands.list_accounts, "fen", after="fen", limit=1)
    assert [each.person for each in page] == ["xiao"]
    assert refusal(lambda: office.see(commands.list_accounts, "li")).code == "not_permitted"


def test_a_page_of_accounts_reads_no_more_than_the_page(office: Office) -> None:
    people = [PersonEntry(f"p{number:03d}", "某", "430621") for number in range(300)]
    with office.store.begin() as session:
        upsert_people(session, people)
        read = accounts_after(session, "p", below=["430621"], limit=2)
        assert [each.person for each in read] == ["p000", "p001"]
        assert accounts_after(session, "", below=[], limit=2) == []
        everybody = accounts_after(session, "", below=None, limit=1000)
    assert len(everybody) > len(people)
    assert [each.person for each in office.see(commands.list_accounts, SYSTEM.person)] == [
        each.person for each in everybody[:200]
    ]


@pytest.mark.parametrize(
    "password",
    [
        "",
        "九个字符的密码不够",
        "x" * 129,
        "天" * 129,
        "aaaaaaaaaaaa",
        "ababababab",
        "1234567890",
        "0987654321",
        "abcdefghijkl",
        "qwertyuiop",
        "QWERTYUIOPAS",
        "password123",
        "ＰＡＳＳＷＯＲＤ１２３",
        "woaini1314",
        "wangwu2026",
        "2026wangwu!!",
        "wangwuwangwu1",
        "王某某某20262026",
        "dudao20262026",
        "督导2026督导2026",
        "好密码\x07好密码好密码好",
        "好密码\ud800好密码好密码好",
    ],
)
def test_a_password_that_a_guesser_tries_first_is_refused(password: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        expect_password(password, person="wangwu", name="王某某某（承办人）")
    assert refused.value.code == "invalid_password"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "竹杖芒鞋轻胜马谁怕啊",
        "wangwu喜欢在洞庭湖边散步",
        "天" * 4 + "地玄黄宇宙洪",
        "🐟🐠🐡🦈🐙🦀🦐🦑🐚🐳",
    ],
)
def test_any_other_password_is_taken_whatever_it_is_composed_of(password: str) -> None:
    expect_password(password, person="wangwu", name="王某某某（承办人）")


@given(st.text(max_size=200), st.text(max_size=10), st.text(max_size=10))
def test_every_text_is_taken_or_refused_and_never_breaks(
    password: str, person: str, name: str
) -> None:
    try:
        expect_password(password, person=person, name=name)
    except InvalidArgument as refused:
        assert refused.errors  # noqa: PT017 - either way is right
    else:
        assert len(password) <= 128
        assert len(set(password)) > 1
        assert MIN_PASSWORD == 10
