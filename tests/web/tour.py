"""Pictures of every page, at a desk and on a phone: `make tour`.

    python -m tests.web.tour             all of them, into var/tour
    python -m tests.web.tour --guide     and the few that docs/guide.md shows, into docs/images

The pages are those of the demo on a server of its own; each is found by its links, as in the tests.
"""

# ruff: noqa: T201 - a program

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.acceptance.program import ROOT, environment
from tests.serving.server import running, serve_command
from tests.web.browser.crawl import Crawl
from tests.web.browser.launching import launch, password_of
from tests.web.browser.visitor import Office
from tests.web.browser.whole import whole_application

EVERYTHING = ROOT / "var" / "tour"
GUIDE = ROOT / "docs" / "images"
PEOPLE = ("li", "wang", "r430621", "shen", "admin")
SHOWN = {
    "desk": ("li", "/desk", False),
    "case": ("li", "/cases?light=red", False),
    "opening": ("li", "/cases/new", False),
    "approval": ("wang", "/approvals", True),
    "demands": ("r430621", "/desk", True),
    "overview": ("wang", "/overview", False),
    "audit": ("shen", "/audit", False),
    "public": (None, "/public", True),
}
"""The pictures of the guide: who looks at what, and whether on a phone."""


def main() -> int:
    """Make the pictures; the status is 1 when a page could not be shown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--guide", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "dudao", "--data", str(home / "data"), "demo"],
            cwd=home,
            env=environment(home),
            check=True,
        )
        browser = launch(playwright)
        with running(serve_command("--data", str(home / "data")), home) as server:
            office = Office(browser, server.address, password_of(home / "data"), home / "shots")
            failed = [*_guide(office)] if asked.guide else [*_everything(office)]
            office.leave()
        browser.close()
    for each in failed:
        print(f"没有显示 / not shown: {each}", file=sys.stderr)
    return 1 if failed else 0


def _everything(office: Office) -> Iterator[str]:
    shutil.rmtree(EVERYTHING, ignore_errors=True)
    EVERYTHING.mkdir(parents=True)
    for person in (*PEOPLE, None):
        for kind in ("desk", "phone"):
            is_phone = kind == "phone"
            page = (
                office.visit(phone=is_phone)
                if person is None
                else office.sign_in(person, phone=is_phone)
            )
            starts = ("/public", "/sign-in") if person is None else ("/desk",)
            crawl = Crawl(whole_application(), office.address, samples=1)
            for seen in crawl.walk(page, *starts):
                name = f"{person or 'public'}-{seen.kind.removeprefix('pages-').strip('/').replace('/', '_')}-{kind}.png"
                page.screenshot(path=EVERYTHING / name, full_page=True)
                print(EVERYTHING.name, name)
                if seen.response.status != 200:
                    yield f"{person} {seen.url}: {seen.response.status}"


def _guide(office: Office) -> Iterator[str]:
    GUIDE.mkdir(parents=True, exist_ok=True)
    for name, (person, path, is_phone) in SHOWN.items():
        page = (
            office.visit(phone=is_phone)
            if person is None
            else office.sign_in(person, phone=is_phone)
        )
        response = page.goto(path)
        if name == "case":
            page.click("main table a[data-row]")
            page.wait_for_selector("[data-drawn]")
        page.wait_for_load_state("networkidle")
        _shoot(page, GUIDE / f"{name}.png")
        if response is None or response.status != 200:
            yield path


def _shoot(page: Page, path: Path) -> None:
    """Take what a screen shows; a picture of few colours is small enough to keep."""
    page.screenshot(path=path)
    from PIL import Image  # noqa: PLC0415 - of the tests alone

    with Image.open(path) as picture:
        picture.convert("RGB").quantize(200).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
