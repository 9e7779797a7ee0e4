"""What the log of requests must not hold."""

from __future__ import annotations

import pytest

from dudao.serving.web import public_path


@pytest.mark.parametrize(
    "path, logged",
    [
        ("/calendar/a-secret.ics", "/calendar/…"),
        ("/calendar/", "/calendar/…"),
        ("/calendars/2026", "/calendars/2026"),
        ("/cases/1", "/cases/1"),
    ],
)
def test_the_secret_address_of_a_calendar_is_not_logged(path: str, logged: str) -> None:
    assert public_path(path) == logged
