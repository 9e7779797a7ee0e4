"""A unit is chosen by keyboard alone, by words or in the tree, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser.settling import settle
from tests.web.browser.visitor import Office, expect_accessible


@pytest.mark.parametrize("phone", [False, True])
def test_a_unit_is_found_by_words_or_walked_to_by_keyboard(office: Office, phone: bool) -> None:
    page = office.sign_in("li", phone=phone)
    page.goto("/cases/new/rectification")
    field = page.locator("#field-unit")
    field.press_sequentially("平江 中学")
    option = page.locator("#choices-unit [role=option]")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("平江县")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "choices-unit-0")
    page.keyboard.press("Enter")
    expect(field).to_have_value("平江县某镇中学（430626S1）")
    expect(page.locator("#choices-unit")).to_be_hidden()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tree = page.locator("[role=tree]")
    expect(tree.locator("[role=treeitem]", has_text="岳阳县").first).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Tab")
    for key in ("ArrowRight", "End"):  # into the city, then to the last below it
        page.keyboard.press(key)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(tree.locator("[role=treeitem]:focus")).to_have_count(1)
    while "平江县" not in (tree.locator("[role=treeitem]:focus .choice-name").first.inner_text()):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(tree.get_by_text("平江县某镇中学")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(tree.get_by_text("平江县某镇中学")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(field).to_have_value("平江县（430626）")
    expect(field).to_be_focused()
    expect_accessible(page)


@pytest.mark.parametrize("phone", [False, True])
def test_a_list_is_narrowed_to_a_unit_by_keyboard(office: Office, phone: bool) -> None:
    page = office.sign_in("wang", phone=phone)
    page.goto("/overview")
    field, tree = page.locator("#field-unit"), page.locator("[role=tree]")
    field.press_sequentially("平江")
    expect(page.locator("#choices-unit [role=option]").first).to_contain_text("平江县")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("平江县（430626）")
    page.keyboard.press("Enter")
    page.wait_for_url("**unit=*")
    expect(field).to_have_value("平江县（430626）")
    expect(page.locator("#figures, .figures").first).to_be_visible()

    page.goto("/cases")
    page.locator(".more-filters > summary").click()
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(tree.get_by_role("treeitem").first).to_be_visible()
    expect_accessible(page)
    page.keyboard.press("Tab")
    expect(tree.locator("[role=treeitem]:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(tree).to_be_hidden()
    chosen = field.input_value()
    page.keyboard.press("Enter")
    page.wait_for_url("**unit=*")
    expect(field).to_have_value(chosen)


def test_keys_that_come_before_the_list_choose_from_it_when_it_comes(office: Office) -> None:
    page = office.sign_in("wang")
    page.goto("/overview")
    field = page.locator("#field-unit")
    field.press_sequentially("岳阳县")
    expect(page.locator("#choices-unit [role=option]").first).to_contain_text("岳阳县")
    page.route("**/pick/units/choices*", lambda _route: None)  # every question is held
    with page.expect_request("**/pick/units/choices*"):
        field.fill("平江")  # the list still shows what was asked for before
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(field).to_have_value("平江")
    page.unroute("**/pick/units/choices*")  # what was held goes on
    expect(field).to_have_value("平江县（430626）")
    expect(page.locator("#choices-unit")).to_be_hidden()
    assert "unit=" not in page.url


def test_what_is_marked_stays_so_when_the_list_is_laid_anew(office: Office) -> None:
    page = office.sign_in("wang")
    page.goto("/overview")
    settle(page)
    field = page.locator("#field-unit")
    field.press_sequentially("平江")
    settle(page)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "choices-unit-0")
    with page.expect_response("**/pick/units/choices*"):
        field.dispatch_event("seek")
    settle(page)
    expect(field).to_have_attribute("aria-activedescendant", "choices-unit-0")
    page.keyboard.press("Enter")
    expect(field).to_have_value("平江县（430626）")
    assert "unit=" not in page.url


def test_a_tree_over_a_list_is_folded_when_one_goes_on_elsewhere(office: Office) -> None:
    page = office.sign_in("wang")
    page.goto("/overview")
    tree = page.locator("[role=tree]")
    page.locator(".is-beside summary").click()
    expect(tree.get_by_role("treeitem").first).to_be_visible()
    page.locator("h1").click()
    expect(tree).to_be_hidden()
    page.locator(".is-beside summary").click()
    expect(tree).to_be_visible()
    page.locator("#filter-process").focus()
    expect(tree).to_be_hidden()
