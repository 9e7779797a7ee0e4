"""Tell the words of a template from the values put into them, down to the character.

Every value goes into the filled text between two private marks. When the text is read, the form
of a line (heading, table, label) is looked for among the characters of the template alone: for
the reader a value is a row of `VALUE`. So no value can be taken for layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPEN, CLOSE, NEWLINE, LINE, LINE_END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
VALUE = "\ue005"
MARKS = re.compile("[\ue000-\ue00f]")

_NEWLINES = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, direction overrides, and what XML 1.0 cannot hold.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff"
    "\ud800-\udfff\ue000-\ue00f]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of a filled template; `shape` is `text` with values hidden."""

    number: int
    text: str
    shape: str

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return a part of the line."""
        return Line(self.number, self.text[start:end], self.shape[start:end])

    def strip(self) -> Line:
        """Return the line without the template's blanks (and tabs, ideographic spaces) around."""
        start = len(self.shape) - len(self.shape.lstrip())
        return self.cut(start, max(start, len(self.shape.rstrip())))

    def split(self, separator: str) -> list[Line]:
        """Cut the line at a character, where the template wrote it."""
        places = [i for i, char in enumerate(self.shape) if char == separator]
        starts = [0, *(place + 1 for place in places)]
        return [
            self.cut(start, end)
            for start, end in zip(starts, [*places, len(self.text)], strict=True)
        ]

    def flat(self) -> str:
        """Return the text in one line."""
        return self.text.replace("\n", " ")


def printable(text: str) -> str:
    """Return a value's text with one kind of line end and without unprintable characters."""
    return _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text.replace("\t", " ")))


def protect(text: str) -> str:
    """Mark a value, so that it stays text wherever it is put."""
    return f"{OPEN}{printable(text).strip().replace(chr(10), NEWLINE)}{CLOSE}"


def lines_of(filled: str) -> Iterator[Line]:
    """Read the filled text line by line, with the number of the line in the template."""
    for raw in filled.split("\n"):
        number, text, shape, inside = 0, [], [], 0
        for piece in re.split("(\ue003\\d+\ue004|[\ue000\ue001])", raw):
            if piece == OPEN:
                inside += 1
            elif piece == CLOSE:
                inside -= 1
            elif piece.startswith(LINE):
                number = int(piece[1:-1])
            else:
                text.append(piece.replace(NEWLINE, "\n"))
                shape.append(VALUE * len(piece) if inside else piece)
        yield Line(number, "".join(text), "".join(shape))
