"""One of several deeds of a form: each in a unit of work of its own, so that none holds up another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from api.hiding import hiding
from engine.model.errors import EngineError, NotAuthenticated
from web.asking import form_key
from web.language import either


def why_refused(work_id: str, deed: Callable[[str | None], object]) -> str:
    """Do something about one piece of work; return why it was refused, or nothing.

    `deed` is given the idempotency key of this one among those of the form, None where the form
    has none. Whoever is no longer signed in raises NotAuthenticated.
    """
    key = form_key()
    try:
        with hiding(work_id=work_id):
            deed(None if key is None else _key_of(key, work_id))
    except NotAuthenticated:
        raise
    except EngineError as error:
        return either(error.message, error.en)
    return ""


def _key_of(key: str, work_id: str) -> str:
    """Return the key of one of several: as long as any key may be, and no other's."""
    return hashlib.sha256(f"{key}\n{work_id}".encode()).hexdigest()
