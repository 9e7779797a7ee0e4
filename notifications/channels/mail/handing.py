"""Hand one mail over on an open line: sender, recipient, content, and what the server answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from notifications.channel import Refused
from notifications.channels.mail.attempt import Attempt, Stage, Unwanted, shown
from notifications.channels.mail.failures import too_large
from notifications.channels.mail.line import Line

_GO_AHEAD = 354


@dataclass(frozen=True, slots=True)
class Post:
    """A mail with its envelope; `envelope_id` is what a report about it repeats (RFC 3461)."""

    sender: str
    to: str
    content: bytes = field(repr=False)
    needs_smtputf8: bool
    envelope_id: str


def hand_over(line: Line, post: Post, attempt: Attempt) -> str:
    """Return what the server answered when it took the mail; Unwanted for any refusal."""
    line.command_encoding = "ascii"
    attempt.stage = Stage.SENDER
    _accepted(line.mail(post.sender, _mail_options(line, post)))
    attempt.stage = Stage.RECIPIENT
    wants = ["NOTIFY=FAILURE,DELAY"] if line.has_extn("dsn") else []
    _accepted(line.rcpt(post.to, wants))
    attempt.stage = Stage.CONTENT
    code, text = line.docmd("DATA")
    if code != _GO_AHEAD:
        raise Unwanted(code, text)
    line.send(_dotted(post.content))
    attempt.stage = Stage.ANSWER
    code, text = _accepted(line.getreply())
    return f"{code} {shown(text)}"


def _mail_options(line: Line, post: Post) -> list[str]:
    size = len(post.content)
    most = line.esmtp_features.get("size", "").strip()
    if most.isdigit() and 0 < int(most) < size:
        raise too_large(f"{size} > {most}")
    if post.needs_smtputf8 and not line.has_extn("smtputf8"):
        raise Refused(
            "邮件服务器不支持“@”之前有汉字的地址（SMTPUTF8）",
            en="The mail server does not take an address that is not ASCII before the @ (SMTPUTF8)",
            code="mail_smtputf8",
            is_address=True,
        )
    options = [f"SIZE={size}"] if line.has_extn("size") else []
    if line.has_extn("dsn"):
        options += ["RET=HDRS", f"ENVID={post.envelope_id}"]
    if post.needs_smtputf8:
        options += ["BODY=8BITMIME", "SMTPUTF8"]
    return options


def _accepted(answer: tuple[int, bytes]) -> tuple[int, bytes]:
    if answer[0] // 100 != 2:  # noqa: PLR2004 - 2yz: done (RFC 5321, section 4.2.1)
        raise Unwanted(*answer)
    return answer


def _dotted(content: bytes) -> bytes:
    """Return the mail with its dots doubled and its end marked (RFC 5321, section 4.5.2)."""
    lines = b"\r\n" + content
    dotted = lines.replace(b"\r\n.", b"\r\n..")[2:]
    return dotted + (b"" if dotted.endswith(b"\r\n") else b"\r\n") + b".\r\n"
