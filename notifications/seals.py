"""The seal on the names of a mail: who knows a delivery's id cannot say that it came back.

Ids of deliveries are made of public parts. What comes back is therefore believed only with a keyed
tag (HMAC-SHA256, RFC 2104, cut to 90 bits) of the id of its parcel, under a secret that the
installation makes once and keeps in its database. It is written in lower-case base32, because
servers on the way may lower the case of a local part.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from engine.commands.accounts.credentials import fresh
from engine.commands.engine import Engine
from engine.store.return_secrets import keep_return_secret, read_return_secret
from engine.store.store import Session

LENGTH = 18
"""Characters of a seal, of five bits each: with the 32 of an id they are the 50 that fit."""
_PURPOSE = b"dudao return path\n"


def secret_for(session: Session, *, engine: Engine, now: datetime) -> str:
    """Return the secret of the installation; the first one who asks makes it."""
    found = read_return_secret(session)
    if found is None:
        keep_return_secret(session, fresh(engine), at=now)
        found = read_return_secret(session)
    if found is None:
        raise LookupError("the return secret was not kept")
    return found


def seal_of(secret: str, parcel_id: str) -> str:
    """Return the seal of a parcel."""
    tag = hmac.new(secret.encode(), _PURPOSE + parcel_id.encode(), hashlib.sha256).digest()
    return base64.b32encode(tag)[:LENGTH].decode().lower()


def is_seal(seal: str, secret: str | None, parcel_id: str) -> bool:
    """Say whether it is the seal of a parcel; the time it takes tells nothing of the right one."""
    return secret is not None and hmac.compare_digest(
        seal.encode(), seal_of(secret, parcel_id).encode()
    )
