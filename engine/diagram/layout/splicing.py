"""Put a new drawing into the bytes of a file; every other byte stays."""

from __future__ import annotations

from io import BytesIO
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
    raw = _undeclared(text).encode()
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    open_: list[tuple[str, int]] = []
    spans: list[Span] = []

    def start(name: str, _: object) -> None:
        open_.append((name, parser.CurrentByteIndex))

    def end(_: str) -> None:
        name, at = open_.pop()
        is_drawing = name == _DRAWING and len(open_) == 1
        if is_drawing or not open_:
            spans.append((at, parser.CurrentByteIndex))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.ParseFile(BytesIO(raw))
    *drawings, (_, root) = spans
    places = [(_index(raw, at), _index(raw, raw.index(b">", stop) + 1)) for at, stop in drawings]
    return places, _index(raw, root)


def _index(raw: bytes, at: int) -> int:
    return len(raw[:at].decode())


def _undeclared(text: str) -> str:
    """Return a text of the same length without its XML declaration, whose encoding is not ours."""
    if not text.startswith("<?xml"):
        return text
    stop = text.index("?>") + 2
    return " " * stop + text[stop:]
