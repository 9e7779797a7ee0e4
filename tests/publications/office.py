"""Diagrams that publish and close, and what the public does, for tests."""

from __future__ import annotations

from engine.commands import (
    ObjectionFiled,
    file_objection,
    list_publications,
    look_up_objection,
    read_publication,
)
from engine.model.publications import ObjectionView, PublicView
from engine.store.publications import find_publication, objections_to
from engine.store.rows import ObjectionRow, PublicationRow
from tests.cases.desk import Desk
from tests.cases.drawing import (
    boundary,
    diagram,
    end,
    extended,
    items,
    message,
    path,
    props,
    service,
    start,
    subprocess,
    timer,
    user,
)

NOTICE = diagram(
    "notice",
    start("number:string", "headline:string", "text:text", "kind:string", "days:string",
          "target:string", "source:string"),
    service(
        "publish",
        "publish",
        kind='${if kind = null then "公示" else kind}',
        title='${if headline = null then "关于名单的公示" else headline}',
        text='${if text = null then "名单如下。" else text}',
        number="${number}",
        objection_until="${if days = null then null else deadline(days)}",
        source="${source}",
        supersedes="${target}",
        basis="《中华人民共和国政府信息公开条例》",
    ),
    user("wait", groups="leader"),
    boundary("over", "wait", timer('${if days = null then deadline("30日") else deadline(days)}')),
    '<boundaryEvent id="closed" attachedToRef="wait" cancelActivity="true">'
    + extended(props(correlation="${publication}")) + message("publication_closed")
    + "</boundaryEvent>",
    boundary("filed", "wait", message("objection_filed"), interrupting=False),
    service("stop", "close_publication", publication="${publication}", how="ended", reason="期满。"),
    subprocess(
        "handle",
        start().replace('id="start"', 'id="handle_start"'),
        user("answer", "reply:text!", "upheld:boolean!", groups="case_officer"),
        service("tell", "answer_objection", objection="${filed.id}", answer="${reply}",
                upheld="${upheld}"),
        end("handled"),
        path("handle_start", "answer", "tell", "handled"),
        loop=items("${[{id: objection}]}", "filed"),
    ),
    end(),
    end("stopped"),
    end("answered"),
    end("taken_down"),
    path("start", "publish", "wait", "end"),
    path("over", "stop", "stopped"),
    path("closed", "taken_down"),
    path("filed", "handle", "answered"),
    messages=("objection_filed", "publication_closed"),
)  # fmt: skip
CLOSING = diagram(
    "closing",
    start("target:string!", "how:string!", "reason:text!"),
    service("close", "close_publication", publication="${target}", how="${how}",
            reason="${reason}", by="wang"),
    end(),
    path("start", "close", "end"),
)  # fmt: skip


def publish(desk: Desk, number: str = "某示〔2026〕1号", **form: object) -> str:
    """Publish and return the case."""
    return desk.open("notice", {"number": number, "days": "5工作日", **form}).case_id


def close(desk: Desk, number: str, how: str = "withdrawn", reason: str = "决定撤销。") -> str:
    return desk.open("closing", {"target": number, "how": how, "reason": reason}).case_id


def file(
    desk: Desk,
    number: str = "某示〔2026〕1号",
    text: str = "名单有误。",
    contact: str | None = None,
) -> ObjectionFiled:
    with desk.store.begin() as session:
        return file_objection(
            session,
            engine=desk.engine,
            clock=desk.clock,
            publication=number,
            text=text,
            contact=contact,
        )


def look_up(desk: Desk, receipt: str) -> ObjectionView:
    return desk.read(lambda session: look_up_objection(session, receipt=receipt))


def read(desk: Desk, number: str = "某示〔2026〕1号") -> PublicView:
    return desk.read(
        lambda session: read_publication(session, clock=desk.clock, publication=number)
    )


def listed(desk: Desk) -> list[str]:
    views = desk.read(lambda session: list_publications(session, clock=desk.clock).rows)
    return [view.number for view in views]


def row(desk: Desk, number: str = "某示〔2026〕1号") -> PublicationRow:
    found = desk.read(lambda session: find_publication(session, number))
    assert found is not None
    return found


def objections(desk: Desk, number: str = "某示〔2026〕1号") -> list[ObjectionRow]:
    publication = row(desk, number).id
    return desk.read(lambda session: objections_to(session, publication))
