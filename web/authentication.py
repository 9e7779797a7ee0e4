"""Who looks at a page: a browser with a session; everybody else is asked to sign in."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import g, request

from api.asking import Asked
from api.authentication import CSRF, identify_browser
from engine import commands
from engine.model.case import Actor
from engine.model.errors import InvalidArgument

FOR = "for"
_LONGEST = 100


def authenticate(*, needs_ready: bool) -> None:
    """Find out who asks and put it where `asked` finds it; else NotAuthenticated.

    A form sends the token of its session as `_csrf`, a script as a header.
    """
    is_form = request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded")
    sent = request.headers.get(CSRF) or (request.form.get("_csrf", "") if is_form else "")
    identity = identify_browser(sent)
    if needs_ready:
        commands.expect_ready(identity)
    g.asked = Asked(identity, Actor(identity.person, _absent()))


def own_path(wanted: str | None) -> str | None:
    """Return a path of this site to go on to; anything that could lead elsewhere is dropped."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return None
    split = urlsplit(wanted)
    is_plain = not split.scheme and not split.netloc and wanted.isprintable() and "\\" not in wanted
    return wanted if is_plain else None


def _absent() -> str | None:
    person = request.args.get(FOR) or None
    if person is not None and (len(person) > _LONGEST or not person.isprintable()):
        raise InvalidArgument("地址中的被代理人不正确。", en="The address names nobody to act for.")
    return person
