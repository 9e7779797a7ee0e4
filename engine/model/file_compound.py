"""Compound files (the old .doc, .xls, .ppt, .wps, .et): told by the streams they name.

A directory entry ([MS-CFB] 2.6.1) is 128 bytes and lies on a multiple of 128: a name in UTF-16
of at most 31 characters, the length of the name, and the type of the entry. The file is searched
for the names that matter instead of following its allocation table: whoever hides a macro
by breaking the table has hidden it from Office too, but not from us.
"""

from __future__ import annotations

from typing import BinaryIO

from engine.model.errors import InvalidArgument

_ENTRY = 128
_PIECE = 1024**2
_KINDS = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}
_MACROS = ("_vba_project", "_vba_project_cur", "vba", "macros")
_ENCRYPTED = "encryptedpackage"
_USED = (1, 2, 5)
"""Storage, stream, root: the types of entries in use."""


def kind_of(content: BinaryIO) -> str:
    """Return `doc`, `xls`, `ppt` or "" (another); raise InvalidArgument for macros or a cipher."""
    found = _names(content)
    if found.intersection(_MACROS):
        raise InvalidArgument(
            "不接受含有宏的文件，请另存为不含宏的格式。",
            en="Expected a document without macros.",
            code="file_dangerous",
        )
    if _ENCRYPTED in found:
        raise InvalidArgument(
            "不接受加密的文件。", en="Expected no encrypted document.", code="file_dangerous"
        )
    return next((kind for name, kind in _KINDS.items() if name in found), "")


def _names(content: BinaryIO) -> frozenset[str]:
    """Return which of the names that matter a directory entry has, in whatever case."""
    wanted = {each: each.encode("utf-16-le") + bytes(2) for each in (*_KINDS, *_MACROS, _ENCRYPTED)}
    found: set[str] = set()
    content.seek(0)
    while piece := content.read(_PIECE).lower():
        found.update(name for name, written in wanted.items() if _has_entry(piece, written))
    return frozenset(found)


def _has_entry(piece: bytes, written: bytes) -> bool:
    place = piece.find(written)
    while place >= 0:
        if _is_entry(piece, place, len(written)):
            return True
        place = piece.find(written, place + 1)
    return False


def _is_entry(piece: bytes, place: int, length: int) -> bool:
    entry = piece[place : place + _ENTRY]
    if place % _ENTRY or len(entry) < _ENTRY:
        return False
    # The bytes were put in lower case: lengths that matter are even and at most 44, no letters.
    return int.from_bytes(entry[64:66], "little") == length and entry[66] in _USED
