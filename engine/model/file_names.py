"""Names of files that people send: without paths, control characters or tricks of direction."""

from __future__ import annotations

import re
import unicodedata

from engine.model.errors import InvalidArgument

MAX_BYTES = 200
"""UTF-8 bytes of a name: most file systems take 255, and a download may add to it."""
MAX_EXTENSION = 10
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FORBIDDEN = frozenset('<>:"|?*')


def clean_name(name: str) -> str:
    """Return the last part of a name as every system can keep it; raise InvalidArgument if none.

    Control and format characters go (a right-to-left override can make `exe` look like `pdf`),
    and so do signs that Windows forbids. What is too long is cut before its extension.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        "_" if each in _FORBIDDEN else each
        for each in last
        if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    plain = " ".join(kept.split()).strip(". ")
    stem, extension = split_name(plain)
    if not stem.strip(". _"):
        raise InvalidArgument(
            "文件名应含有文字，如 整改报告.pdf。",
            en="Expected a file name such as report.pdf.",
            code="invalid_file_name",
        )
    if _RESERVED.match(plain):
        stem = f"_{stem}"
    return _cut(stem, extension)


def split_name(name: str) -> tuple[str, str]:
    """Return stem and extension, the latter in lower case and without its dot; "" if none."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not extension.isalnum() or len(extension) > MAX_EXTENSION:
        return name, ""
    return stem, extension.lower()


def _cut(stem: str, extension: str) -> str:
    ending = f".{extension}" if extension else ""
    room = MAX_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + ending
