"""Zip archives, and the documents that are zip archives: looked at, never unpacked.

All is read from the central directory: how much there is, how much it would become, and whether
its parts overlap (an archive of a few kilobytes can name the same bytes a million times).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import BinaryIO

from engine.model.errors import InvalidArgument
from engine.model.file_names import split_name

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1024**3
"""Bytes that all entries together may become."""
MAX_RATIO = 200
"""How many times larger the whole may become, beyond `FREE_RATIO` bytes."""
FREE_RATIO = 10 * 1024**2
MAX_CONTENT_TYPES = 1024**2
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What Office and OFD use; the others cannot be read within bounds."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # zipfile: a way of packing that it does not know
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What reading a damaged archive raises."""

_HEADER = 30
"""Bytes of the shortest local header (PKWARE APPNOTE 4.3.7)."""
_ENCRYPTED = 1

_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_FOLDERS = ("activex/", "macrosheets/")
_PROGRAMS = frozenset({
    "exe", "dll", "com", "scr", "pif", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js",
    "jse", "wsf", "wsh", "hta", "lnk", "jar", "sh", "py", "php", "html", "htm", "svg",
    "xhtml", "docm", "xlsm", "pptm", "dotm", "xltm", "apk", "app", "dmg", "iso", "reg",
    "chm",
})  # fmt: skip
_ARCHIVES = frozenset({
    "zip", "rar", "7z", "gz", "bz2", "xz", "tar", "tgz", "cab",
})  # fmt: skip


def kind_of(content: BinaryIO) -> str:
    """Return `docx`, `xlsx`, `pptx`, `ofd` or `zip`; raise InvalidArgument for a hostile one."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _expect_sound(entries, archive.start_dir)
            _expect_small(entries)
            names = [entry.filename for entry in entries]
            kind = _kind(names)
            if kind == "zip":
                _expect_harmless(names)
            elif kind != "ofd":
                _expect_no_macros(names, _content_types(archive))
    except _DAMAGE as error:
        raise InvalidArgument(
            "压缩格式的文件已损坏，无法读取。",
            en=f"Expected a sound archive: {error}",
            code="file_damaged",
        ) from error
    return kind


def _kind(names: Sequence[str]) -> str:
    if _CONTENT_TYPES in names:
        return next((kind for part, kind in _MAIN_PARTS.items() if part in names), "zip")
    return "ofd" if "OFD.xml" in names else "zip"


def _expect_sound(entries: Sequence[zipfile.ZipInfo], end: int) -> None:
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise _dangerous("压缩包内有重名文件。", "Expected entries with different names.")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise _dangerous("不接受加密的文件。", "Expected no encrypted entries.")
        if entry.compress_type not in _METHODS:
            raise _dangerous("压缩方式不受支持。", "Expected entries stored or deflated.")
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise _dangerous("压缩包内有不安全的路径。", "Expected no unsafe paths.")
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [
        (each.header_offset, each.header_offset + _HEADER + each.compress_size) for each in in_order
    ]
    for (_, before), (start, _) in pairwise([*ends, (end, end)]):
        if before > start:
            raise _bomb()


def _expect_small(entries: Sequence[zipfile.ZipInfo]) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > FREE_RATIO and unpacked > MAX_RATIO * max(1, packed)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_dense:
        raise _bomb()


def _content_types(archive: zipfile.ZipFile) -> bytes:
    with archive.open(_CONTENT_TYPES) as part:
        said = part.read(MAX_CONTENT_TYPES + 1)
    if len(said) > MAX_CONTENT_TYPES:
        raise _bomb()
    return said


def _expect_no_macros(names: Sequence[str], content_types: bytes) -> None:
    for name in (each.lower() for each in names):
        if name.endswith(_MACROS) or any(f"/{folder}" in f"/{name}" for folder in _MACRO_FOLDERS):
            raise _macros()
    if b"macroenabled" in content_types.replace(b"\x00", b"").lower():
        raise _macros()


def _expect_harmless(names: Sequence[str]) -> None:
    for name in names:
        extension = split_name(name)[1]
        if extension in _PROGRAMS or extension in _ARCHIVES:
            raise _dangerous(
                f"压缩包内不得有程序、脚本、网页或另一个压缩包（{name[:80]}）。",
                f"Expected no program and no archive inside, found '{name[:80]}'.",
            )


def _macros() -> InvalidArgument:
    return _dangerous(
        "不接受含有宏的文件，请另存为不含宏的格式。", "Expected a document without macros."
    )


def _bomb() -> InvalidArgument:
    return InvalidArgument(
        "文件解开后过大，疑似压缩炸弹，不予接收。",
        en="Expected an archive that unpacks to a reasonable size.",
        code="file_bomb",
    )


def _dangerous(zh: str, en: str) -> InvalidArgument:
    return InvalidArgument(zh, en=en, code="file_dangerous")
