"""The code that confirms an address goes to that address at once, day or night, and to no other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from notifications.contacts.giving import confirm_contact, give_contact, send_contact_code
from tests.cases.desk import local
from tests.notifications.spread.post import Post


@pytest.fixture
def post(post: Post) -> Post:
    """Return a post office of an installation that can make secrets."""
    numbers = count(1)
    post.desk.engine = replace(post.desk.engine, new_secret=lambda: f"secret {next(numbers)}")
    return post


def give(post: Post, address: str = "new@example.cn") -> None:
    post.desk.give(give_contact, "li", channels=post.carriers, channel="mail", address=address)


def code_in(text: str) -> str:
    (found,) = re.findall(r"\d{6}", text)
    return str(found)


def test_a_code_goes_to_the_new_address_even_at_night_and_confirms_it(post: Post) -> None:
    post.reach("wang")
    post.desk.clock.move_to(local("2026-03-07 23:30"))  # a Saturday
    give(post)
    assert post.spread() == 0
    assert post.deliver().sent == 1
    (parcel,) = post.mail.carried
    assert (parcel.to, parcel.link, parcel.invitation) == ("new@example.cn", None, None)
    confirmed = post.desk.give(confirm_contact, "li", channel="mail", code=code_in(parcel.text))
    assert confirmed.is_confirmed


def test_a_code_is_written_in_the_language_of_its_reader(post: Post) -> None:
    post.choose("li", language="en")
    give(post)
    post.deliver()
    (parcel,) = post.mail.carried
    assert parcel.subject == "Confirmation code"
    assert "holds for 15 min." in parcel.short


def test_a_code_that_no_longer_holds_is_not_sent(post: Post) -> None:
    give(post)
    post.desk.clock.advance(timedelta(minutes=15))
    assert post.deliver().skipped == 1
    assert post.row().failure == "确认码已用过、失效或者作废"
    assert post.mail.carried == []


def test_of_two_codes_only_the_latest_is_sent(post: Post) -> None:
    give(post)
    post.desk.give(send_contact_code, "li", channels=post.carriers, channel="mail")
    assert post.deliver().sent == 1
    assert sorted(each.status for each in post.rows()) == ["sent", "skipped"]
    (parcel,) = post.mail.carried
    assert post.desk.give(
        confirm_contact, "li", channel="mail", code=code_in(parcel.text)
    ).is_confirmed


def test_nothing_else_goes_to_an_address_before_it_is_confirmed(post: Post) -> None:
    give(post)
    post.say("notice", "li")
    assert post.spread() == 1
    assert post.deliver().sent == 1
    assert [each.kind for each in post.mail.carried] == ["contact_code"]
