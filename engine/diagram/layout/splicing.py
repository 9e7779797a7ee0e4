"""Put a new drawing into the bytes of a file; every other byte stays."""

from __future__ import annotations

from xml.parsers import expat

from engine.diagram.encoding import codec_of
from engine.diagram.xml import BPMN_DI

Span = tuple[int, int]
_DRAWING = f"{BPMN_DI} BPMNDiagram"


def spliced(data: bytes, drawings: list[str]) -> bytes:
    """Return the file with these BPMNDiagram elements instead of those it has."""
    codec, mark = codec_of(data)
    text = data[mark:].decode(codec)
    spans, end = _spans(text)
    eol = "\r\n" if "\r\n" in text else "\n"
    pieces: list[tuple[int, int, str]] = [(start, stop, "") for start, stop in spans]
    new = "\n  ".join(drawings).replace("\n", eol)
    if pieces:
        pieces = [
            (spans[0][0], spans[0][1], new),
            *((_before(text, a), b, "") for a, b in spans[1:]),
        ]
    else:
        at = _before(text, end)
        pieces = [(at, at, f"{eol}  {new}")]
    found, done = data[:mark], 0
    for start, stop, piece in pieces:
        found += _bytes(data, text, codec, mark, done, start) + piece.encode(codec)
        done = stop
    return found + _bytes(data, text, codec, mark, done, len(text))


def _bytes(data: bytes, text: str, codec: str, mark: int, start: int, stop: int) -> bytes:
    """Return the bytes of a part of the text as they stand in the file."""
    first = mark + len(text[:start].encode(codec))
    return data[first : first + len(text[start:stop].encode(codec))]


def _before(text: str, at: int) -> int:
    """Return the end of what stands before the white space in front of a place."""
    return len(text[:at].rstrip(" \t\r\n"))


def _spans(text: str) -> tuple[list[Span], int]:
    """Return where the drawings stand in a text, and where its root element ends."""
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    raw = _undeclared(text).encode()
    spans: list[Span] = []
    opened: list[int] = []
    depth = [0, 0]  # of elements, and where the last end tag of the root starts

    def start(name: str, _: object) -> None:
        depth[0] += 1
        if name == _DRAWING and depth[0] == 2:
            opened.append(parser.CurrentByteIndex)

    def end(name: str) -> None:
        if name == _DRAWING and depth[0] == 2:
            at = parser.CurrentByteIndex
            spans.append((opened[-1], raw.index(b">", at) + 1))
        depth[0] -= 1
        depth[1] = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(raw, True)
    return [(_index(raw, a), _index(raw, b)) for a, b in spans], _index(raw, depth[1])


def _index(raw: bytes, at: int) -> int:
    return len(raw[:at].decode())


def _undeclared(text: str) -> str:
    """Return a text of the same length without its XML declaration, whose encoding is not ours."""
    if not text.startswith("<?xml"):
        return text
    stop = text.index("?>") + 2
    return " " * stop + text[stop:]
