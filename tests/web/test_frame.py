"""What stands around every page: signing in, the menu, errors, the language."""

from __future__ import annotations

import pytest

from tests.web.pages import Pages
from web.authentication import own_path


def test_who_has_not_signed_in_is_led_to_sign_in_and_then_to_where_they_wanted(
    pages: Pages,
) -> None:
    asked = pages.get(None, "/desk?light=red", status=303)
    assert asked.location == "/sign-in?next=/desk%3Flight%3Dred"


@pytest.mark.parametrize("wanted", ["//elsewhere.cn/", "https://elsewhere.cn", "/\\elsewhere.cn"])
def test_signing_in_leads_to_no_other_site(wanted: str) -> None:
    assert own_path(wanted) is None


def test_the_desk_shows_what_waits(pages: Pages) -> None:
    page = pages.get("li", "/desk")
    assert "没有待办" in page.text


def test_the_menu_says_where_a_page_without_a_line_of_its_own_belongs(pages: Pages) -> None:
    page = pages.get("li", "/cases/new")
    assert 'href="/cases" aria-current="page"' in page.response.text


def test_an_unknown_address_says_what_to_do(pages: Pages) -> None:
    page = pages.get("li", "/nowhere", status=404)
    assert "没有找到这个页面" in page.text
    assert "请求编号" in page.text


def test_the_interface_goes_on_answering_problems(pages: Pages) -> None:
    response = pages.client(None).get("/api/v1/nowhere")
    assert response.mimetype == "application/problem+json"


def test_a_form_that_does_not_carry_the_token_of_its_session_is_refused(pages: Pages) -> None:
    response = pages.client("li").post("/sign-out", data={"_key": "x" * 36})
    assert response.status_code == 403
    assert "没有保存任何改动" in response.text


def test_signing_out_ends_the_session(pages: Pages) -> None:
    pages.send("li", "/sign-out", {}, shown_at="/desk")
    assert pages.client("li").get("/desk").status_code == 303


def test_pages_speak_english_to_who_chose_it(pages: Pages) -> None:
    assert "To do" in pages.get("li", "/desk", language="en").text


def test_pages_may_load_nothing_from_elsewhere_and_run_nothing_inside(pages: Pages) -> None:
    policy = pages.get("li", "/desk").response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_link_from_another_site_takes_one_step_more_and_no_sign_in(pages: Pages) -> None:
    response = pages.client(None).get("/desk", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert 'http-equiv="refresh"' in response.text


def test_a_refusal_is_a_page_in_the_office_of_who_has_signed_in(pages: Pages) -> None:
    page = pages.get("li", "/pick/units?within=nowhere", status=404)
    assert "没有找到这个页面" in page.text
    assert "li某" in page.text
