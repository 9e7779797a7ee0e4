"""An address as evidence names it: enough to tell two apart, too little to use."""

from __future__ import annotations

_SHORT = 4
_STARS = "***"


def masked(address: str) -> str:
    """Return an address with its middle left out; of a mail address the domain stays."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}{_STARS}@{domain}"
    if len(address) <= 2 * _SHORT:
        return f"{address[:1]}{_STARS}" if address else ""
    return f"{address[:3]}{_STARS}{address[-_SHORT:]}"
