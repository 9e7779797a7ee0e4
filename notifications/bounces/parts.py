"""Take a report apart: its headers, its texts, the blocks of its status, the mail it returns."""

from __future__ import annotations

import re
from base64 import b64decode
from email.header import decode_header, make_header
from email.message import Message
from email.parser import Parser
from email.policy import compat32

_MOST_BLOCKS = 50
_TAG = re.compile(r"<(?![\w.-]+@)[^>]*>")
_BREAK = re.compile(r"<(br|/p|/div|/tr|/li)\b[^>]*>", re.IGNORECASE)


def header(mail: Message, name: str) -> str:
    """Return a header as text on one line, decoded; empty where there is none."""
    value = mail.get(name)
    return "" if value is None else " ".join(str(make_header(decode_header(str(value)))).split())


def blocks_of(mail: Message) -> list[Message]:
    """Return the blocks of the delivery status (RFC 3464, section 2.1), none without one."""
    for part in mail.walk():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            payload = part.get_payload()
            if isinstance(payload, list):
                found = [each for each in payload if isinstance(each, Message) and each.keys()]
                if len(found) > 1 or "Action" in (found[0] if found else {}):
                    return found[:_MOST_BLOCKS]
            return _blocks_in(_decoded(part))
    return []


def text_of(mail: Message) -> str:
    """Return what the report says in words, the mail that it returns left out."""
    texts = list[str]()
    for part in _own_parts(mail):
        if part.get_content_type() == "text/plain":
            texts.append(_decoded(part))
        elif part.get_content_type() == "text/html":
            texts.append(_TAG.sub(" ", _BREAK.sub("\n", _decoded(part))))
    return "\n".join(texts)


def returned_headers(mail: Message) -> str:
    """Return the names of the mail that the report returns: Message-ID alone, as a text."""
    found = list[str]()
    for part in mail.walk():
        match part.get_content_type():
            case "text/rfc822-headers" | "message/global-headers":
                found.append(header(_parsed(_decoded(part)), "Message-ID"))
            case "message/rfc822" | "message/global":
                inner = part.get_payload()
                first = inner[0] if isinstance(inner, list) and inner else None
                if isinstance(first, Message):
                    found.append(header(first, "Message-ID"))
            case _:
                pass
    return " ".join(found)


def _own_parts(mail: Message) -> list[Message]:
    """Return the parts without what lies inside a returned mail."""
    if mail.get_content_maintype() == "message":
        return []
    payload = mail.get_payload()
    if not isinstance(payload, list):
        return [mail]
    return [part for each in payload if isinstance(each, Message) for part in _own_parts(each)]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        payload = _octets_of_blocks(part)
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a charset that nobody knows
        return payload.decode("utf-8", "replace")


def _octets_of_blocks(part: Message) -> bytes:
    """Return a status whose blocks the parser could not tell: it may be in base64."""
    inner = part.get_payload()
    blocks = (
        [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
    )
    if header(part, "Content-Transfer-Encoding").lower() == "base64":
        return b64decode("".join(str(each.get_payload()) for each in blocks))
    return "\n\n".join(map(str, blocks)).encode(errors="replace")


def _blocks_in(text: str) -> list[Message]:
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    return [_parsed(each.strip("\n")) for each in blocks[:_MOST_BLOCKS] if each.strip()]


def _parsed(text: str) -> Message:
    return Parser(policy=compat32).parsestr(text, headersonly=True)
