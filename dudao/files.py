"""Files given on the command line: found, read within bounds, and recognised by content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from dudao.failures import WrongUse

MAX_BYTES = 8_000_000
"""More is never read; each reader has a smaller bound of its own and says so."""

HEAD = 4096
_DMN = re.compile(rb"omg\.org/spec/DMN/|<(?:\w+:)?(?:decision|inputData)\b")
_BPMN = re.compile(rb"omg\.org/spec/BPMN/")
_HEADER = re.compile(r"日期|(?<!\w)date(?!\w)", re.IGNORECASE)
_SCENARIO = re.compile(r"^(scenario|process|clock|people|steps)\s*:", re.MULTILINE)
_ENCODINGS = ("utf-8-sig", "gb18030")


class FileKind(Enum):
    """What a file is, as far as its first lines tell."""

    DIAGRAM = "diagram"
    TABLE = "table"
    CALENDAR = "calendar"
    SCENARIO = "scenario"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as given: its name as people wrote it, its path, content and kind."""

    name: str
    path: Path
    data: bytes
    kind: FileKind


def read_given(name: str) -> Given:
    """Read one file; raise WrongUse when there is none or it cannot be read."""
    path = Path(name)
    data = read_bytes(path, name)
    return Given(name, path, data, kind_of(data, path.suffix.lower()))


def read_all(names: Iterable[str]) -> list[Given]:
    """Read files in the order given, each once."""
    return [read_given(name) for name in dict.fromkeys(names)]


def read_bytes(path: Path, name: str = "") -> bytes:
    """Read at most `MAX_BYTES` and one; raise WrongUse when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise WrongUse(
            f"找不到文件 {name or path}。",
            en=f"Expected a file at {name or path}, but there is none.",
            code="no_such_file",
        ) from error
    except (OSError, ValueError) as error:
        raise WrongUse(
            f"无法读取 {name or path}：应为可以读取的文件。",
            en=f"Expected {name or path} to be a readable file.",
            code="unreadable_file",
        ) from error


def kind_of(data: bytes, suffix: str = "") -> FileKind:
    """Recognise a file by its first lines; its suffix decides only where they do not."""
    head = data[:HEAD].replace(b"\0", b"")  # so that UTF-16 reads like ASCII here
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n").startswith(b"<"):
        if _DMN.search(head) and not _BPMN.search(head):
            return FileKind.TABLE
        return FileKind.TABLE if suffix == ".dmn" and not _BPMN.search(head) else FileKind.DIAGRAM
    text = _text(data)
    if text is not None:
        if _HEADER.search(text.lstrip().split("\n", 1)[0]) and suffix not in {".yml", ".yaml"}:
            return FileKind.CALENDAR
        if _SCENARIO.search(text):
            return FileKind.SCENARIO
    return _BY_SUFFIX.get(suffix, FileKind.UNKNOWN)


_BY_SUFFIX = {
    ".bpmn": FileKind.DIAGRAM,
    ".dmn": FileKind.TABLE,
    ".csv": FileKind.CALENDAR,
    ".yml": FileKind.SCENARIO,
    ".yaml": FileKind.SCENARIO,
}


def _text(data: bytes) -> str | None:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data[:HEAD].decode("utf-16", "replace")
    if b"\0" in data[:HEAD]:
        return None
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)[:HEAD]
        except UnicodeDecodeError:
            continue
    return None


def scenario_files(names: Iterable[str]) -> Iterator[str]:
    """List scenario files: each file itself, and the `*.yml` below each folder in order."""
    for name in names:
        path = Path(name)
        if not path.is_dir():
            yield name
            continue
        found = sorted(each for each in path.rglob("*.y*ml") if each.suffix in {".yml", ".yaml"})
        if not found:
            raise WrongUse(
                f"文件夹 {name} 里没有场景文件（*.yml）。",
                en=f"Expected scenario files (*.yml) in the folder {name}.",
                code="no_scenarios",
            )
        yield from map(str, found)
