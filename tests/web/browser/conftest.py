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
from tests.web.browser.visitor import Office

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the system's Chromium without a window; scripts/setup installs it where it can."""
    if os.environ.get("DUDAO_WITHOUT_CHROMIUM") == "1":
        pytest.skip("DUDAO_WITHOUT_CHROMIUM=1")
    found = next((path for each in _CHROMIUM if (path := shutil.which(each))), None)
    assert found, "Chromium is missing: apt-get install -y chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        # A container's root has no sandbox of its own.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
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
        opened = Office(chromium, server.address, _password(data), tmp_path / "shots")
        yield opened
        opened.leave()
    opened.expect_quiet()


def _password(data: Path) -> str:
    lines = (data / "accounts.txt").read_text("utf-8").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("密码"))
