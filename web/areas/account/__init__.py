"""One's own account: who one is here, sessions, one-time codes, tokens for programs."""

from web.areas.account import codes, me, sessions, tokens
from web.areas.account.area import ACCOUNT

__all__ = ["ACCOUNT", "codes", "me", "sessions", "tokens"]
