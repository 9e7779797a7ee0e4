"""What search engines may read (RFC 9309): announcements, and nothing else."""

from __future__ import annotations

from flask import make_response
from flask.typing import ResponseReturnValue

from web.pages import Pages

ROBOTS = Pages("robots", is_public=True)
_RULES = """\
User-agent: *
Allow: /public$
Allow: /public/publications/
Allow: /public/feed.atom
Allow: /static/
Disallow: /public/publications/*/objection
Disallow: /public/receipt
Disallow: /
"""


@ROBOTS.page("/robots.txt")
def robots() -> ResponseReturnValue:
    """Answer with the rules."""
    response = make_response(_RULES)
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
