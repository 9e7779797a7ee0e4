"""What a file is, by its content: extension and content must agree, and both be allowed.

Executables, scripts, HTML and SVG are refused whatever they are called, and so are documents
with macros, encrypted archives and archives that would unpack to far more than they are.
Nothing is unpacked, except at most 1 MiB of the list of content types of an Office document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from engine.model import file_archives, file_compound
from engine.model.errors import InvalidArgument
from engine.model.file_names import split_name

HEAD = 4096
"""Bytes at the beginning that say what most files are."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file: its family says how its content is told, the rest how it is served."""

    family: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: Mapping[str, FileType] = {
    "pdf": FileType("pdf", "application/pdf"),
    "docx": FileType("docx", f"{_OFFICE}wordprocessingml.document"),
    "xlsx": FileType("xlsx", f"{_OFFICE}spreadsheetml.sheet"),
    "pptx": FileType("pptx", f"{_OFFICE}presentationml.presentation"),
    "doc": FileType("doc", "application/msword"),
    "xls": FileType("xls", "application/vnd.ms-excel"),
    "ppt": FileType("ppt", "application/vnd.ms-powerpoint"),
    "wps": FileType("doc", "application/vnd.ms-works"),
    "et": FileType("xls", "application/vnd.ms-excel"),
    "ofd": FileType("ofd", "application/ofd"),
    "jpg": FileType("jpg", "image/jpeg"),
    "jpeg": FileType("jpg", "image/jpeg"),
    "png": FileType("png", "image/png"),
    "heic": FileType("heic", "image/heic"),
    "mp4": FileType("mp4", "video/mp4"),
    "txt": FileType("text", "text/plain"),
    "csv": FileType("text", "text/csv"),
    "zip": FileType("zip", "application/zip"),
}
"""Every type that can be told from others, by extension; an office allows some of them."""


def identify(name: str, content: BinaryIO, *, allowed: Collection[str]) -> FileType:
    """Return the type of a file; raise InvalidArgument when it must not be taken.

    Codes: `file_empty`, `file_type_not_allowed`, `file_type_mismatch`, `file_dangerous`,
    `file_damaged`, `file_bomb`.
    """
    extension = split_name(name)[1]
    wanted = TYPES.get(extension) if extension in allowed else None
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise _refused("文件是空的。", "Expected a file with content.", "file_empty")
    _expect_harmless(head)
    if wanted is None:
        listed = "、".join(sorted(each for each in allowed if each in TYPES))
        raise _refused(
            f"不接受“.{extension}”文件；可以上传：{listed}。",
            f"Expected one of {sorted(allowed)}, found '.{extension}'.",
            "file_type_not_allowed",
        )
    found = _family(head, content)
    if found != wanted.family:
        is_like = f"，内容像是 {found}" if found else "，内容无法识别"
        raise _refused(
            f"文件内容与扩展名“.{extension}”不符{is_like}。",
            f"Expected the content of '.{extension}', found '{found}'.",
            "file_type_mismatch",
        )
    return wanted


def _family(head: bytes, content: BinaryIO) -> str:
    """Tell the family by content alone; what has none here is named by puremagic."""
    for begins, family in _SIGNATURES:
        if head.startswith(begins):
            return family(content)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12].lower(), "")
    if _is_text(content):
        return "text"
    try:
        return str(puremagic.from_string(head)).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


_SIGNATURES: tuple[tuple[bytes, Callable[[BinaryIO], str]], ...] = (
    (b"%PDF-", lambda _: "pdf"),
    (b"\xff\xd8\xff", lambda _: "jpg"),
    (b"\x89PNG\r\n\x1a\n", lambda _: "png"),
    (b"PK\x03\x04", file_archives.kind_of),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", file_compound.kind_of),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_MP4 = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"m4v ", b"msnv")
_BRANDS: Mapping[bytes, str] = {**dict.fromkeys(_HEIC, "heic"), **dict.fromkeys(_MP4, "mp4")}

_EXECUTABLE = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00", b"#!", b"dex\n", b"\x00asm",
)  # fmt: skip
_MARKUP = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php", b"<?xml", b"<iframe", b"<%@")
_BATCH = (b"@echo", b"rem ", b"powershell")


def _expect_harmless(head: bytes) -> None:
    """Refuse what a computer would run, by its beginning, in whatever encoding."""
    plain = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    plain = plain.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    is_markup = plain.startswith(b"<") and any(each in plain[:1024] for each in _MARKUP)
    if head.startswith(_EXECUTABLE) or plain.startswith((*_BATCH, b"#!")) or is_markup:
        raise _refused(
            "不接受程序、脚本、网页和 SVG 文件。",
            "Expected no program, script, HTML or SVG.",
            "file_dangerous",
        )


def _is_text(content: BinaryIO) -> bool:
    """Say whether all of a file is text, in UTF-8, GB 18030, or UTF-16 with its mark."""
    content.seek(0)
    data = content.read()
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(each) < ord(" ") and each not in "\t\r\n\f" for each in text)
    return False


def _refused(zh: str, en: str, code: str) -> InvalidArgument:
    return InvalidArgument(zh, en=en, code=code)
