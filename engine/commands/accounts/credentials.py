"""Secrets: how they are made, written and recognised; only their hashes are ever kept."""

from __future__ import annotations

import base64
import hashlib
import hmac

from engine.commands.engine import Engine
from engine.model.errors import InvalidState

TOKEN_PREFIX = "dudao_"  # noqa: S105 - how a token begins, so that scanners find one that leaked
_READABLE = 16
_GROUP = 4
TOTP_BYTES = 20
"""Bytes of the secret of one-time codes: as many as SHA-1 gives (RFC 4226, section 4, R6)."""


def digest(secret: str) -> bytes:
    """Return what is kept of a secret: SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def fresh(engine: Engine) -> str:
    """Return 32 random bytes as text; raise InvalidState where there is no source of secrets."""
    if engine.new_secret is None:
        raise InvalidState(
            "本系统没有配置密钥来源，不能登录。",
            en="Expected the engine to have a source of secrets.",
            code="no_secrets",
        )
    return engine.new_secret()


def session_secret(engine: Engine, *, after: str = "") -> str:
    """Return a new secret of a session, or of the same session after another one.

    It has two random halves. The first stays when the secret is renewed, so that a form that was
    open meanwhile still carries a valid token against cross-site requests.
    """
    stays = after.partition(".")[0] or fresh(engine)
    return f"{stays}.{fresh(engine)}"


def csrf_of(secret: str) -> str:
    """Return the token against cross-site requests that belongs to the secret of a session."""
    stays = secret.partition(".")[0]
    key = stays.encode("utf-8", "surrogatepass")
    return hmac.new(key, b"dudao csrf", hashlib.sha256).hexdigest()


def token_secret(engine: Engine) -> str:
    """Return a new secret of a token."""
    return TOKEN_PREFIX + fresh(engine)


def readable(engine: Engine) -> str:
    """Return 80 random bits that people can type: four groups of letters and the digits 2 to 7."""
    text = _base32(fresh(engine))[:_READABLE].lower()
    return "-".join(text[at : at + _GROUP] for at in range(0, _READABLE, _GROUP))


def totp_secret(engine: Engine) -> str:
    """Return a new secret of one-time codes in base 32."""
    return _base32(fresh(engine))


def _base32(secret: str) -> str:
    return base64.b32encode(digest(secret)[:TOTP_BYTES]).decode()
