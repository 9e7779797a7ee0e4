"""A real browser on a real server: Debian's Chromium, `dudao serve` with its worker, demo cases."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.acceptance.program import environment
from tests.serving.server import running, serve_command
from tests.web.browser.launching import launch, password_of
from tests.web.browser.visitor import Office


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the system's Chromium without a window; scripts/setup installs it where it can."""
    if os.environ.get("DUDAO_WITHOUT_CHROMIUM") == "1":
        pytest.skip("DUDAO_WITHOUT_CHROMIUM=1")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demo people and cases, made once and only copied from."""
    home = tmp_path_factory.mktemp("prepared")
    subprocess.run(
        [sys.executable, "-m", "dudao", "--data", str(home / "data"), "demo"],
        cwd=home,
        env=environment(home),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return home / "data"


@pytest.fixture
def office(chromium: Browser, prepared: Path, tmp_path: Path) -> Iterator[Office]:
    """Return an office of its own: server, worker and the demo cases; nobody has signed in."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    with running(serve_command("--data", str(data)), tmp_path) as server:
        opened = Office(chromium, server.address, password_of(data), tmp_path / "shots")
        yield opened
        opened.leave()
    opened.expect_quiet()
