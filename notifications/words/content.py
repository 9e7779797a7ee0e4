"""What a message says through a channel, and how much of it the channel may carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Detail = Literal["full", "case", "bare"]
"""`full`: everything, names included. `case`: reference and what is asked, no name of a person and
no text that somebody wrote. `bare`: that something waits, and where to sign in."""


@dataclass(frozen=True, slots=True)
class Content:
    """A subject, a plain text, HTML of the same, and one short sentence (at most 70 characters)."""

    subject: str
    text: str
    html: str
    short: str
