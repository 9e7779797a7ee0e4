"""Read iCalendar by the words of RFC 5545 alone, so that the writer's own parser is not the judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_OCTETS = 75
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}


@dataclass(slots=True)
class Part:
    """A component: its properties in order, as (name, parameters, value), and those inside."""

    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The value of a property that stands once."""
        (found,) = [value for each, _, value in self.lines if each == name]
        return found

    def parameters(self, name: str) -> dict[str, str]:
        (found,) = [given for each, given, _ in self.lines if each == name]
        return found

    def inside(self, name: str) -> list[Part]:
        return [each for each in self.parts if each.name == name]


def physical(data: bytes) -> list[bytes]:
    """Lines as they travel: each ends in CRLF, has at most 75 octets, and is UTF-8 by itself."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    for each in lines:
        assert b"\r" not in each, each
        assert b"\n" not in each, each
        assert 0 < len(each) <= MOST_OCTETS, each
        each.decode("utf-8")  # 3.1: no character is split
    return lines


def unfolded(data: bytes) -> Iterator[str]:
    """Content lines: a line that begins with a blank goes on with the one before (3.1)."""
    found: list[bytes] = []
    for each in physical(data):
        if each[:1] in (b" ", b"\t"):
            found[-1] += each[1:]
        else:
            found.append(each)
    return (each.decode("utf-8") for each in found)


def parsed(data: bytes) -> Part:
    """The whole object; every BEGIN has its END, nothing stands outside."""
    root = Part("")
    open_: list[Part] = [root]
    for line in unfolded(data):
        name, given, value = _content(line)
        if name == "BEGIN":
            part = Part(value)
            open_[-1].parts.append(part)
            open_.append(part)
        elif name == "END":
            assert open_.pop().name == value
        else:
            assert len(open_) > 1, line
            open_[-1].lines.append((name, given, value))
    assert open_ == [root]
    (calendar,) = root.parts
    return calendar


def text(value: str) -> str:
    """A TEXT value without its escapes (3.3.11); a bare comma or semicolon is an error."""
    rest = re.sub(r"\\[\\;,nN]", "", value)
    assert not re.search(r"[\\;,]", rest), value
    return re.sub(r"\\[\\;,nN]", lambda found: _ESCAPED[found[0]], value)


def _content(line: str) -> tuple[str, dict[str, str], str]:
    match = _NAME.match(line)
    assert match is not None, line
    name, rest, given = match[0], line[match.end() :], {}
    while rest.startswith(";"):
        found = re.match(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)', rest)
        assert found is not None, line
        given[found[1].upper()] = found[2].strip('"')
        rest = rest[found.end() :]
    assert rest.startswith(":"), line
    return name.upper(), given, rest[1:]
