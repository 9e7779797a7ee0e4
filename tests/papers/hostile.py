"""Files as honest people and others send them, made here."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

CONTENT_TYPES = b'<?xml version="1.0"?><Types><Default Extension="xml"/></Types>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(64)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(64)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(512)
ELF = b"\x7fELF\x02\x01\x01" + bytes(64)


def archive(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return made.getvalue()


def office(main: str, **more: bytes) -> bytes:
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in more.items()}
    return archive({"[Content_Types].xml": CONTENT_TYPES, main: b"<x/>", **parts})


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
PPTX = office("ppt/presentation.xml")
OFD = archive({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<x/>"})


def compound(*names: str) -> bytes:
    """A compound file with a header and one sector of directory entries."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    entries = b""
    for number, name in enumerate(("Root Entry", *names)):
        written = name.encode("utf-16-le") + b"\x00\x00"
        kind = 5 if number == 0 else 2
        entries += written.ljust(64, b"\x00") + struct.pack("<HB", len(written), kind)
        entries = entries.ljust(128 * (number + 1), b"\x00")
    return header + entries.ljust(1024, b"\x00")


DOC = compound("WordDocument", "1Table")
XLS = compound("Workbook")
PPT = compound("PowerPoint Document")


def bomb_of_zeros() -> bytes:
    """Fifty million zeros in fifty kilobytes."""
    return office("word/document.xml", word__media__a_dot_bin=bytes(50_000_000))


def bomb_of_many() -> bytes:
    return archive({"OFD.xml": b"", **{f"part{number}": b"" for number in range(10_001)}})


def bomb_of_overlaps() -> bytes:
    """Many names in the directory for the same bytes: each of them fits, together they do not."""
    data = office("word/document.xml", word__a_dot_xml=b"a" * 4000)
    with zipfile.ZipFile(io.BytesIO(data)) as known:
        first = next(each for each in known.infolist() if each.filename == "word/a.xml")
        start = known.start_dir
    directory = data[start : data.rindex(b"PK\x05\x06")]
    at = directory.index(b"word/a.xml") - 46
    length = 46 + len(b"word/a.xml")
    entry = directory[at : at + length]
    assert int.from_bytes(entry[42:46], "little") == first.header_offset
    more = b"".join(entry.replace(b"word/a.xml", b"word/%d.xml" % digit) for digit in range(5))
    end = bytearray(data[data.rindex(b"PK\x05\x06") :])
    count = int.from_bytes(end[10:12], "little") + 5
    end[8:10] = end[10:12] = count.to_bytes(2, "little")
    end[12:16] = (len(directory) + len(more)).to_bytes(4, "little")
    return data[:start] + directory + more + bytes(end)


def encrypted() -> bytes:
    """An archive whose entries say that they are encrypted."""
    data = bytearray(DOCX)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def twice() -> bytes:
    """Two entries that differ only in case: which one is read depends on who reads."""
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": b"<x/>",
            "Word/Document.xml": b"",
        }
    )


def climbing() -> bytes:
    return office("word/document.xml", **{"..__..__evil": b"x"})


HONEST: Mapping[str, bytes] = {
    "报告.pdf": PDF,
    "报告.docx": DOCX,
    "台账.xlsx": XLSX,
    "汇报.pptx": PPTX,
    "旧报告.doc": DOC,
    "旧台账.xls": XLS,
    "旧汇报.ppt": PPT,
    "报告.wps": DOC,
    "台账.et": XLS,
    "公文.ofd": OFD,
    "照片.jpg": JPG,
    "照片.JPEG": JPG,
    "截图.png": PNG,
    "照片.heic": HEIC,
    "视频.mp4": MP4,
    "说明.txt": "整改说明".encode(),
    "说明（国标）.txt": "整改说明".encode("gb18030"),
    "说明（双字节）.txt": "整改说明".encode("utf-16"),
    "清单.csv": "项目,数量\r\n留样,3\r\n".encode(),
}

REFUSED: Mapping[str, tuple[str, bytes, str]] = {
    "an executable": ("工具.exe", EXE, "file_dangerous"),
    "an executable called a document": ("报告.pdf", EXE, "file_dangerous"),
    "a program of another system": ("报告.docx", ELF, "file_dangerous"),
    "a shell script": ("说明.txt", b"#!/bin/sh\nrm -rf /\n", "file_dangerous"),
    "a shell script after a mark": ("说明.txt", b"\xef\xbb\xbf#!/bin/sh\n", "file_dangerous"),
    "a batch file": ("说明.txt", b"@echo off\r\ndel *\r\n", "file_dangerous"),
    "a web page": ("说明.txt", b"<!DOCTYPE html><script>1</script>", "file_dangerous"),
    "a web page after blanks": ("说明.csv", b"\r\n  <html>", "file_dangerous"),
    "a web page in two bytes": ("说明.txt", "<html>".encode("utf-16"), "file_dangerous"),
    "a drawing with scripts": ("图.png", b'<svg onload="x()">', "file_dangerous"),
    "a web page as such": ("页.html", b"<html>", "file_dangerous"),
    "a type nobody allowed": ("数据.bin", bytes(100), "file_type_not_allowed"),
    "no extension at all": ("报告", PDF, "file_type_not_allowed"),
    "a type that ends the name": ("报告.pdf.exe", PDF, "file_type_not_allowed"),
    "a direction turned round": ("报告\u202efdp.exe", PDF, "file_type_not_allowed"),
    "an archive": ("材料.zip", archive({"a.txt": b"x"}), "file_type_not_allowed"),
    "a macro document": ("报告.docm", DOCX, "file_type_not_allowed"),
    "a picture called a document": ("报告.pdf", PNG, "file_type_mismatch"),
    "a text called a document": ("报告.pdf", b"hello", "file_type_mismatch"),
    "a document of another program": ("报告.docx", XLSX, "file_type_mismatch"),
    "an old document called a new one": ("报告.docx", DOC, "file_type_mismatch"),
    "an unknown compound file": ("报告.doc", compound("Other"), "file_type_mismatch"),
    "bytes called a text": ("说明.txt", b"abc\x00def", "file_type_mismatch"),
    "noise": ("说明.txt", bytes(range(128, 256)) * 3, "file_type_mismatch"),
    "a film of another kind": (
        "视频.mp4",
        b"\x00\x00\x00\x18ftypqt  " + bytes(9),
        "file_type_mismatch",
    ),
    "macros in a new document": (
        "报告.docx",
        office("word/document.xml", word__vbaProject_dot_bin=b"x"),
        "file_dangerous",
    ),
    "macros declared as content": (
        "报告.docx",
        archive(
            {
                "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": b"",
            }
        ),
        "file_dangerous",
    ),
    "old macros in a sheet": (
        "台账.xlsx",
        office("xl/workbook.xml", xl__macrosheets__sheet1_dot_xml=b"x"),
        "file_dangerous",
    ),
    "a control in a document": (
        "报告.docx",
        office("word/document.xml", word__activeX__activeX1_dot_bin=b"x"),
        "file_dangerous",
    ),
    "macros in an old document": ("报告.doc", compound("WordDocument", "Macros"), "file_dangerous"),
    "macros in an old sheet": (
        "台账.xls",
        compound("Workbook", "_VBA_PROJECT_CUR"),
        "file_dangerous",
    ),
    "a ciphered document": ("报告.doc", compound("EncryptedPackage"), "file_dangerous"),
    "a ciphered archive": ("报告.docx", encrypted(), "file_dangerous"),
    "two entries of one name": ("报告.docx", twice(), "file_dangerous"),
    "a path that climbs": ("报告.docx", climbing(), "file_dangerous"),
    "a bomb of zeros": ("报告.docx", bomb_of_zeros(), "file_bomb"),
    "a bomb of many": ("公文.ofd", bomb_of_many(), "file_bomb"),
    "a bomb of overlaps": ("报告.docx", bomb_of_overlaps(), "file_bomb"),
    "an unusual compression": (
        "报告.docx",
        archive(
            {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<x/>"},
            compression=zipfile.ZIP_BZIP2,
        ),
        "file_dangerous",
    ),
    "half an archive": ("报告.docx", DOCX[: len(DOCX) // 2], "file_damaged"),
    "nothing": ("报告.pdf", b"", "file_empty"),
}
