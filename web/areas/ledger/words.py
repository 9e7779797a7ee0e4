"""What results are called that a ledger keeps by their code."""

from __future__ import annotations

from web.language import text


def outcome_word(code: str) -> str:
    """Write a result such as accountability:通报批评 for people."""
    head, colon, rest = code.partition(":")
    words = {"accountability": text("问责"), "interviewed": text("约谈")}
    return words.get(head, head) + (text("：") if colon else "") + rest
