"""Look into an uploaded workbook before it is opened: whether it is one, and how large.

A workbook is a ZIP archive of XML. Its directory names the size of each part; a part that unpacks
to more than it says is refused as well. Document types and entities have no place in one.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from engine.model.errors import InvalidArgument

MAX_BYTES = 8_000_000
"""Bytes of an uploaded workbook."""
MAX_UNPACKED = 64_000_000
"""Bytes of all its parts together."""
MAX_PARTS = 1_000
_CHUNK = 65_536
_OLD = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx under a password
MAX_ROWS = 20_000
"""Rows of one sheet with any cell that is not empty."""
MAX_CELLS = 20 * MAX_ROWS
"""Cells of one sheet, those of empty rows left out: 2,000 rows of 100 columns twice."""
_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_EMPTY_ROW = re.compile(rb"<row\b[^>]*(?<!/)>(?:<c\b[^>]*/>)*+</row>|<row\b[^>]*/>")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def opened_safely(data: bytes, *, most_rows: int = MAX_ROWS) -> bytes:
    """Return an honest workbook without its empty rows; InvalidArgument for anything else.

    A sheet has at most this many rows, and twenty times as many cells.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"文件超过{MAX_BYTES // 1_000_000}MB。", "the file to be smaller")
    if data[:4] == _OLD:
        raise _refused(
            "文件是旧版 .xls 格式，或者设有密码；请另存为不带密码的 .xlsx 文件。",
            "an .xlsx file without a password",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            return _without_empty_rows(archive, most_rows)
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
        ValueError,
    ) as error:  # fmt: skip
        raise _refused("文件不是 .xlsx 工作簿，或者已经损坏。", "an .xlsx workbook") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or len(set(names)) != len(names):
        raise _refused("工作簿的内部结构不正常。", "a workbook with an ordinary structure")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise _refused("文件不是 .xlsx 工作簿。", "an .xlsx workbook")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_large()
    left = MAX_UNPACKED
    for part in parts:
        left -= _check_part(archive, part, left)


def _without_empty_rows(archive: zipfile.ZipFile, most_rows: int) -> bytes:
    """Copy the workbook without rows that are formatted and empty: a sheet has a million of them.

    What is left keeps its row numbers. Reading them all would take a minute and a gigabyte.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as copy:
        for part in archive.infolist():
            content = archive.read(part)
            if _SHEET.fullmatch(part.filename):
                content = _EMPTY_ROW.sub(b"", content)
                _check_sheet(content, most_rows)
            copy.writestr(part.filename, content)
    return file.getvalue()


def _check_sheet(content: bytes, most_rows: int) -> None:
    """Expect a sheet of a size that can be read, counted as it is written: in UTF-8."""
    if b"\0" in content:
        raise _refused("工作表不是 UTF-8 编码，不予读取。", "sheets in UTF-8")
    for what, zh, most in (
        (_ROW, "行", most_rows),
        (_CELL, "格", MAX_CELLS // MAX_ROWS * most_rows),
    ):
        if any(count > most for count, _ in enumerate(what.finditer(content), start=1)):
            raise _refused(
                f"工作表超过{most}{zh}，请分次导入。",
                f"at most {most} rows or cells in a sheet",
                code="too_many_rows",
            )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part without keeping it; return its size."""
    size, tail = 0, b""
    is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise _too_large()
            # UTF-16 reads like ASCII without its zero bytes.
            if is_xml and _DOCTYPE.search((tail + chunk).replace(b"\0", b"")):
                raise _refused(
                    "工作簿里含有外部实体或文档类型声明，不予读取。",
                    "a workbook without document types and entities",
                    code="hostile_workbook",
                )
            tail = chunk[-20:]
    return size


def _too_large() -> InvalidArgument:
    return _refused(
        f"工作簿解压后超过{MAX_UNPACKED // 1_000_000}MB；请删去空行、图片和多余的工作表。",
        "a workbook that unpacks to less",
        code="hostile_workbook",
    )


def _refused(zh: str, en: str, *, code: str = "invalid_workbook") -> InvalidArgument:
    return InvalidArgument(zh, en=f"Expected {en}.", code=code)
