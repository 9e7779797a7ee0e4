"""Addresses of mail: what one may look like, so that it can stand in a header and an envelope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Self

from notifications.channel import WrongAddress

MOST = 254
"""Octets of an address: a path of 256 has its angle brackets (RFC 5321, section 4.5.3.1.3)."""
_MOST_LOCAL = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: what stands before the sign, the domain in ASCII, and a name for people.

    Quoted local parts and addresses of numbers are not taken: nobody has such an address, and
    forms that nobody uses are where receivers disagree about what is meant.
    """

    local: str
    domain: str
    name: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``x@y`` or ``name <x@y>``; WrongAddress for any other text."""
        text = text.strip()
        if text.endswith(">") and "<" in text:
            name, _, rest = text[:-1].rpartition("<")
            return cls._of(rest, name.strip().strip('"').strip())
        return cls._of(text, "")

    @classmethod
    def _of(cls, text: str, name: str) -> Self:
        local, _, domain = text.strip().rpartition("@")
        domain = _ascii(domain)
        is_sound = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) and name.isprintable()
        too_long = len(local.encode()) > _MOST_LOCAL or len(f"{local}@{domain}".encode()) > MOST
        if not is_sound or not local.isprintable() or too_long:
            raise WrongAddress(
                "邮件地址应为 名称@域名，最长254个字节，不含空格和引号",
                en="Expected a mail address like name@domain of at most 254 octets,"
                " without blanks and quotes",
            )
        return cls(local, domain, name)

    @property
    def address(self) -> str:
        """Return the address alone."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_smtputf8(self) -> bool:
        """Say whether only a server with SMTPUTF8 can take it (RFC 6531)."""
        return not self.local.isascii()

    def named(self, name: str) -> Address:
        """Return it for a header, with a name for people."""
        return Address(display_name=name, username=self.local, domain=self.domain)


def _ascii(domain: str) -> str:
    """Return a domain in its ASCII form and in small letters; an impossible one becomes empty."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
