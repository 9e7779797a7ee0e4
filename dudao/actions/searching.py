"""`dudao search`: find cases, problem items, papers and publications by their words."""

from __future__ import annotations

from collections.abc import Iterable

import click
from rich.text import Text

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, WrongUse
from dudao.invocation import Invocation, command
from dudao.opening import opened
from dudao.registered import expect_somebody
from dudao.screen import Screen
from engine.commands.searching import Hits, search
from engine.model.calendar import SHANGHAI
from engine.model.case import Actor
from engine.model.registers import Page
from engine.model.search_results import Found, SearchKind
from engine.store.search_index import rebuild

_KINDS = [each.value for each in SearchKind]
_STEP = 3_000


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "search", "全文检索：案件、问题项、公文、附件、公示公告，新的在前。")
    @click.argument("text", metavar="TEXT", required=False)
    @click.option("--as", "person", metavar="PERSON", help="以谁的身份。")
    @click.option(
        "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="只找这一类；可重复。"
    )
    @click.option("--limit", default=20, type=int, metavar="N", help="每页几条，默认20。")
    @click.option("--after", metavar="CURSOR", help="从上一页末尾给出的位置继续。")
    @click.option("--rebuild", "is_rebuilding", is_flag=True, help="重建全部检索条目。")
    def of_search(
        invocation: Invocation,
        text: str | None,
        person: str | None,
        kinds: tuple[str, ...],
        limit: int,
        after: str | None,
        is_rebuilding: bool,  # noqa: FBT001 - given by name
    ) -> int:
        if is_rebuilding:
            return _rebuild(invocation)
        if text is None or person is None:
            raise WrongUse(
                "请给出要查找的文字和身份：dudao search 文字 --as PERSON。",
                en="Expected a text to look for, and --as.",
            )
        engine = build_engine(case_types())
        with opened(invocation.place) as store:
            expect_somebody(store, engine, person)
            with store.read() as session:
                hits = search(
                    session, engine=engine, clock=system.clock, actor=Actor(person), text=text,
                    kinds=[SearchKind(kind) for kind in kinds], page=Page(limit, after=after),
                )  # fmt: skip
        _print(invocation.screen, hits)
        return DONE


def _rebuild(invocation: Invocation) -> int:
    screen = invocation.screen

    def tell(done: int) -> None:
        if done % _STEP == 0:
            screen.say(f"  已写入{done}条…")

    with opened(invocation.place) as store, store.begin() as session:
        done = rebuild(session, say=tell)
    screen.say(f"✓ 已重建{done}条检索条目。")
    screen.answer({"ok": True, "entries": done})
    return DONE


def _print(screen: Screen, hits: Hits) -> None:
    for hit in hits.rows:
        day = hit.at.astimezone(SHANGHAI).date().isoformat()
        head = Text(f"{day} {hit.kind.zh} ") + _marked(hit.title, hit.title_marks)
        screen.say(head + Text(f"  {hit.reference or ''}", "dim"))
        if hit.snippet.text:
            screen.say(Text("           ") + _marked(hit.snippet.text, hit.snippet.marks))
    screen.say(f"共{hits.total}条。")
    if hits.next:
        screen.say(f"下一页：--after {hits.next}")
    rows = [_json(hit) for hit in hits.rows]
    answer = {"ok": True, "total": str(hits.total), "rows": rows, "next": hits.next}
    screen.answer(answer)


def _marked(text: str, marks: Iterable[tuple[int, int]]) -> Text:
    shown = Text(text)
    for begin, end in marks:
        shown.stylize("bold yellow", begin, end)
    return shown


def _json(hit: Found) -> dict[str, object]:
    return {
        "kind": hit.kind.value,
        "id": hit.id,
        "case": hit.case_id,
        "reference": hit.reference,
        "title": hit.title,
        "title_marks": hit.title_marks,
        "snippet": hit.snippet.text,
        "marks": hit.snippet.marks,
        "at": hit.at.isoformat(),
    }
