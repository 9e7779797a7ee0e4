"""Read a scenario file; everything that is wrong with it is said at once, with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from marshmallow import ValidationError

from dudao.scenarios.instants import parse_instant
from dudao.scenarios.model import (
    Act,
    Action,
    Advance,
    Expect,
    LedgerCheck,
    Open,
    Player,
    Scenario,
    Send,
    Step,
)
from dudao.scenarios.schema import (
    COMMANDS,
    EXPECTATIONS,
    PASSAGE,
    PASSAGES,
    STEP_KINDS,
    FileSchema,
    PersonSchema,
    load,
    load_refusal,
    loaded,
)
from dudao.scenarios.source import Path, Source, not_a_scenario, read_source, refused
from engine.model.errors import FieldError
from engine.model.values import Value

Content = Mapping[str, object]


def read_scenario(name: str, data: bytes) -> Scenario:
    """Read a scenario; raise WrongUse (exit status 2) listing every place that is wrong."""
    source = read_source(name, data)
    if not isinstance(source.content, dict):
        raise not_a_scenario(name, 1, "应为若干“键: 值”", "expected a mapping")
    reading = _Reading(source)
    top = reading.check((), lambda: loaded(FileSchema(), source.content))
    people = reading.people(source.content.get("people"))
    steps = tuple(reading.steps(source.content.get("steps")))
    if reading.errors or top is None:
        raise refused(name, tuple(reading.errors))
    return Scenario(
        file=name,
        title=str(top["scenario"]),
        process=str(top["process"]),
        clock=parse_instant(str(top["clock"])),
        people=people,
        steps=steps,
    )


@dataclass(slots=True)
class _Reading:
    source: Source
    errors: list[FieldError] = field(default_factory=list)

    def check(self, path: Path, read: object) -> Content | None:
        """Run one check and note what it finds, each with its line."""
        try:
            return cast("Content", read())  # type: ignore[operator]  # a function without arguments
        except ValidationError as error:
            for place, sentence in _flat(error.messages):
                self.note((*path, *place), sentence)
        return None

    def note(self, path: Path, sentence: str) -> None:
        line = self.source.line(path)
        dotted = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        self.errors.append(
            FieldError(
                f"{self.source.name}:{line}",
                f"{dotted}：{sentence}。" if dotted else f"{sentence}。",
                f"{dotted}: not as expected.",
            )
        )

    def people(self, content: object) -> dict[str, Player]:
        found: dict[str, Player] = {}
        for name, said in content.items() if isinstance(content, dict) else ():
            checked = self.check(("people", name), lambda said=said: loaded(PersonSchema(), said))
            if checked is not None:
                groups = tuple(cast("Sequence[str]", checked.get("groups", ())))
                named = str(checked.get("name", name))
                found[name] = Player(name, named, str(checked["unit"]), groups)
        return found

    def steps(self, content: object) -> Iterator[Step]:
        for index, said in enumerate(content if isinstance(content, list) else ()):
            path: Path = ("steps", index)
            if not isinstance(said, dict) or len(said) != 1:
                self.note(path, f"一步应只有一个键：{'、'.join(STEP_KINDS)} 之一")
                continue
            ((kind, inner),) = said.items()
            action = self._action(kind, inner, (*path, kind))
            if action is not None:
                line = self.source.line((*path, kind))
                yield Step(index + 1, line, kind, action, self._lines((*path, kind)))

    def _lines(self, path: Path) -> dict[str, int]:
        depth = len(path)
        return {
            ".".join(str(part) for part in place[depth:]): line
            for place, line in self.source.lines.items()
            if len(place) > depth and place[:depth] == path
        }

    def _action(self, kind: str, content: object, path: Path) -> Action | None:
        if kind in PASSAGES:
            read = self.check(path, lambda: load(PASSAGE, {"until": content}))
            return Advance(str(read["until"]), kind == "advance") if read else None
        if kind == "expect":
            read = self.check(path, lambda: load(EXPECTATIONS, content))
            return None if read is None else _expect(read)
        if kind == "refuse":
            read = self.check(path, lambda: load_refusal(content))
            return _act(str(read.get("do", "complete")), read) if read else None
        if kind in COMMANDS:
            read = self.check(path, lambda: load(COMMANDS[kind], content))
            return None if read is None else _command(kind, read)
        self.note(path, f"没有“{kind}”这种步骤：应为 {'、'.join(STEP_KINDS)} 之一")
        return None


def _command(kind: str, read: Content) -> Action:
    if kind == "open":
        form = cast("Mapping[str, Value]", read.get("form", {}))
        unit, title = str(read["unit"]), str(read.get("title", ""))
        process, absent = str(read.get("process", "")), str(read.get("for", ""))
        return Open(str(read["as"]), unit, title, form, process, absent)
    if kind == "send":
        payload = cast("Mapping[str, Value]", read.get("payload", {}))
        player, case = str(read.get("as", "")), str(read.get("case", ""))
        return Send(str(read["message"]), payload, player, case)
    return _act(kind, read)


def _act(kind: str, read: Content) -> Act:
    inner = {"as", "for", "case", "code", "do"}
    given = {key: cast("Value", value) for key, value in read.items() if key not in inner}
    return Act(
        do=kind,
        player=str(read.get("as", "")),
        given=given,
        case=str(read.get("case", "")),
        code=str(read.get("code", "")),
        absent=str(read.get("for", "")),
    )


def _expect(read: Content) -> Expect:
    def text(key: str) -> str | None:
        return str(read[key]) if key in read else None

    def texts(key: str) -> tuple[str, ...] | None:
        return tuple(cast("Sequence[str]", read[key])) if key in read else None

    def rows(key: str) -> tuple[Mapping[str, Value], ...] | None:
        return tuple(cast("Sequence[Mapping[str, Value]]", read[key])) if key in read else None

    linked = cast("Mapping[str, object] | None", read.get("linked"))
    return Expect(
        status=text("status"),
        light=text("light"),
        open_tasks=texts("open_tasks"),
        due=cast("Mapping[str, tuple[date | None, ...]] | None", read.get("due")),
        history=texts("history"),
        notified=texts("notified"),
        linked=None if linked is None else {key: str(value) for key, value in linked.items()},
        outcomes=texts("outcomes"),
        documents=texts("documents"),
        end=text("end"),
        variables=cast("Mapping[str, Value] | None", read.get("variables")),
        ledger=tuple(_ledger(each) for each in cast("Sequence[Content]", read.get("ledger", ()))),
        publications=rows("publications"),
        receipts=rows("receipts"),
        case=text("case") or "",
    )


def _ledger(read: Content) -> LedgerCheck:
    known = read.get("known")
    place = {"of", "on", "known"}
    return LedgerCheck(
        of=str(read["of"]),
        on=cast("date | None", read.get("on")),
        known=parse_instant(str(known)) if known is not None else None,
        given={key: value for key, value in read.items() if key not in place},
    )


def _flat(messages: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """List marshmallow's nested messages as places and sentences."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        yield path, "；".join(str(message) for message in messages)
