"""Files as they were sent: taken within bounds, and never looked for under their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from api.deploying import MAX_FILE, MAX_NAME, MOST_FILES, SentFile
from dudao.deploying import SOURCES
from dudao.failures import WrongUse
from dudao.files import FileKind, Given, kind_of
from dudao.linting import Found, lint_scenario
from dudao.scenarios.model import Scenario
from dudao.scenarios.reader import read_scenario
from engine.decisions import DecisionSyntaxError, read_decisions
from engine.definitions.candidate import FileFinding
from engine.model.errors import InvalidArgument
from engine.store import Session
from engine.store import definitions as stored


def taken(files: Sequence[SentFile]) -> tuple[Given, ...]:
    """Take files within bounds; raise InvalidArgument for too many, too long, or two of a name."""
    given = tuple(map(_as_given, files))
    if not 0 < len(given) <= MOST_FILES:
        raise InvalidArgument(
            f"应提交1至{MOST_FILES}个文件。",
            en=f"Expected 1 to {MOST_FILES} files.",
            code="invalid_files",
        )
    if len({each.name for each in given}) < len(given):
        raise InvalidArgument(
            "有两个文件同名。",
            en="Expected every file under another name.",
            code="invalid_files",
        )
    return given


def _as_given(file: SentFile) -> Given:
    """Take a file by the last part of its name; nothing is looked for under that name."""
    name = PurePosixPath(file.name.replace("\\", "/")).name
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidArgument(
            f"文件名应为1至{MAX_NAME}个可见字符。",
            en=f"Expected a file name of 1 to {MAX_NAME} printable characters.",
            code="invalid_files",
        )
    if len(file.data) > MAX_FILE:
        raise InvalidArgument(
            f"文件 {name} 超过{MAX_FILE // 1_000_000}MB。",
            en=f"Expected at most {MAX_FILE} bytes in {name}.",
            code="invalid_files",
        )
    path = Path(name)
    kind = kind_of(file.data, path.suffix.lower())
    if kind not in (*SOURCES, FileKind.SCENARIO):
        raise InvalidArgument(
            f"{name} 应为流程图（.bpmn）、决策表（.dmn）或场景（.yml）。",
            en=f"Expected {name} to be a diagram, a table or a scenario.",
            code="unknown_file",
        )
    return Given(name, path, file.data, kind)


def scenarios_in(given: Sequence[Given]) -> Iterator[Scenario]:
    """Read the scenarios that can be read; what is wrong with others is a finding."""
    for each in given:
        if each.kind is FileKind.SCENARIO:
            try:
                yield read_scenario(each.name, each.data)
            except WrongUse:
                continue


def wrong_scenarios(given: Sequence[Given]) -> tuple[FileFinding, ...]:
    """Find every place of a scenario that cannot be read."""
    found = (f for each in given if each.kind is FileKind.SCENARIO for f in lint_scenario(each))
    return tuple(map(_as_finding, found))


def _as_finding(each: Found) -> FileFinding:
    return FileFinding(
        each.file, each.severity, each.code, each.element, each.zh, each.en, each.line
    )


def published_files(session: Session, sources: Sequence[Given]) -> Iterator[Given]:
    """Yield what is published: the scenarios run among it, but for what is sent anew."""
    sent = {id_ for each in sources for id_ in _decisions(each)}
    seen: set[bytes] = set()
    for listed in stored.list_definitions(session):
        row = stored.definition_by_id(session, listed.id)
        yield _stored_file(f"{row.key}（第{row.version}版）.bpmn", row.source, FileKind.DIAGRAM)
    for listed in stored.list_decision_tables(session):
        table = stored.decision_table_by_id(session, listed.id)
        name = f"{table.key}（第{table.version}版）.dmn"
        given = _stored_file(name, table.source, FileKind.TABLE)
        if table.source not in seen and sent.isdisjoint(_decisions(given)):
            seen.add(table.source)
            yield given


def _stored_file(name: str, data: bytes, kind: FileKind) -> Given:
    return Given(name, Path(name), data, kind)


def _decisions(file: Given) -> tuple[str, ...]:
    if file.kind is not FileKind.TABLE:
        return ()
    try:
        return read_decisions(file.data).ids
    except DecisionSyntaxError:
        return ()
