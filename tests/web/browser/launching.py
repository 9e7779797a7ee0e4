"""The system's Chromium, and the password of a demo."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect

from tests.web.browser.visitor import PATIENCE

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window; scripts/setup installs it where it can."""
    found = next((path for each in _CHROMIUM if (path := shutil.which(each))), None)
    assert found, "Chromium is missing: apt-get install -y chromium fonts-noto-cjk"
    expect.set_options(timeout=PATIENCE)
    # A container's root has no sandbox of its own.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=found, args=arguments)


def password_of(data: Path) -> str:
    """Return the password that everybody of a demo has."""
    lines = (data / "accounts.txt").read_text("utf-8").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("密码"))
