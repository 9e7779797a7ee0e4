"""Turn the bytes of an XML file into text: what it declares must be true."""

from __future__ import annotations

import codecs
import re

from engine.diagram.findings import DiagramError, refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))  # XML 1.0, appendix F
_DECLARATION = re.compile(
    r"\A<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._\-]{0,40})[\"'][^>]{0,200}?\?>"
)
# GB 18030 reads everything that was ever written as GB 2312 or GBK.
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_WIDE = frozenset({"utf-16", "utf-16le", "utf-16be", "utf16"})


def decode(data: bytes) -> str:
    """Return the text without its encoding declaration; raise DiagramError."""
    codec, mark = codec_of(data)
    try:
        text = data[mark:].decode(codec)
    except UnicodeDecodeError as fault:
        declared = _declared(data, _codec_of_shape(data)[0])
        raise refused(
            "encoding",
            f"文件内容与编码{declared}不符（第{mark + fault.start + 1}字节），请另存为UTF-8。",
            f"The file is not {declared} (byte {mark + fault.start + 1}); save it as UTF-8.",
        ) from None
    return _without_declaration(text)


def as_written(data: bytes) -> str:
    """Return the whole text, its declaration too; raise DiagramError for an unknown encoding."""
    codec, mark = codec_of(data)
    return data[mark:].decode(codec)


def codec_of(data: bytes) -> tuple[str, int]:
    """Return Python's name of the encoding and the length of the mark; raise DiagramError."""
    codec, mark = _codec_of_shape(data)
    declared = _declared(data, codec)
    name = declared.lower()
    if codec is None:
        if name in _WIDE:
            raise _contradiction(declared)
        codec = _CODECS.get(name)
        if codec is None:
            raise refused(
                "encoding",
                f"不支持编码“{declared}”，请另存为UTF-8。",
                f"The encoding '{declared}' is not supported; save the file as UTF-8.",
            )
    elif name and (name in _WIDE) != codec.startswith("utf-16"):
        raise _contradiction(declared)
    return codec, mark


def _codec_of_shape(data: bytes) -> tuple[str | None, int]:
    """Return the encoding that the first bytes show, and the length of the byte order mark."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec, len(mark)
    return next((codec for start, codec in _UNMARKED if data.startswith(start)), None), 0


def _declared(data: bytes, codec: str | None) -> str:
    head = data[:1000].decode(codec or "latin-1", errors="replace").lstrip("\ufeff")
    found = _DECLARATION.match(head)
    return found[1] if found else (codec or "utf-8")


def _contradiction(declared: str) -> DiagramError:
    return refused(
        "encoding",
        f"文件声明的编码是{declared}，但内容不是，请另存为UTF-8。",
        f"The file declares {declared} but is something else; save it as UTF-8.",
    )


def _without_declaration(text: str) -> str:
    found = _DECLARATION.match(text)
    if found is None:
        return text
    return re.sub(r"[^\n]", " ", found[0]).lstrip(" ") + text[found.end() :]
