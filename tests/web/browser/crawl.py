"""Goes through the pages the way a curious person does: follows every link, one for each kind."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from flask import Flask
from playwright.sync_api import Page, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from tests.web.browser.settling import settle

_SAMPLES = 2
"""How many addresses of one kind of page are looked at: a full one may follow an empty one."""
FILES = ("/static/", "/api/")


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it was shown."""

    kind: str
    url: str
    response: Response


@dataclass(slots=True)
class Crawl:
    """Every page that somebody reaches by links from where they start."""

    app: Flask
    address: str
    samples: int = _SAMPLES
    counts: dict[str, int] = field(default_factory=dict)

    def walk(self, page: Page, *starts: str) -> Iterator[Seen]:
        """Open page after page; the caller looks at each before the next is opened."""
        adapter = self.app.url_map.bind("")
        waiting = deque(starts)
        known = set(starts)
        while waiting:
            path = waiting.popleft()
            kind = self._kind(adapter, path)
            if kind is None or self.counts.get(kind, 0) >= self.samples:
                continue
            self.counts[kind] = self.counts.get(kind, 0) + 1
            response = page.goto(path)
            assert response is not None
            if not response.headers.get("content-type", "").startswith("text/html"):
                continue
            settle(page)
            yield Seen(kind, path, response)
            for link in self._links(page):
                if link not in known:
                    known.add(link)
                    waiting.append(link)

    def _links(self, page: Page) -> list[str]:
        """Return paths on this site; files to be saved are left out, as are other sites."""
        script = "[...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"
        found: list[str] = []
        for href in page.evaluate(script):
            split = urlsplit(urljoin(self.address, href))
            if f"{split.scheme}://{split.netloc}" == self.address.rstrip("/"):
                found.append(f"{split.path}?{split.query}" if split.query else split.path)
        return list(dict.fromkeys(found))

    def _kind(self, adapter: MapAdapter, path: str) -> str | None:
        """Return which view answers; a tab or filter of the same view counts by itself."""
        split = urlsplit(path)
        if split.path.startswith(FILES):
            return None
        try:
            endpoint, _ = adapter.match(split.path, method="GET")
        except (HTTPException, RequestRedirect):
            return split.path
        return str(endpoint)
