"""Receipt codes: how somebody who gave no name finds out what became of an objection.

A code is 20 digits, 19 of chance and a check digit, in groups of four: `1234 5678 9012 3456 7890`.
Digits are typed on any keyboard and read over any telephone. 19 digits are 63 bits: nobody guesses
one, and a stolen table of hashes is of no use. It is longer than any bank card. See
docs/adr/0009-receipt-codes.md.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from engine.model.errors import InvalidArgument

DIGITS = 20
_GROUP = 4
# H. M. Damm, Total anti-symmetrische Quasigruppen, 2004: finds every wrong digit and every two
# neighbours exchanged.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RANDOM_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)
_RANDOM = re.compile(r"[A-Za-z0-9_-]{32,200}")
_FEWEST_DIFFERENT = 10


def new_receipt(chance: bytes) -> str:
    """Return the code made of at least 16 unpredictable bytes, as it is shown to people."""
    digits = f"{int.from_bytes(hashlib.sha256(chance).digest()) % 10 ** (DIGITS - 1):019d}"
    whole = digits + check_digit(digits)
    return " ".join(whole[place : place + _GROUP] for place in range(0, DIGITS, _GROUP))


def receipt_of_key(key: str) -> str:
    """Return the code that belongs to the key of a request; the same key gives the same code.

    Whoever knows the key can work the code out, so a key must be as hard to guess as the code:
    a random UUID (version 4), or 32 to 200 letters, digits, `-` and `_`, at least 10 of them
    different. Anything else raises InvalidArgument with the code `invalid_idempotency_key`.
    """
    if not _is_hard_to_guess(key):
        raise InvalidArgument(
            "匿名请求的标识应是随机的：随机产生的 UUID（第4版），或者32至200个随机的字母、数字。",
            en="Expected a random key: a UUID of version 4, or 32 to 200 random letters and digits.",
            code="invalid_idempotency_key",
        )
    return new_receipt(hmac.digest(b"dudao receipt of a key", key.encode(), "sha256"))


def _is_hard_to_guess(key: str) -> bool:
    if _UUID.fullmatch(key):
        return _RANDOM_UUID.fullmatch(key) is not None
    return _RANDOM.fullmatch(key) is not None and len(set(key)) >= _FEWEST_DIFFERENT


def check_digit(digits: str) -> str:
    """Return the digit that follows these."""
    interim = 0
    for each in digits:
        interim = int(_DAMM[interim][int(each)])
    return str(interim)


def receipt_hash(code: str) -> bytes | None:
    """Return the hash of a code as somebody types it; None for what cannot be one.

    Spaces, hyphens and full-width digits are taken as people type them.
    """
    written = unicodedata.normalize("NFKC", code)
    digits = "".join(each for each in written if each not in " -–—\t\n")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    if check_digit(digits[:-1]) != digits[-1]:
        return None
    return hashlib.sha256(b"dudao receipt " + digits.encode()).digest()
