"""A real browser on a real server: Debian's Chromium, `dudao serve` with its worker, demo cases."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.acceptance.program import environment
from tests.serving.server import Server, running, serve_command
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
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Path:
    """Return a folder with the demo people and cases, made once and only copied from.

    The processes of one run share it. A worker has been through it, or each office would set the
    same documents anew.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_name == "main" else own.parent
    home = shared / "prepared"
    with (shared / "prepared.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _prepare(tmp_path_factory.mktemp("preparing")).rename(home)
    return home / "data"


def _prepare(home: Path) -> Path:
    """Let the demo fill a data folder."""
    for words in (["demo"], ["worker", "--once"]):
        subprocess.run(
            [sys.executable, "-m", "dudao", "--data", str(home / "data"), *words],
            cwd=home,
            env=environment(home),
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return home


@pytest.fixture(scope="session")
def untouched_server(
    chromium: Browser, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server that is started once; every test that asks for it only looks."""
    del chromium  # without it no server need start
    with served(prepared, tmp_path_factory.mktemp("untouched")) as server:
        yield server


@pytest.fixture(scope="module")
def module_server(
    chromium: Browser, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a server of the tests of one file."""
    del chromium  # without it no server need start
    with served(prepared, tmp_path_factory.mktemp("office")) as server:
        yield server


@pytest.fixture
def untouched(
    chromium: Browser, prepared: Path, untouched_server: Server, tmp_path: Path
) -> Iterator[Office]:
    """Return the office that nobody works in: the demo cases as they are; nobody has signed in.

    For tests that only look, or leave nothing that another test could see.
    """
    yield from opened(chromium, prepared, untouched_server, tmp_path)


@pytest.fixture
def office(
    chromium: Browser, prepared: Path, module_server: Server, tmp_path: Path
) -> Iterator[Office]:
    """Return the office of this file: server, worker and the demo cases; nobody has signed in.

    Tests of one file work there one after the other, each on cases of its own.
    """
    yield from opened(chromium, prepared, module_server, tmp_path)


@pytest.fixture
def own_office(chromium: Browser, prepared: Path, tmp_path: Path) -> Iterator[Office]:
    """Return an office of this test alone, for what would be in the way of the others."""
    with served(prepared, tmp_path) as server:
        yield from opened(chromium, prepared, server, tmp_path)


@contextmanager
def served(prepared: Path, home: Path) -> Iterator[Server]:
    """Serve a copy; one web process is enough for the few people of a test."""
    data = home / "data"
    shutil.copytree(prepared, data)
    with running(serve_command("--data", str(data), "--workers", "1"), home) as server:
        yield server


def opened(chromium: Browser, prepared: Path, server: Server, tmp_path: Path) -> Iterator[Office]:
    """Open browsers on a server; at the end nothing may have gone wrong in them."""
    office = Office(chromium, server.address, password_of(prepared), tmp_path / "shots")
    yield office
    office.leave()
    office.expect_quiet()
