"""People in front of a browser: who signs in, what they see, what must never happen to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.browser.settling import settle

DESK = {"viewport": {"width": 1366, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PATIENCE = 60_000
"""Milliseconds after which a test gives up; the machine may be busy."""
_AXE = Axe().axe_script
_VIOLATIONS = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  const shown = (each) => each.html.slice(0, 200);
  return found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map(shown).join(" ")}`);
}"""
_EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    # A question of a picker that a newer one takes the place of (hx-sync) is told as an error.
    "htmx:afterRequest, [object HTMLUListElement]",
    "htmx:sendAbort, [object HTMLUListElement]",
)


@dataclass(slots=True)
class Office:
    """A server with people; every page is watched for errors, and for requests that leave."""

    browser: Browser
    address: str
    password: str
    shots: Path
    troubles: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def visit(self, *, phone: bool = False, language: str = "zh", dark: bool = False) -> Page:
        """Open a browser of somebody who has not signed in."""
        options: dict[str, Any] = PHONE if phone else DESK
        context = self.browser.new_context(
            base_url=self.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            **options,
        )
        if language != "zh":
            context.add_cookies(
                [{"name": "dudao_language", "value": language, "url": self.address}]
            )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", lambda request: self._watch(request.url))
        return page

    def sign_in(
        self, person: str, *, phone: bool = False, language: str = "zh", dark: bool = False
    ) -> Page:
        """Open a browser and sign in the way people do."""
        page = self.visit(phone=phone, language=language, dark=dark)
        page.goto("/sign-in")
        page.fill("[name=person]", person)
        page.fill("[name=password]", self.password)
        page.click("main .btn-primary")
        page.wait_for_url("**/desk*")
        settle(page)
        return page

    def leave(self) -> None:
        """Close every browser."""
        for each in self._contexts:
            each.close()

    def expect_quiet(self) -> None:
        """Expect that no page had an error in its console or asked anything of another machine."""
        assert self.troubles == [], self.troubles

    def _hear(self, kind: str, said: str) -> None:
        if kind in ("error", "warning") and not said.startswith(_EXPECTED):
            self.troubles.append(f"console: {said}")

    def _watch(self, url: str) -> None:
        # A browser shows a PDF with parts of itself.
        own = (self.address, "data:", "blob:", "chrome:", "chrome-extension:")
        if not url.startswith(own):
            self.troubles.append(f"left the machine: {url}")


def expect_accessible(page: Page) -> None:
    """Expect that axe-core finds nothing, and that nothing has to be scrolled sideways."""
    settle(page)
    expect_no_violation(page)
    expect_no_wider(page)


def expect_no_violation(page: Page) -> None:
    """Expect that axe-core finds nothing on a page that has settled."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_VIOLATIONS)
    assert found == [], "\n".join((page.url, *found))


def expect_no_wider(page: Page) -> None:
    """Expect that nothing has to be scrolled sideways."""
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"
