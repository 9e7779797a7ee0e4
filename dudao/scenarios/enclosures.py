"""Files in the forms of scenarios: a file name becomes a small file, attached like any other."""

from __future__ import annotations

import io
from collections.abc import Mapping

from dudao.scenarios.refused import Refused
from engine import commands
from engine.commands.engine import Engine
from engine.commands.work_ids import parts_of
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.file_names import split_name
from engine.model.forms import FieldKind
from engine.store import Session
from engine.store.case_reads import work_of_case
from engine.store.reads import read_case

SAMPLES: Mapping[str, bytes] = {
    "pdf": b"%PDF-1.7\n%%EOF\n",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9",
    "png": b"\x89PNG\r\n\x1a\n",
    "mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
    "txt": "示范附件\n".encode(),
    "csv": "项目,数量\n".encode(),
}
"""The smallest content of each type that a scenario may name."""


def enclosed(
    form: Mapping[str, object],
    work_id: str,
    *,
    session: Session,
    engine: Engine,
    clock: Clock,
    actor: Actor,
) -> Mapping[str, object]:
    """Attach a file for each file field that names one, and put its id in place of the name.

    Who may not attach leaves the form as it is: the command will say what is not permitted.
    """
    sent = dict(form)
    case_id, _ = parts_of(work_id)
    for field in _file_fields(session, engine, case_id, work_id):
        name = sent.get(field)
        if not isinstance(name, str) or not name:
            continue
        named = name if split_name(name)[1] else f"{name}.pdf"
        with commands.receive(_content(named), limit=commands.MIB) as upload:
            try:
                attached = commands.attach(
                    session,
                    engine=engine,
                    clock=clock,
                    actor=actor,
                    case_id=case_id,
                    work_id=work_id,
                    name=named,
                    upload=upload,
                )
            except NotFound:
                return form
        sent[field] = attached.attachment_id
    return sent


def _file_fields(session: Session, engine: Engine, case_id: str, work_id: str) -> list[str]:
    work = next((each for each in work_of_case(session, case_id) if each.id == work_id), None)
    if work is None:
        return []
    definition_id = read_case(session, case_id).case.definition_id
    form = engine.library.published(session, definition_id).node(work.node).form
    fields = () if form is None else form.fields
    return [field.id for field in fields if field.kind is FieldKind.FILE]


def _content(name: str) -> io.BytesIO:
    content = SAMPLES.get(split_name(name)[1])
    if content is None:
        raise Refused(
            f"场景中的附件“{name}”应为以下类型之一：{'、'.join(SAMPLES)}。", "unknown_file_type"
        )
    return io.BytesIO(content)
