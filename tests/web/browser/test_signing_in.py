"""Signing in, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest

from tests.web.browser.visitor import Office, expect_accessible


@pytest.mark.parametrize("phone", [False, True])
def test_a_wrong_password_says_so_and_the_right_one_opens_the_desk(
    untouched: Office, phone: bool
) -> None:
    page = untouched.visit(phone=phone)
    page.goto("/desk")
    expect_accessible(page)
    page.fill("[name=person]", "li")
    page.fill("[name=password]", "错的密码")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-error-summary]")
    expect_accessible(page)
    page.fill("[name=password]", untouched.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/desk$"))  # not that of a sign-in that leads there
    expect_accessible(page)
