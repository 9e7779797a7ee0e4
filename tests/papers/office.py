"""A desk with papers: a small composer and renderers in place of `documents`, and a procedure."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine import commands
from engine.commands import Attached, Upload
from engine.model.case import Actor
from engine.model.documents import Record, TemplateFinding
from engine.model.errors import InvalidArgument
from engine.store import Store
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.documents import documents_of_case
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, service, start, user
from tests.support.clock import HandClock

NOTICE = "责令限期整改通知书：{unit}{problem}（{number}）"
SERIES = "岳教督整"

ISSUING = diagram(
    "rectify",
    start("problem:string", "series:string"),
    user("sign", groups="leader"),
    service(
        "issue",
        "issue_document",
        template="notice",
        series=f'${{if series = null then "{SERIES}" else series}}',
        unit="${unit_name(case.unit)}",
        visibility="对被督导单位",
    ),
    user("report", "evidence:file", "text:string", groups="respondent"),
    user("check", groups="case_officer"),
    end(),
    path("start", "sign", "issue", "report", "check", "end"),
)


def compose(source: str, fields: Mapping[str, object], *, name: str = "") -> Record:
    """Fill the places of a text; one that has no value is an error that names it."""
    try:
        text = source.format_map({k: v for k, v in fields.items() if v is not None})
    except KeyError as missing:
        raise InvalidArgument(
            f"公文“{name}”缺少{missing.args[0]}。",
            en=f"'{name}' lacks {missing.args[0]}",
            code="missing_field",
        ) from missing
    return {"title": text.partition("：")[0], "text": text, "number": str(fields["number"])}


def check_template(source: str) -> Sequence[TemplateFinding]:
    lines = enumerate(source.splitlines(), start=1)
    return [
        TemplateFinding(number, "括号应成对。", "Expected brackets in pairs.")
        for number, line in lines
        if line.count("{") != line.count("}")
    ]


def render(record: Record) -> bytes:
    if record["text"] == "":
        raise ValueError("nothing to set")
    return str(record["text"]).encode() * 100


class PaperDesk(Desk):
    """Give commands about papers."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock)
        self.engine = replace(
            self.engine,
            compose=compose,
            check_template=check_template,
            renderers={"docx": render, "pdf": lambda record: b"%PDF-" + render(record)},
        )

    def publish(self, key: str = "notice", source: str = NOTICE, *, person: str = "wang") -> int:
        answer = self.give(commands.publish_template, person, key=key, source=source)
        return answer.template_version

    def with_procedure(self) -> PaperDesk:
        self.publish()
        self.deploy(ISSUING)
        return self

    def opened(
        self, problem: str | None = "食堂留样不全", *, unit: str = "430621", **more: str
    ) -> str:
        form = dict(more) if problem is None else {"problem": problem, **more}
        return self.open("rectify", form, unit=unit).case_id

    def issued(
        self, problem: str = "食堂留样不全", *, unit: str = "430621", **more: str
    ) -> DocumentRow:
        case_id = self.opened(problem, unit=unit, **more)
        self.complete("wang", self.one(case_id, "sign").id)
        (document,) = self.documents(case_id)
        return document

    def documents(self, case_id: str) -> list[DocumentRow]:
        return self.read(lambda session: documents_of_case(session, case_id))

    def attach(
        self,
        person: str,
        case_id: str,
        data: bytes = b"%PDF-1.7",
        name: str = "报告.pdf",
        **more: object,
    ) -> Attached:
        with commands.receive(io.BytesIO(data), limit=10_000_000) as upload:
            return self.give(
                commands.attach, person, case_id=case_id, name=name, upload=upload, **more
            )

    def attachments(self, person: str, case_id: str) -> list[AttachmentRow]:
        with self.store.begin() as session:
            return commands.list_attachments(
                session, engine=self.engine, clock=self.clock, actor=Actor(person), case_id=case_id
            )

    def seen_documents(self, person: str, case_id: str) -> list[DocumentRow]:
        with self.store.begin() as session:
            return commands.list_documents(
                session, engine=self.engine, clock=self.clock, actor=Actor(person), case_id=case_id
            )


__all__ = ["NOTICE", "SERIES", "PaperDesk", "Upload"]
