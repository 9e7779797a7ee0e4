"""How an installation names its mail server: an address with a few parameters.

``smtp://user:password@host:587/?from=督导办 <x@y>&tls=starttls&timeout=20``, or ``smtps://…`` where
the connection is encrypted from its first octet (RFC 8314).
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NoReturn, Self
from urllib.parse import SplitResult, unquote, urlsplit

from notifications.channel import WrongAddress
from notifications.channels.mail.mailboxes import Mailbox

Tls = Literal["starttls", "implicit", "none"]
TIMEOUT = 20
LONGEST = 120
_PORTS: Mapping[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}
_KNOWN = ("from", "tls", "timeout", "ca", "bounce", "helo")


@dataclass(frozen=True, slots=True)
class MailPlace:
    """A mail server and how it is spoken to.

    `bounce` is the address that what cannot be delivered comes back to, with the id of the parcel
    in it; None where the server lets nobody send but the sender itself.
    """

    host: str
    port: int
    sender: Mailbox
    tls: Tls
    timeout: float
    user: str = ""
    password: str = field(default="", repr=False)
    bounce: str | None = None
    helo: str | None = None
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read the address of a mail server; WrongAddress says what was expected.

        A password is never sent unencrypted: ``tls=none`` with one is refused.
        """
        parts = _split(url)
        said = _parameters(parts.query)
        sender = _sender(said)
        tls = _tls(parts.scheme, said.get("tls"))
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        _expect_sound_login(user, password, tls)
        return cls(
            host=_host(parts),
            port=parts.port or _PORTS[tls],
            sender=sender,
            tls=tls,
            timeout=_timeout(said.get("timeout")),
            user=user,
            password=password,
            bounce=_bounce(said.get("bounce"), sender),
            helo=_helo(said.get("helo")),
            context=None if tls == "none" else context_of(said.get("ca")),
        )


def context_of(ca: str | None) -> ssl.SSLContext:
    """Return how certificates are checked: by the system's authorities, or by those of a file."""
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise WrongAddress(
            f"参数 ca 应为可以读取的证书文件（PEM）：{error.strerror or error}",
            en=f"Expected ca to name a readable file of certificates (PEM): {error}",
        ) from error


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port, parts.hostname
    except ValueError:
        # The cause would quote the address, and the address holds a password.
        parts = urlsplit("")
    if parts.scheme not in ("smtp", "smtps") or parts.path.strip("/") or parts.fragment:
        _wrong(
            "邮件服务器的地址应为 smtp://用户:口令@主机:端口/?from=… 或 smtps://…；"
            "口令中的特殊字符写成 %XX",
            "Expected an address like smtp://user:password@host:port/?from=... or smtps://...,"
            " with special characters of the password written as %XX",
        )
    return parts


def _parameters(query: str) -> dict[str, str]:
    pairs = [each.partition("=") for each in query.split("&") if each]
    said = {name: unquote(value).strip() for name, _, value in pairs}
    unknown = sorted(said.keys() - set(_KNOWN))
    if unknown or len(said) != len(pairs):
        _wrong(
            f"邮件服务器的参数应各写一次，只可以有 {'、'.join(_KNOWN)}",
            f"Expected the parameters {', '.join(_KNOWN)} and each of them once",
        )
    return said


def _sender(said: Mapping[str, str]) -> Mailbox:
    try:
        sender = Mailbox.read(said.get("from", ""))
    except WrongAddress as error:
        raise WrongAddress(
            f"参数 from 应为发件人，如 督导办 <notice@example.com>：{error.zh}",
            en=f"Expected from to be the sender, like Office <notice@example.com>: {error}",
        ) from error
    if sender.needs_smtputf8:
        _wrong(
            "参数 from 的地址在“@”之前应为 ASCII 字符；名称可以是汉字",
            "Expected an address of ASCII characters before the @ in from; the name may be any",
        )
    return sender


def _host(parts: SplitResult) -> str:
    if not parts.hostname:
        _wrong("邮件服务器的地址缺少主机名", "Expected a host in the address of the mail server")
    return parts.hostname


def _tls(scheme: str, said: str | None) -> Tls:
    if scheme == "smtps":
        if said:
            _wrong(
                "smtps 的连接从一开始就加密，不用参数 tls",
                "Expected no tls with smtps: it is encrypted from the start",
            )
        return "implicit"
    if said not in (None, "starttls", "none"):
        _wrong("参数 tls 应为 starttls 或 none", "Expected tls to be starttls or none")
    return "none" if said == "none" else "starttls"


def _expect_sound_login(user: str, password: str, tls: Tls) -> None:
    if bool(user) != bool(password):
        _wrong("用户和口令应同时有或者同时没有", "Expected both user and password, or neither")
    if password and tls == "none":
        _wrong(
            "有口令时连接必须加密：不能用 tls=none",
            "Expected an encrypted connection where there is a password, not tls=none",
        )
    if not (user + password).isascii() or not (user + password).isprintable():
        _wrong(
            "用户和口令应为可打印的 ASCII 字符",
            "Expected user and password of printable ASCII characters",
        )


def _timeout(said: str | None) -> float:
    try:
        seconds = float(said or TIMEOUT)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST:
        _wrong(
            f"参数 timeout 应为大于0、不超过{LONGEST}的秒数",
            f"Expected timeout in seconds, more than 0 and at most {LONGEST}",
        )
    return seconds


def _bounce(said: str | None, sender: Mailbox) -> str | None:
    if said == "none":
        return None
    try:
        found = Mailbox.read(said or f"bounce@{sender.domain}")
    except WrongAddress as error:
        raise WrongAddress(
            f"参数 bounce 应为收取退信的地址，或者 none：{error.zh}",
            en=f"Expected bounce to be an address for what comes back, or none: {error}",
        ) from error
    if found.needs_smtputf8 or len(found.local) + 1 + 50 > 64:  # noqa: PLR2004 - RFC 5321, 4.5.3.1.1
        _wrong(
            "参数 bounce 的地址在“@”之前应为不超过13个 ASCII 字符，其后要加上消息的编号",
            "Expected at most 13 ASCII characters before the @ in bounce: an id is added to them",
        )
    return found.address


def _helo(said: str | None) -> str | None:
    if said and not (said.isascii() and said.isprintable() and " " not in said):
        _wrong("参数 helo 应为本机的域名", "Expected helo to be the domain name of this host")
    return said or None


def _wrong(zh: str, en: str) -> NoReturn:
    raise WrongAddress(zh, en=en)
