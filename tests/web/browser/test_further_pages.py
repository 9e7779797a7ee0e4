"""Every page that the demo has no link to, in an office in which more has happened.

The same holds of each as of every page, on a desk in light and on a phone in the dark.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.serving.server import Server
from tests.web.browser.conftest import opened, served
from tests.web.browser.fitting import expect_fit
from tests.web.browser.further import Happened, let_more_happen
from tests.web.browser.kinds import OPENED_BY_ADDRESS
from tests.web.browser.looked import Looked
from tests.web.browser.settling import settle
from tests.web.browser.test_every_page import How
from tests.web.browser.visitor import Office


@pytest.fixture(scope="module")
def home(chromium: Browser, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the data of the demo, in which more may happen."""
    del chromium  # without it nobody looks
    made = tmp_path_factory.mktemp("further")
    shutil.copytree(prepared, made / "data")
    return made


@pytest.fixture(scope="module")
def happened(home: Path) -> Happened:
    """Return what has happened, once for all looks."""
    return let_more_happen(home / "data")


@pytest.fixture(scope="module")
def further_server(
    home: Path, happened: Happened, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server of that office, started when all has happened."""
    del happened
    with served(home / "data", tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture
def further(
    chromium: Browser, prepared: Path, further_server: Server, tmp_path: Path
) -> Iterator[Office]:
    """Return that office; nobody has signed in."""
    yield from opened(chromium, prepared, further_server, tmp_path)


@pytest.mark.parametrize("how", [{"phone": False}, {"phone": True, "dark": True}], ids=str)
def test_every_page_that_no_link_of_the_demo_leads_to_fits(
    further: Office, happened: Happened, how: How
) -> None:
    looked = Looked()
    unopened = dict(happened.pages)
    for person, kinds in OPENED_BY_ADDRESS.items():
        page = further.sign_in(person, **how)
        for path in (*map(unopened.pop, kinds), *happened.otherwise[person]):
            open_and_look(page, path, looked)
        page.context.close()
    assert unopened == {}, "made, and looked at by nobody"


def open_and_look(page: Page, path: str, looked: Looked) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    settle(page)
    expect_fit(page, looked)
