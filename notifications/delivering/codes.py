"""The code that confirms an address: it goes to that address, which counts only once it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from engine.commands.turn import Turn
from engine.model.values import Value
from engine.store.contacts import contact_of
from engine.store.deliveries import DeliveryRow
from engine.store.rows import OutboxRow
from notifications.channel import Language
from notifications.words.content import Content


def is_code_held(turn: Turn, message: OutboxRow, row: DeliveryRow) -> bool:
    """Say whether a code may still be entered: it is the latest, and its time has not passed."""
    until, found = _body(message).get("until"), contact_of(turn.session, row.person, row.channel)
    is_asked = found is not None and found.code_hash is not None
    return is_asked and isinstance(until, datetime) and turn.now < until


def code_content(message: OutboxRow, language: Language) -> Content:
    """Write the message that carries a code; every channel carries it in full."""
    body = _body(message)
    code, minutes = body.get("code"), body.get("minutes")
    if language == "zh":
        subject = "地址确认码"
        short = f"您的地址确认码是{code}，{minutes}分钟内有效。"
        rest = "不是您本人登记的，不必理会，也不要告诉他人。"
    else:
        subject = "Confirmation code"
        short = f"Your code is {code}; it holds for {minutes} min."
        rest = " If you did not ask for it, do nothing, and tell nobody."
    text = f"{short}{rest}"
    return Content(subject, f"{text}\n", f"<p>{escape(text)}</p>", short)


def _body(message: OutboxRow) -> Mapping[str, Value]:
    return message.body if isinstance(message.body, Mapping) else {}
