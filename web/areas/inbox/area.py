"""The part of the office that the modules of the inbox add their pages to."""

from __future__ import annotations

from web.pages import Pages

INBOX = Pages("inbox", "/inbox")
