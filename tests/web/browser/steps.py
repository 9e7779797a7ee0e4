"""What people do on the pages, so that a path through a procedure reads like a story.

Everything is found the way somebody finds it who cannot see the screen: by role and by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page

from tests.web.browser.settling import settle

_NEEDED = r"\s*\*?\s*$"
"""What may follow the name of a field: the mark that it must be filled in."""

_NEAR = 20


def open_work(page: Page, name: str, *, case: str) -> None:
    """Open work on the desk, of the case with these words in its title."""
    page.goto(f"/desk?text={case}")
    page.locator("#desk-work").get_by_role("link", name=re.compile(f"^{name}")).first.click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    settle(page)


def open_case(page: Page, title: str) -> None:
    """Open the page of the case with this title, through the list of cases."""
    page.goto(f"/cases?text={title}")
    page.locator("[data-rows] [data-row]").get_by_text(title, exact=True).first.click()
    page.get_by_role("heading", level=1, name=title).wait_for()
    settle(page)


def open_tab(page: Page, name: str) -> None:
    """Go to one of the pages of a case."""
    page.locator(".tabs").get_by_role("link", name=re.compile(f"^{name}")).click()
    page.locator(".tabs [aria-current=page]", has_text=name).wait_for()
    settle(page)


def begin(page: Page, deed: str) -> None:
    """Open the page of a deed from the menu of a case."""
    page.locator(".deeds > summary").click()
    page.locator(".deeds").get_by_role("link", name=deed, exact=True).click()
    page.locator(".consequences").wait_for()
    settle(page)


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Answer questions of the form by their names."""
    main = page.get_by_role("main")
    for question, answer in answers.items():
        choice = main.get_by_role("group", name=question, exact=True)
        if choice.count():
            choice.get_by_role("radio", name=answer, exact=True).check()
        else:
            _enter(main.get_by_label(re.compile(f"^{re.escape(question)}{_NEEDED}")).first, answer)


def add_row(page: Page, title: str) -> None:
    """Add an empty row to a list."""
    rows = page.get_by_role("group", name=title, exact=True)
    rows.get_by_role("button", name="添加一行").click()


def photograph(page: Page, question: str, *, name: str, content: bytes) -> None:
    """Attach a file to a question, and see that it was taken."""
    field = page.locator("[data-file]", has_text=question)
    field.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content}
    )
    field.locator("[role=status]", has_text=name).wait_for()


def send(page: Page, name: str) -> None:
    """Send the form of work and read that it was taken."""
    page.get_by_role("main").get_by_role("button", name="提交", exact=True).click()
    page.get_by_text(f"“{name}”已提交").wait_for()
    settle(page)


def do_work(page: Page, name: str, answers: Mapping[str, str], *, case: str) -> None:
    """Open work, answer it and send it."""
    open_work(page, name, case=case)
    fill(page, answers)
    send(page, name)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus; it must not be far."""
    for _ in range(_NEAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
    raise AssertionError(f"the focus never came to {wanted}")


def _enter(field: Locator, answer: str) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=answer)
    else:
        field.fill(answer)
