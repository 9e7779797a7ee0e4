"""Where mails come back to: a Maildir folder that the mail server writes into, or a stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from notifications.bounces.report import MOST_OCTETS

_BETWEEN = re.compile(rb"(?:\A|\r?\n\r?\n)From \S[^\r\n]* \d{4}\r?\n")
"""The line before each mail of an mbox (RFC 4155); an alias of a mail server writes it as well."""


def _nothing() -> None:
    """Do nothing: a stream is gone once it is read."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One mail that came back; `settle` says that it is dealt with and need not come again."""

    octets: bytes = field(repr=False)
    settle: Callable[[], None] = _nothing


class Source(Protocol):
    """Where mails come back to."""

    def returned(self, limit: int) -> Iterator[Returned]:
        """Yield mails not settled yet, up to so many."""


@dataclass(frozen=True, slots=True)
class MaildirSource:
    """A Maildir folder: new mails stand in ``new`` and go to ``cur`` once they are settled."""

    folder: Path

    def returned(self, limit: int) -> Iterator[Returned]:
        """Yield what stands in ``new``, the oldest name first."""
        files = sorted(each for each in (self.folder / "new").iterdir() if each.is_file())
        for file in files[:limit]:
            with suppress(FileNotFoundError):  # another worker was faster
                yield Returned(_beginning(file), partial(self._settle, file))

    def _settle(self, file: Path) -> None:
        with suppress(FileNotFoundError):
            file.rename(self.folder / "cur" / f"{file.name}:2,S")


@dataclass(frozen=True, slots=True)
class StreamSource:
    """What a mail server pipes into a program: one mail, or an mbox of several."""

    octets: bytes = field(repr=False)

    def returned(self, limit: int) -> Iterator[Returned]:
        """Yield each mail of the stream."""
        mails = [each for each in _BETWEEN.split(self.octets) if each.strip()]
        yield from map(Returned, mails[:limit])


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_OCTETS)
