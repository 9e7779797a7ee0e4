"""Passwords as Argon2id keeps them (RFC 9106).

A hash takes a tenth of a second and 64 MiB on purpose, so only a few are made at a time: whoever
sends many sign-ins at once waits, and the machine does not run out of memory.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.model.errors import Conflict

MAX_PASSWORD = 128
WAIT_SECONDS = 10
"""How long a hash waits for its turn before the caller is told that the machine is busy."""


@dataclass(frozen=True, slots=True)
class HashCost:
    """What a hash costs: rounds, memory in KiB, lanes; the second choice of RFC 9106, section 4."""

    rounds: int = 3
    memory: int = 65_536
    lanes: int = 4


class Passwords:
    """Make and verify hashes; one per process, shared by threads."""

    def __init__(self, cost: HashCost | None = None, *, at_once: int = 2) -> None:
        """Take the cost of new hashes, and how many may be made at the same moment."""
        given = cost or HashCost()
        self._hasher = PasswordHasher(
            time_cost=given.rounds, memory_cost=given.memory, parallelism=given.lanes
        )
        self._turns = BoundedSemaphore(at_once)

    def hash(self, password: str) -> str:
        """Return a hash with a salt of its own and its parameters in it."""
        with self._turn():
            return self._hasher.hash(_bytes(password))

    def verify(self, known: str | None, password: str) -> bool:
        """Say whether a password is the one that was hashed; None: never, in the same time."""
        fits = len(password) <= MAX_PASSWORD
        is_possible = known is not None and fits
        compared = known if known is not None else self._nobodys
        with self._turn():
            try:
                self._hasher.verify(compared, _bytes(password if fits else ""))
            except (VerificationError, InvalidHashError):
                return False
        return is_possible

    def is_outdated(self, known: str) -> bool:
        """Say whether a hash was made at another cost than new ones are."""
        return self._hasher.check_needs_rehash(known)

    @cached_property
    def _nobodys(self) -> str:
        """A hash like any other, of nobody's password."""
        return self.hash("nobody")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=WAIT_SECONDS):
            raise Conflict(
                "登录的人较多，请稍后重试。",
                en="Too many passwords are being verified; try again in a moment.",
                code="busy",
            )
        try:
            yield
        finally:
            self._turns.release()


def _bytes(password: str) -> bytes:
    """Normalise a password (NIST SP 800-63B, 5.1.1.2: NFKC), so that every keyboard makes it."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
