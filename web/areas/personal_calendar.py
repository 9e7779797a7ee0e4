"""The personal calendar as programs on a phone or a desk read it: no sign-in, a secret address."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import Response, make_response, request

from api.asking import expect_text
from engine.store.calendar_feeds import note_read
from engine.store.contacts import choice_of
from notifications.feeds.gathering import gather
from notifications.feeds.tokens import feed_named
from notifications.feeds.writing import written
from web.asking import service
from web.pages import Pages

PERSONAL_CALENDAR = Pages("personal-calendar", "/calendar", is_public=True)
_NOTED = timedelta(hours=1)
_NAMES = {"zh": "督导", "en": "Dudao"}


@PERSONAL_CALENDAR.page("/<string:token>.ics")
def calendar(token: str) -> Response:
    """Answer with what is due for whoever the address belongs to, and no word of why it does not."""
    own = service()
    with own.store.read() as session:
        feed = feed_named(session, expect_text(token))
        entries, unit = gather(session, engine=own.engine, clock=own.clock, person=feed.person)
        language = "en" if choice_of(session, feed.person).language == "en" else "zh"
    now = own.clock()
    if feed.read_at is None or feed.read_at <= now - _NOTED:
        with own.store.begin() as session:
            note_read(session, feed.token_hash, at=now, not_since=now - _NOTED)
    body = written(
        entries,
        name=f"{_NAMES[language]} · {unit}",
        base_url=request.host_url.rstrip("/"),
        language=language,  # type: ignore[arg-type]  # one of both, as above
    )
    response = make_response(body)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'inline; filename="dudao.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response
